// Two tags and never one for the other: a password of one's own may look like an initial one, and
// then the fast tag would be a cheap way to guess it.
#include "keys/identity_tag.h"

#include "keys/envelope.h"
#include "keys/initial_password.h"

namespace tmis::keys {
namespace {

std::string salt_of(std::string_view file_id, std::string_view number) {
  const Hash hash =
      Hasher{}.update("tmis/identity-login/1\n").update(file_id).update(number).finish();
  return std::string{bytes(hash).substr(0, sizeof(Hash128))};
}

}  // namespace

Hash128 identity_tag(std::string_view file_id, std::string_view number, const Secret& password) {
  return to_array<16>(
      stretched(password, salt_of(file_id, number)).view().substr(0, sizeof(Hash128)));
}

std::optional<Hash128> initial_identity_tag(std::string_view file_id, std::string_view number,
                                            std::string_view password) {
  const auto symbols = initial_symbols(password);
  if (!symbols) return std::nullopt;
  const Hash key = Hasher{}.update(symbols->view()).finish();
  return keyed_hash128(bytes(key), salt_of(file_id, number));
}

}  // namespace tmis::keys
