// XChaCha20-Poly1305 with a random nonce in front. What the key is and what stands in the clear
// beside it (the additional data) is left to the caller.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "keys/secret.h"

namespace tmis::keys {

inline constexpr std::size_t kSealKeySize = 32;
/// Bytes that sealing adds: nonce[24] and tag[16].
inline constexpr std::size_t kSealOverhead = 40;

/// nonce ‖ ciphertext ‖ tag. `key` has 32 bytes.
std::string seal(const Secret& key, std::string_view plain, std::string_view additional);
/// Nothing when key, text or additional data are not those of the sealing.
std::optional<Secret> unseal(const Secret& key, std::string_view sealed,
                             std::string_view additional);

}  // namespace tmis::keys
