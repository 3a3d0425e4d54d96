// libsodium's XChaCha20-Poly1305 (IETF). Random nonces of 24 bytes never meet again.
#include "keys/seal.h"

#include "base/error.h"
#include "keys/sodium.h"

namespace tmis::keys {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static_assert(kNonce == kNonceSize);
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kNonce + kTag == kSealOverhead);

void check_seal_key(std::string_view key) {
  if (key.size() != kSealKeySize) bug("seal key size");
}

}  // namespace

std::string seal(const Secret& key, std::string_view plain, std::string_view additional) {
  std::string out;
  append_sealed(key.view(), random_bytes(kNonce), plain, additional, out);
  return out;
}

std::optional<Secret> unseal(const Secret& key, std::string_view sealed,
                             std::string_view additional) {
  if (sealed.size() < kSealOverhead) return std::nullopt;
  Secret plain{sealed.size() - kSealOverhead};
  if (!unseal_key(key, sealed, additional, plain.data(), plain.size())) return std::nullopt;
  return plain;
}

bool unseal_key(const Secret& key, std::string_view sealed, std::string_view additional,
                unsigned char* out, std::size_t size) {
  check_seal_key(key.view());
  if (sealed.size() != size + kSealOverhead) return false;
  const std::string_view nonce = sealed.substr(0, kNonce);
  const std::string_view body = sealed.substr(kNonce);
  return crypto_aead_xchacha20poly1305_ietf_decrypt(out, nullptr, nullptr, data(body), body.size(),
                                                    data(additional), additional.size(),
                                                    data(nonce), key.data()) == 0;
}

void append_sealed(std::string_view key, std::string_view nonce, std::string_view plain,
                   std::string_view additional, std::string& out) {
  check_seal_key(key);
  out.append(nonce);
  const std::size_t at = out.size();
  out.resize(at + plain.size() + kTag);
  crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(out.data()) + at,
                                             nullptr, data(plain), plain.size(), data(additional),
                                             additional.size(), nullptr, data(nonce), data(key));
}

bool unseal_into(std::string_view key, std::string_view sealed, std::string_view additional,
                 std::string& out) {
  check_seal_key(key);
  if (sealed.size() < kSealOverhead) return false;
  const std::string_view body = sealed.substr(kNonce);
  out.resize(body.size() - kTag);
  return crypto_aead_xchacha20poly1305_ietf_decrypt(
             reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr, data(body),
             body.size(), data(additional), additional.size(), data(sealed), data(key)) == 0;
}

}  // namespace tmis::keys
