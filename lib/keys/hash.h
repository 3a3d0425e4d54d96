// BLAKE2b (RFC 7693), plain and keyed: row commitments, chains, indexes. What goes in is left to
// others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tmis::keys {

using Hash = std::array<unsigned char, 32>;
using Hash128 = std::array<unsigned char, 16>;

/// The bytes of a hash, key, salt or signature as a view.
template <std::size_t N>
std::string_view bytes(const std::array<unsigned char, N>& a) {
  return {reinterpret_cast<const char*>(a.data()), N};
}
template <std::size_t N>
std::string hex(const std::array<unsigned char, N>& a);
/// The array that `bytes` fills exactly; anything else is a bug (internal). For blobs of the file.
template <std::size_t N>
std::array<unsigned char, N> to_array(std::string_view bytes);

/// Appends an integer as it stands in hashed bytes: little-endian.
template <class Integer>
void append_integer(std::string& out, Integer value) {
  char raw[sizeof value];
  std::memcpy(raw, &value, sizeof value);
  out.append(raw, sizeof value);
}

/// BLAKE2b-256 in pieces. The state lives in the object, nothing is
/// allocated.
class Hasher {
 public:
  Hasher();
  /// Keyed: `key` has 16 to 64 bytes.
  explicit Hasher(std::string_view key);

  Hasher& update(std::string_view bytes);
  /// Once only.
  Hash finish();

 private:
  alignas(64) std::array<unsigned char, 384> state_;
};

Hash hash(std::string_view bytes);
Hash keyed_hash(std::string_view key, std::string_view bytes);
/// BLAKE2b-128 with a key: id_index and the keys of tables with a sealed field.
Hash128 keyed_hash128(std::string_view key, std::string_view bytes);

extern template std::string hex(const std::array<unsigned char, 16>&);
extern template std::string hex(const std::array<unsigned char, 32>&);
extern template std::string hex(const std::array<unsigned char, 64>&);
extern template std::array<unsigned char, 16> to_array(std::string_view);
extern template std::array<unsigned char, 32> to_array(std::string_view);
extern template std::array<unsigned char, 64> to_array(std::string_view);

}  // namespace tmis::keys
