// Random symbols and a salted hash; the owner's own password takes their place soon.
#include "keys/initial_password.h"

#include "base/error.h"
#include "keys/crockford.h"
#include "keys/hash.h"
#include "keys/sodium.h"

namespace tmis::keys {
namespace {

constexpr std::size_t kBytes = 10;
constexpr std::size_t kSymbols = 16;

char lower(char symbol) {
  return symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol - 'A' + 'a') : symbol;
}

Hash check_hash(std::string_view salt, std::string_view login, const Secret& symbols) {
  return Hasher{salt}
      .update("tmis/initial/1\n")
      .update(login)
      .update("\n")
      .update(symbols.view())
      .finish();
}

}  // namespace

std::string new_initial_password() {
  std::string password = in_groups(crockford(random_bytes(kBytes)));
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
  if (!symbols) throw Error{codes::internal, {arg("what", "form of an initial password")}};
  return std::string{bytes(salt)}.append(bytes(check_hash(bytes(salt), login, *symbols)));
}

bool is_initial(std::string_view check, std::string_view login, const Secret& typed) {
  const auto symbols = initial_symbols(typed.view());
  if (!symbols || check.size() != sizeof(Salt) + sizeof(Hash)) return false;
  const std::string_view salt = check.substr(0, sizeof(Salt));
  const Hash wanted = check_hash(salt, login, *symbols);
  return sodium_memcmp(wanted.data(), check.data() + sizeof(Salt), wanted.size()) == 0;
}

}  // namespace tmis::keys
