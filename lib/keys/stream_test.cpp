// A stream opens whole and in order, or says that it doesn't.
#include "keys/stream.h"

#include <doctest/doctest.h>

#include <vector>

#include "base/error.h"

using namespace tmis;
using namespace tmis::keys;

namespace {

constexpr std::string_view kPurpose = "tmis/test/1\n";

struct Sealed {
  std::string header;
  std::vector<std::string> chunks;
};

Sealed sealed(const Secret& key, std::string_view plain) {
  StreamSealer sealer{key, kPurpose};
  Sealed out{sealer.header(), {}};
  while (plain.size() > kStreamChunk) {
    out.chunks.push_back(sealer.push(plain.substr(0, kStreamChunk), false));
    plain.remove_prefix(kStreamChunk);
  }
  out.chunks.push_back(sealer.push(plain, true));
  return out;
}

/// What a careful reader gets: everything, or nothing.
std::optional<std::string> opened(const Secret& key, const Sealed& stream,
                                  std::string_view purpose = kPurpose) {
  StreamOpener opener{key, stream.header, purpose};
  std::string out;
  for (const std::string& chunk : stream.chunks) {
    const auto plain = opener.pull(chunk);
    if (!plain) return std::nullopt;
    out += *plain;
  }
  if (!opener.finished()) return std::nullopt;
  return out;
}

}  // namespace

TEST_CASE("what was sealed as a stream comes back, whatever its size") {
  const Secret key = random_secret(kStreamKeySize);
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kStreamChunk - 1, kStreamChunk,
                                 kStreamChunk + 1, 3 * kStreamChunk}) {
    const std::string plain = random_bytes(size);
    const Sealed stream = sealed(key, plain);
    CHECK(stream.header.size() == kStreamHeader);
    CHECK(opened(key, stream) == plain);
  }
}

TEST_CASE("a stream cut off, reordered, repeated, lengthened or with an empty end doesn't open") {
  const Secret key = random_secret(kStreamKeySize);
  const Sealed whole = sealed(key, random_bytes(3 * kStreamChunk + 9));
  REQUIRE(whole.chunks.size() == 4);
  Sealed cut = whole;
  cut.chunks.pop_back();
  CHECK_FALSE(opened(key, cut));
  Sealed first_only = whole;
  first_only.chunks = {whole.chunks.front()};
  CHECK_FALSE(opened(key, first_only));
  Sealed swapped = whole;
  std::swap(swapped.chunks[0], swapped.chunks[1]);
  CHECK_FALSE(opened(key, swapped));
  Sealed left_out = whole;
  left_out.chunks.erase(left_out.chunks.begin() + 1);
  CHECK_FALSE(opened(key, left_out));
  Sealed repeated = whole;
  repeated.chunks.insert(repeated.chunks.begin(), whole.chunks.front());
  CHECK_FALSE(opened(key, repeated));
  Sealed after_the_end = whole;
  after_the_end.chunks.push_back(whole.chunks.back());
  CHECK_FALSE(opened(key, after_the_end));
  Sealed shorter = whole;
  shorter.chunks.back().pop_back();
  CHECK_FALSE(opened(key, shorter));
  Sealed none = whole;
  none.chunks.clear();
  CHECK_FALSE(opened(key, none));
  CHECK(opened(key, whole));
}

TEST_CASE("a flipped bit anywhere in a stream is found") {
  const Secret key = random_secret(kStreamKeySize);
  const Sealed whole = sealed(key, "工资");
  for (std::size_t bit = 0; bit < whole.header.size() * 8; ++bit) {
    Sealed flipped = whole;
    flipped.header[bit / 8] = static_cast<char>(flipped.header[bit / 8] ^ (1 << bit % 8));
    CHECK_FALSE(opened(key, flipped));
  }
  for (std::size_t bit = 0; bit < whole.chunks[0].size() * 8; ++bit) {
    Sealed flipped = whole;
    char& byte = flipped.chunks[0][bit / 8];
    byte = static_cast<char>(byte ^ (1 << bit % 8));
    CHECK_FALSE(opened(key, flipped));
  }
}

TEST_CASE("a chunk of another stream, another key or another purpose doesn't open") {
  const Secret key = random_secret(kStreamKeySize);
  const Sealed one = sealed(key, "一");
  const Sealed other = sealed(key, "二");
  CHECK_FALSE(opened(key, {one.header, other.chunks}));
  CHECK_FALSE(opened(random_secret(kStreamKeySize), one));
  CHECK_FALSE(opened(key, one, "tmis/other/1\n"));
  CHECK_FALSE(opened(key, {one.header.substr(1), one.chunks}));
}

TEST_CASE("once a chunk didn't open, none after it does") {
  const Secret key = random_secret(kStreamKeySize);
  const Sealed whole = sealed(key, random_bytes(kStreamChunk + 1));
  StreamOpener opener{key, whole.header, kPurpose};
  CHECK_FALSE(opener.pull("too short"));
  CHECK_FALSE(opener.pull(whole.chunks[0]));
  CHECK_FALSE(opener.finished());
}

TEST_CASE("a chunk that is not full has to be the last one") {
  const Secret key = random_secret(kStreamKeySize);
  StreamSealer sealer{key, kPurpose};
  CHECK_THROWS_AS(sealer.push("short", false), Error);
  CHECK_THROWS_AS(sealer.push(std::string(kStreamChunk + 1, 'x'), true), Error);
  sealer.push("the end", true);
  CHECK_THROWS_AS(sealer.push("more", true), Error);
}
