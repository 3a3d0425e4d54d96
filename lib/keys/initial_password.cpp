// Random symbols, and a key pair out of them; the owner's own password takes their place soon.
#include "keys/initial_password.h"

#include "base/error.h"
#include "keys/crockford.h"
#include "keys/hash.h"
#include "keys/key_pair.h"
#include "keys/sodium.h"

namespace tmis::keys {
namespace {

constexpr std::size_t kPasswordBytes = 10;
constexpr std::size_t kSymbols = 16;

char lower(char symbol) {
  return symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol - 'A' + 'a') : symbol;
}

constexpr std::size_t kCheck = sizeof(Salt) + crypto_sign_PUBLICKEYBYTES;

/// The pair that a password gives: its secret key, and its public one into `out`.
Secret pair_of(std::string_view salt, std::string_view login, const Secret& symbols,
               unsigned char* out) {
  Hash seed = Hasher{salt}
                  .update("tmis/initial/1\n")
                  .update(login)
                  .update("\n")
                  .update(symbols.view())
                  .finish();
  Secret key{crypto_sign_SECRETKEYBYTES};
  crypto_sign_seed_keypair(out, key.data(), seed.data());
  sodium_memzero(seed.data(), seed.size());
  return key;
}

std::string first_login_bytes(std::string_view file_id, std::string_view key_id,
                              std::string_view login) {
  std::string out = "tmis/first-login/1\n";
  return out.append(file_id).append(key_id).append(login);
}

}  // namespace

std::string new_initial_password() {
  std::string password = in_groups(crockford(random_bytes(kPasswordBytes)));
  for (char& c : password) c = lower(c);
  return password;
}

std::optional<Secret> initial_symbols(std::string_view typed) {
  Secret symbols{kSymbols};
  std::size_t used = 0;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    const int value = crockford_value(c);
    if (value < 0 || used == kSymbols) return std::nullopt;
    symbols.data()[used++] =
        static_cast<unsigned char>(lower(crockford_symbol(static_cast<unsigned>(value))));
  }
  if (used != kSymbols) return std::nullopt;
  return symbols;
}

std::string initial_check(std::string_view password, std::string_view login, const Salt& salt) {
  const auto symbols = initial_symbols(password);
  if (!symbols) bug("form of an initial password");
  PublicKey key{};
  pair_of(bytes(salt), login, *symbols, key.data());
  return std::string{bytes(salt)}.append(bytes(key));
}

bool is_initial(std::string_view check, std::string_view login, const Secret& typed) {
  return InitialSigner::of(check, login, typed).has_value();
}

std::optional<InitialSigner> InitialSigner::of(std::string_view check, std::string_view login,
                                               const Secret& typed) {
  const auto symbols = initial_symbols(typed.view());
  if (!symbols || check.size() != kCheck) return std::nullopt;
  PublicKey key{};
  Secret pair = pair_of(check.substr(0, sizeof(Salt)), login, *symbols, key.data());
  if (sodium_memcmp(key.data(), check.data() + sizeof(Salt), key.size()) != 0) return std::nullopt;
  return InitialSigner{std::move(pair)};
}

std::string InitialSigner::sign(std::string_view file_id, std::string_view key_id,
                                std::string_view login) const {
  const std::string bytes = first_login_bytes(file_id, key_id, login);
  const std::string_view message = bytes;
  std::string signature(kSignatureSize, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, data(message),
                       message.size(), key_.data());
  return signature;
}

bool is_first_login(std::string_view check, std::string_view signature, std::string_view file_id,
                    std::string_view key_id, std::string_view login) {
  return check.size() == kCheck && verify(to_array<32>(check.substr(sizeof(Salt))),
                                          first_login_bytes(file_id, key_id, login), signature);
}

}  // namespace tmis::keys
