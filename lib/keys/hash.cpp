// libsodium's BLAKE2b. This is on the path of every row: a state on the stack, no allocation.
#include "keys/hash.h"

#include <cstring>

#include "base/error.h"
#include "base/text.h"
#include "keys/sodium.h"

namespace tmis::keys {
namespace {

static_assert(sizeof(crypto_generichash_state) == 384);
static_assert(alignof(crypto_generichash_state) <= 64);

crypto_generichash_state* state(std::array<unsigned char, 384>& bytes) {
  return reinterpret_cast<crypto_generichash_state*>(bytes.data());
}

void check_key(std::string_view key) {
  if (key.size() < crypto_generichash_KEYBYTES_MIN ||
      key.size() > crypto_generichash_KEYBYTES_MAX) {
    bug("hash key size");
  }
}

}  // namespace

template <std::size_t N>
std::string hex(const std::array<unsigned char, N>& a) {
  return to_hex(bytes(a));
}

template <std::size_t N>
std::array<unsigned char, N> to_array(std::string_view bytes) {
  if (bytes.size() != N) bug("size of a key or hash");
  std::array<unsigned char, N> out;
  std::memcpy(out.data(), bytes.data(), N);
  return out;
}

template std::string hex(const std::array<unsigned char, 16>&);
template std::string hex(const std::array<unsigned char, 32>&);
template std::string hex(const std::array<unsigned char, 64>&);
template std::array<unsigned char, 16> to_array(std::string_view);
template std::array<unsigned char, 32> to_array(std::string_view);
template std::array<unsigned char, 64> to_array(std::string_view);

Hasher::Hasher() { crypto_generichash_init(state(state_), nullptr, 0, sizeof(Hash)); }

Hasher::Hasher(std::string_view key) {
  check_key(key);
  crypto_generichash_init(state(state_), data(key), key.size(), sizeof(Hash));
}

Hasher& Hasher::update(std::string_view bytes) {
  crypto_generichash_update(state(state_), data(bytes), bytes.size());
  return *this;
}

Hash Hasher::finish() {
  Hash out;
  crypto_generichash_final(state(state_), out.data(), out.size());
  return out;
}

Hash hash(std::string_view bytes) {
  Hash out;
  crypto_generichash(out.data(), out.size(), data(bytes), bytes.size(), nullptr, 0);
  return out;
}

Hash keyed_hash(std::string_view key, std::string_view bytes) {
  check_key(key);
  Hash out;
  crypto_generichash(out.data(), out.size(), data(bytes), bytes.size(), data(key), key.size());
  return out;
}

Hash128 keyed_hash128(std::string_view key, std::string_view bytes) {
  check_key(key);
  Hash128 out;
  crypto_generichash(out.data(), out.size(), data(bytes), bytes.size(), data(key), key.size());
  return out;
}

}  // namespace tmis::keys
