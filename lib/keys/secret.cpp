// sodium_malloc costs some system calls: for keys and passwords, not for rows.
#include "keys/secret.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "keys/sodium.h"

namespace tmis {

Secret::Secret(std::size_t size) : size_(size) {
  if (size == 0) return;
  data_ = static_cast<unsigned char*>(sodium_malloc(size));
  if (data_ == nullptr) throw std::bad_alloc{};
  std::memset(data_, 0, size);
}

Secret::Secret(std::string_view bytes) : Secret(bytes.size()) {
  if (data_ != nullptr) std::memcpy(data_, bytes.data(), bytes.size());
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

Secret::~Secret() { sodium_free(data_); }

void Secret::shorten(std::size_t size) {
  if (size > size_) bug("secret size");
  if (size < size_) sodium_memzero(data_ + size, size_ - size);
  size_ = size;
}

bool operator==(const Secret& a, const Secret& b) {
  if (a.size_ != b.size_) return false;
  return a.size_ == 0 || sodium_memcmp(a.data_, b.data_, a.size_) == 0;
}

namespace keys {

void random_bytes(std::span<unsigned char> out) {
  constexpr std::size_t kAtOnce = 256;  // what libsodium asks the kernel for in one call
  if (out.size() <= kAtOnce) return randombytes_buf(out.data(), out.size());
  // A longer run is a stream under a key from the kernel: the calls alone cost an import more.
  std::array<unsigned char, randombytes_SEEDBYTES> seed;
  randombytes_buf(seed.data(), seed.size());
  randombytes_buf_deterministic(out.data(), out.size(), seed.data());
  sodium_memzero(seed.data(), seed.size());
}

std::string random_bytes(std::size_t size) {
  std::string out(size, '\0');
  random_bytes({reinterpret_cast<unsigned char*>(out.data()), out.size()});
  return out;
}

Secret random_secret(std::size_t size) {
  Secret secret{size};
  random_bytes({secret.data(), secret.size()});
  return secret;
}

std::string random_id() { return to_hex(random_bytes(16)); }

void Salts::take(std::span<unsigned char> out) {
  if (out.size() > kSize) bug("salt size");
  if (kSize - used_ < out.size()) {
    random_bytes(buffer_);
    used_ = 0;
  }
  std::memcpy(out.data(), buffer_.data() + used_, out.size());
  used_ += out.size();
}

Salt Salts::next() {
  Salt salt;
  take(salt);
  return salt;
}

std::string salt() {
  thread_local Salts salts;
  static_assert(std::is_trivially_destructible_v<Salts>);
  const Salt next = salts.next();
  return {reinterpret_cast<const char*>(next.data()), next.size()};
}

Secret secret_to_hex(const Secret& bytes) {
  Secret hex{bytes.size() * 2 + 1};
  sodium_bin2hex(reinterpret_cast<char*>(hex.data()), hex.size(), bytes.data(), bytes.size());
  hex.shorten(bytes.size() * 2);
  return hex;
}

std::optional<Secret> secret_from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  if (hex.empty()) return Secret{};
  Secret bytes{hex.size() / 2};
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, &size, &end) !=
          0 ||
      size != bytes.size()) {
    return std::nullopt;
  }
  return bytes;
}

void wipe(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

void forbid_core_dumps() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace keys
}  // namespace tmis
