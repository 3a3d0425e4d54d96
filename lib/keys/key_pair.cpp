// libsodium's key derivation, Ed25519 and X25519.
#include "keys/key_pair.h"

#include <algorithm>

#include "base/error.h"
#include "keys/sodium.h"

namespace tmis::keys {
namespace {

constexpr const char* kContext = "tmiskey1";
constexpr const char* kOrganisation = "tmisorg1";

const Secret& checked(const Secret& master) {
  if (master.size() != kMasterSize) bug("master key size");
  return master;
}

}  // namespace

Secret derived(const Secret& key, std::uint64_t id, const char* context) {
  Secret out{32};
  crypto_kdf_derive_from_key(out.data(), out.size(), id, context, key.data());
  return out;
}

KeyId key_id(const PublicKey& sign, const PublicKey& box) {
  const Hash whole =
      Hasher{}.update("tmis/key/1\n").update(bytes(sign)).update(bytes(box)).finish();
  KeyId id;
  std::copy_n(whole.begin(), id.size(), id.begin());
  return id;
}

Secret new_master() { return random_secret(kMasterSize); }

KeyPair::KeyPair(const Secret& master)
    : KeyPair(derived(checked(master), 1, kContext), derived(checked(master), 2, kContext)) {}

KeyPair KeyPair::of_organisation(const Secret& seed) {
  return {derived(checked(seed), 2, kOrganisation), derived(checked(seed), 1, kOrganisation)};
}

KeyPair::KeyPair(const Secret& sign_seed, const Secret& box_seed)
    : sign_secret_(crypto_sign_SECRETKEYBYTES) {
  crypto_sign_seed_keypair(sign_key_.data(), sign_secret_.data(), sign_seed.data());
  Secret box_secret{crypto_box_SECRETKEYBYTES};
  crypto_box_seed_keypair(box_key_.data(), box_secret.data(), box_seed.data());
  id_ = key_id(sign_key_, box_key_);
}

std::string KeyPair::sign(std::string_view bytes) const {
  std::string signature(kSignatureSize, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, data(bytes),
                       bytes.size(), sign_secret_.data());
  return signature;
}

bool verify(const PublicKey& sign_key, std::string_view bytes, std::string_view signature) {
  return signature.size() == kSignatureSize &&
         crypto_sign_verify_detached(data(signature), data(bytes), bytes.size(), sign_key.data()) ==
             0;
}

}  // namespace tmis::keys
