// libsodium's sealed boxes.
#include "keys/box.h"

#include "keys/hash.h"
#include "keys/initial_password.h"
#include "keys/sodium.h"

namespace tmis::keys {

BoxPair::BoxPair(const Secret& seed) : secret_(crypto_box_SECRETKEYBYTES) {
  crypto_box_seed_keypair(public_key_.data(), secret_.data(), seed.data());
}

BoxPair BoxPair::of_account(const Secret& master) {
  return BoxPair{derived(master, 2, "tmiskey1")};
}

BoxPair BoxPair::of_organisation(const Secret& seed) {
  return BoxPair{derived(seed, 1, "tmisorg1")};
}

std::optional<BoxPair> BoxPair::of_initial(std::string_view password, std::string_view login) {
  const auto symbols = initial_symbols(password);
  if (!symbols) return std::nullopt;
  Hash seed = Hasher{}
                  .update("tmis/initial-box/1\n")
                  .update(login)
                  .update("\n")
                  .update(symbols->view())
                  .finish();
  const Secret kept{bytes(seed)};
  sodium_memzero(seed.data(), seed.size());
  return BoxPair{kept};
}

std::optional<Secret> BoxPair::open(std::string_view sealed) const {
  if (sealed.size() < crypto_box_SEALBYTES) return std::nullopt;
  Secret key{sealed.size() - crypto_box_SEALBYTES};
  if (crypto_box_seal_open(key.data(), data(sealed), sealed.size(), public_key_.data(),
                           secret_.data()) != 0) {
    return std::nullopt;
  }
  return key;
}

std::string seal_to(const PublicKey& receiver, const Secret& key) {
  std::string out(key.size() + crypto_box_SEALBYTES, '\0');
  crypto_box_seal(reinterpret_cast<unsigned char*>(out.data()), key.data(), key.size(),
                  receiver.data());
  return out;
}

}  // namespace tmis::keys
