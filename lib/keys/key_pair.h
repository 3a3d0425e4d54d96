// An account's keys, all from one master key: Ed25519 to sign, X25519 to receive sealed keys.
// Keeping the master under a password is left to envelope.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "keys/hash.h"
#include "keys/secret.h"

namespace tmis::keys {

using PublicKey = std::array<unsigned char, 32>;
using KeyId = std::array<unsigned char, 16>;

/// `alg` of a key record; another one comes beside it when SM2 and SM3 do.
inline constexpr std::string_view kKeyAlgorithm = "ed25519+x25519";
inline constexpr std::size_t kSignatureSize = 64;
inline constexpr std::size_t kMasterSize = 32;

/// The first 16 bytes of H("tmis/key/1\n" ‖ sign ‖ box).
KeyId key_id(const PublicKey& sign, const PublicKey& box);

/// crypto_kdf(key, id, context): 32 bytes that tell nothing of the key. `context` has 8 characters.
Secret derived(const Secret& key, std::uint64_t id, const char* context);

/// A new master key.
Secret new_master();

/// The pairs of a master key of 32 bytes: crypto_kdf(master, 1, "tmiskey1") is the seed of the
/// Ed25519 pair, crypto_kdf(master, 2, "tmiskey1") the seed of the X25519 pair
/// (crypto_box_seed_keypair).
class KeyPair {
 public:
  explicit KeyPair(const Secret& master);
  /// The pairs of an organisation, from its seed: X25519 as BoxPair::of_organisation has it,
  /// Ed25519 of crypto_kdf(seed, 2, "tmisorg1").
  static KeyPair of_organisation(const Secret& seed);

  const PublicKey& sign_key() const { return sign_key_; }
  const PublicKey& box_key() const { return box_key_; }
  const KeyId& id() const { return id_; }
  /// 64 bytes of Ed25519.
  std::string sign(std::string_view bytes) const;

 private:
  KeyPair(const Secret& sign_seed, const Secret& box_seed);

  PublicKey sign_key_{};
  PublicKey box_key_{};
  KeyId id_{};
  Secret sign_secret_;
};

/// Whether `signature` over `bytes` was made with the secret of `sign_key`.
bool verify(const PublicKey& sign_key, std::string_view bytes, std::string_view signature);

}  // namespace tmis::keys
