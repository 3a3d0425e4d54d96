// X25519 pairs that keys are sealed to: of accounts, of organisations, and the passing ones of
// initial passwords. Which key is sealed to whom is left to journal/keyring.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "keys/key_pair.h"
#include "keys/secret.h"

namespace tmis::keys {

/// A pair to receive with (crypto_box_seal of libsodium).
class BoxPair {
 public:
  /// Of an account: the same box key as its KeyPair has.
  static BoxPair of_account(const Secret& master);
  /// Of an organisation: seed crypto_kdf(seed, 1, "tmisorg1").
  static BoxPair of_organisation(const Secret& seed);
  /// Until the first login: seed H("tmis/initial-box/1\n" ‖ login ‖ "\n" ‖ symbols). Nothing when
  /// `password` has not the form of an initial one.
  static std::optional<BoxPair> of_initial(std::string_view password, std::string_view login);

  const PublicKey& public_key() const { return public_key_; }
  /// What was sealed to this pair; nothing for anything else.
  std::optional<Secret> open(std::string_view sealed) const;

 private:
  explicit BoxPair(const Secret& seed);

  PublicKey public_key_{};
  Secret secret_;
};

/// Seals `key` so that only the owner of the pair opens it: 48 bytes more than the key.
std::string seal_to(const PublicKey& receiver, const Secret& key);

}  // namespace tmis::keys
