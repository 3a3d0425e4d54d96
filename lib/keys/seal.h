// XChaCha20-Poly1305 with a random nonce in front. What the key is and what stands in the clear
// beside it (the additional data) is left to the caller.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "keys/secret.h"

namespace tmis::keys {

inline constexpr std::size_t kSealKeySize = 32;
inline constexpr std::size_t kNonceSize = 24;
/// Bytes that sealing adds: nonce[24] and tag[16].
inline constexpr std::size_t kSealOverhead = 40;

/// nonce ‖ ciphertext ‖ tag. `key` has 32 bytes.
std::string seal(const Secret& key, std::string_view plain, std::string_view additional);
/// Nothing when key, text or additional data are not those of the sealing.
std::optional<Secret> unseal(const Secret& key, std::string_view sealed,
                             std::string_view additional);

/// A key of `size` bytes straight into guarded memory that is there already; false as unseal, or
/// when it has another size.
bool unseal_key(const Secret& key, std::string_view sealed, std::string_view additional,
                unsigned char* out, std::size_t size);

/// The same for many rows: appends to `out`, which is reused. `key` has 32 bytes, `nonce` 24 that
/// were never used with it.
void append_sealed(std::string_view key, std::string_view nonce, std::string_view plain,
                   std::string_view additional, std::string& out);
/// Replaces `out` by the text; false as unseal.
bool unseal_into(std::string_view key, std::string_view sealed, std::string_view additional,
                 std::string& out);

}  // namespace tmis::keys
