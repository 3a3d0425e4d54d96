// Argon2id for the key, seal for the rest. The cost stands in the blob, so that it can grow.
#include "keys/envelope.h"

#include "base/error.h"
#include "keys/seal.h"
#include "keys/sodium.h"

namespace tmis::keys {
namespace {

constexpr char kVersion = 1;
constexpr char kArgon2idXChaCha = 1;
constexpr char kSecretXChaCha = 2;
constexpr std::size_t kSalt = crypto_pwhash_SALTBYTES;
constexpr std::size_t kHead = 1 + 1 + 4 + 8;
constexpr std::size_t kSize = kHead + kSalt + kSealOverhead + kMasterSize;

[[noreturn]] void refuse(std::string_view why) {
  throw Error{codes::key_envelope, {arg("why", why)}};
}

/// Appends or reads an integer of `size` bytes, little-endian.
void append(std::string& out, std::uint64_t n, int size) {
  for (int i = 0; i < size; ++i) out.push_back(static_cast<char>(n >> (8 * i) & 0xFF));
}
std::uint64_t integer(std::string_view bytes) {
  std::uint64_t n = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) n = n << 8 | static_cast<unsigned char>(bytes[i]);
  return n;
}

void check(const Cost& cost) {
  constexpr Cost kLeast = Cost::least();
  constexpr Cost kMost = Cost::most();
  if (cost.passes < kLeast.passes || cost.memory < kLeast.memory) refuse("too weak");
  if (cost.passes > kMost.passes || cost.memory > kMost.memory) refuse("too costly");
}

Secret from_secret(const Secret& secret, std::string_view salt) {
  Hash key = Hasher{salt}.update("tmis/service/1\n").update(secret.view()).finish();
  Secret out{bytes(key)};
  key.fill(0);
  return out;
}

std::string additional(const EnvelopeOwner& owner) {
  std::string out{"tmis/envelope/1\n"};
  out.append(bytes(owner.file));
  append(out, static_cast<std::uint64_t>(owner.account), 8);
  return out.append(bytes(owner.key));
}

}  // namespace

Secret stretched(const Secret& password, std::string_view salt, const Cost& cost) {
  Secret key{kSealKeySize};
  if (crypto_pwhash(key.data(), key.size(), password.empty() ? "" : password.view().data(),
                    password.size(), data(salt), cost.passes, cost.memory,
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw Error{codes::key_memory, {arg("mib", cost.memory >> 20)}};
  }
  return key;
}

std::string seal_envelope(const Secret& master, const Secret& password, const EnvelopeOwner& owner,
                          Cost cost) {
  check(cost);
  if (master.size() != kMasterSize) bug("master key size");
  std::string blob{kVersion, kArgon2idXChaCha};
  append(blob, cost.passes, 4);
  append(blob, cost.memory, 8);
  const std::string salt = random_bytes(kSalt);
  return blob.append(salt).append(
      seal(stretched(password, salt, cost), master.view(), additional(owner)));
}

std::string seal_service_envelope(const Secret& master, const Secret& secret,
                                  const EnvelopeOwner& owner) {
  std::string blob{kVersion, kSecretXChaCha};
  append(blob, 0, 4);
  append(blob, 0, 8);
  const std::string salt = random_bytes(kSalt);
  return blob.append(salt).append(
      seal(from_secret(secret, salt), master.view(), additional(owner)));
}

std::optional<Secret> open_envelope(std::string_view blob, const Secret& password,
                                    const EnvelopeOwner& owner) {
  if (blob.size() != kSize || blob[0] != kVersion) refuse("form");
  if (blob[1] == kSecretXChaCha) {
    const Secret key = from_secret(password, blob.substr(kHead, kSalt));
    return unseal(key, blob.substr(kHead + kSalt), additional(owner));
  }
  if (blob[1] != kArgon2idXChaCha) refuse("form");
  const Cost cost{static_cast<std::uint32_t>(integer(blob.substr(2, 4))),
                  integer(blob.substr(6, 8))};
  check(cost);
  const Secret key = stretched(password, blob.substr(kHead, kSalt), cost);
  return unseal(key, blob.substr(kHead + kSalt), additional(owner));
}

void open_no_envelope(const Secret& password, Cost cost) {
  stretched(password, random_bytes(kSalt), cost);
}

}  // namespace tmis::keys
