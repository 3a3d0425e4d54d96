// BLAKE2b against the vectors of RFC 7693 and of the reference implementation.
#include "keys/hash.h"

#include <doctest/doctest.h>

#include <numeric>
#include <string>

#include "base/error.h"

using namespace tmis;
using namespace tmis::keys;

namespace {
/// Bytes 0, 1, 2 … as in the reference test vectors.
std::string counting(int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out.push_back(static_cast<char>(i));
  return out;
}
}  // namespace

TEST_CASE("the hash is BLAKE2b with 32 bytes") {
  CHECK(hex(hash("abc")) == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  CHECK(hex(hash("")) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST_CASE("the keyed hash is BLAKE2b's own keying") {
  // Made with Python's hashlib.blake2b(b"abc", key=bytes(range(16)), digest_size=…).
  CHECK(hex(keyed_hash(counting(16), "abc")) ==
        "3fd8fd31501cdbe942607b204368e3dc4ebce5744de1a955a6025f5c9848bb20");
  CHECK(hex(keyed_hash128(counting(16), "abc")) == "cc611a2673ca66e9f7fc64b995c5467c");
}

TEST_CASE("a hash made in pieces is the hash of the whole") {
  const std::string text = counting(255) + counting(200);
  for (const std::size_t cut : {0UL, 1UL, 127UL, 128UL, 129UL, 255UL, 455UL}) {
    const std::string_view whole{text};
    CHECK(Hasher{}.update(whole.substr(0, cut)).update(whole.substr(cut)).finish() == hash(text));
    CHECK(Hasher{counting(64)}.update(whole.substr(0, cut)).update(whole.substr(cut)).finish() ==
          keyed_hash(counting(64), text));
  }
}

TEST_CASE("a key that is too short or too long is refused") {
  CHECK_THROWS_AS(Hasher{counting(15)}, Error);
  CHECK_THROWS_AS(keyed_hash(counting(65), "abc"), Error);
  CHECK_THROWS_AS(keyed_hash128("", "abc"), Error);
}

TEST_CASE("bytes of the wrong size are no hash") {
  CHECK_THROWS_AS(to_array<32>(counting(31)), Error);
  CHECK(bytes(to_array<16>(counting(16))) == counting(16));
}
