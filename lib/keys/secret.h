// Memory for what must not leak, and chance. What is derived from it is left to the other headers.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tmis {

/// Bytes in guarded memory (sodium_malloc: locked, fenced by pages, wiped when freed). It has no
/// formatter and no copy; views of it must not outlive it.
class Secret {
 public:
  Secret() = default;
  /// `size` zero bytes.
  explicit Secret(std::size_t size);
  /// A copy of `bytes`; the caller wipes or never had a copy of his own.
  explicit Secret(std::string_view bytes);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  std::string_view view() const { return {reinterpret_cast<const char*>(data_), size_}; }
  const unsigned char* data() const { return data_; }
  unsigned char* data() { return data_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  /// Keeps the first `size` bytes and wipes the rest; `size` may not be larger than now.
  void shorten(std::size_t size);

  /// Compares in the same time wherever they differ. (Different lengths show.)
  friend bool operator==(const Secret& a, const Secret& b);

 private:
  unsigned char* data_ = nullptr;
  std::size_t size_ = 0;
};

namespace keys {

using tmis::Secret;

/// Random bytes of the operating system.
void random_bytes(std::span<unsigned char> out);
std::string random_bytes(std::size_t size);
Secret random_secret(std::size_t size);
/// 16 random bytes in hex: file ids, package ids.
std::string random_id();

using Salt = std::array<unsigned char, 16>;

/// Salts and nonces for many rows: one request of 4 KiB serves 256 of them (a request a row
/// costs more than hashing the row). They are public once used; never take a key from here. No
/// memory from the heap: a thread's own has no destructor, whose entry glibc would end the program
/// over when memory is short.
class Salts {
 public:
  Salt next();
  void take(std::span<unsigned char> out);  // at most 4 KiB at once

 private:
  static constexpr std::size_t kSize = 4096;
  std::array<unsigned char, kSize> buffer_{};
  std::size_t used_ = kSize;
};

/// 16 bytes of a Salts of the calling thread.
std::string salt();

/// Hex digits without a copy in ordinary memory.
Secret secret_to_hex(const Secret& bytes);
/// Nothing when `hex` is not an even number of hex digits.
std::optional<Secret> secret_from_hex(std::string_view hex);
/// Overwrites ordinary memory in a way that the compiler keeps.
void wipe(std::string& text);

/// No core dumps from now on: they would hold what is in memory. For main, first thing.
void forbid_core_dumps();

}  // namespace keys
}  // namespace tmis
