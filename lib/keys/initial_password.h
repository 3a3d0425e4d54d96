// Passwords that the program makes for new accounts: usable once, then replaced by the owner's own.
// How long they hold and where the check stands is left to the accounts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "keys/secret.h"

namespace tmis::keys {

/// 80 random bits as `xxxx-xxxx-xxxx-xxxx`, Crockford base32 in lower case. It is shown once, so it
/// is plain text; nothing else may keep it.
std::string new_initial_password();

/// The 16 symbols of a typed one: lower case, o read as 0, i and l as 1, dashes and spaces left
/// out. Nothing when it has not that form.
std::optional<Secret> initial_symbols(std::string_view typed);

/// What is kept to check it: salt[16] ‖ public key of the Ed25519 pair whose seed is
/// BLAKE2b-256(key = salt; "tmis/initial/1\n" ‖ login ‖ "\n" ‖ symbols). No Argon2id: 80 random
/// bits need none, and 10,000 accounts would take half an hour. `password` has the form of an
/// initial password (else a bug: internal).
std::string initial_check(std::string_view password, std::string_view login, const Salt& salt);

/// Whether `typed` is the one that `check` was made from. Compares in constant time.
bool is_initial(std::string_view check, std::string_view login, const Secret& typed);

/// Whoever knows an initial password can sign with it: so a first login proves itself to those who
/// only have the check.
class InitialSigner {
 public:
  /// Nothing when `typed` is not the password that `check` was made from.
  static std::optional<InitialSigner> of(std::string_view check, std::string_view login,
                                         const Secret& typed);
  /// 64 bytes of Ed25519 over "tmis/first-login/1\n" ‖ file id[16] ‖ id of the new key[16] ‖ login.
  std::string sign(std::string_view file_id, std::string_view key_id, std::string_view login) const;

 private:
  explicit InitialSigner(Secret key) : key_(std::move(key)) {}
  Secret key_;
};

/// Whether `signature` is that of an InitialSigner of this check.
bool is_first_login(std::string_view check, std::string_view signature, std::string_view file_id,
                    std::string_view key_id, std::string_view login);

}  // namespace tmis::keys
