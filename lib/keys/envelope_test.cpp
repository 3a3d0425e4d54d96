// The envelope opens for the right password and owner only, and within the limits of cost only.
#include "keys/envelope.h"

#include <doctest/doctest.h>

#include "base/error.h"
#include "keys/seal.h"

using namespace tmis;
using namespace tmis::keys;

namespace {

struct Fixture {
  Secret master = new_master();
  EnvelopeOwner owner{to_array<16>(random_bytes(16)), 12, KeyPair{master}.id()};
  std::string blob = seal_envelope(master, Secret{"correct horse"}, owner, Cost::least());
};

std::string_view code_of(std::string_view blob, const EnvelopeOwner& owner) {
  try {
    open_envelope(blob, Secret{"correct horse"}, owner);
  } catch (const Error& e) {
    return e.code().name;
  }
  return "";
}

}  // namespace

TEST_CASE("the right password gives the master key back") {
  const Fixture f;
  CHECK(f.blob.size() == 102);
  CHECK(open_envelope(f.blob, Secret{"correct horse"}, f.owner) == f.master);
}

TEST_CASE("a wrong password gives nothing") {
  const Fixture f;
  CHECK_FALSE(open_envelope(f.blob, Secret{"correct horsE"}, f.owner).has_value());
  CHECK_FALSE(open_envelope(f.blob, Secret{}, f.owner).has_value());
}

TEST_CASE("an envelope put under another file, account or key doesn't open") {
  const Fixture f;
  EnvelopeOwner other = f.owner;
  other.account = 13;
  CHECK_FALSE(open_envelope(f.blob, Secret{"correct horse"}, other).has_value());
  other = f.owner;
  other.file[0] ^= 1;
  CHECK_FALSE(open_envelope(f.blob, Secret{"correct horse"}, other).has_value());
  other = f.owner;
  other.key[15] ^= 1;
  CHECK_FALSE(open_envelope(f.blob, Secret{"correct horse"}, other).has_value());
}

TEST_CASE("an envelope that was changed doesn't open, wherever it was changed") {
  const Fixture f;
  // Salt, nonce, sealed key, tag; passes within the limits.
  for (const std::size_t place : {14UL, 30UL, 54UL, 101UL, 2UL}) {
    std::string bent = f.blob;
    bent[place] = static_cast<char>(bent[place] ^ 1);
    CHECK_FALSE(open_envelope(bent, Secret{"correct horse"}, f.owner).has_value());
  }
}

TEST_CASE("an envelope of another form is refused as damaged") {
  const Fixture f;
  std::string other = f.blob;
  other[0] = 2;
  CHECK(code_of(other, f.owner) == "key.envelope");
  other = f.blob;
  other[1] = 3;
  CHECK(code_of(other, f.owner) == "key.envelope");
  CHECK(code_of(f.blob.substr(1), f.owner) == "key.envelope");
  CHECK(code_of("", f.owner) == "key.envelope");
}

TEST_CASE("an envelope that guesses too fast or takes the machine down is refused unopened") {
  const Fixture f;
  std::string cheap = f.blob;
  cheap[2] = 1;  // passes
  CHECK(code_of(cheap, f.owner) == "key.envelope");
  cheap = f.blob;
  cheap[8] = 0x12;  // memory: 18 MiB and something
  CHECK(code_of(cheap, f.owner) == "key.envelope");
  std::string dear = f.blob;
  dear[2] = 11;
  CHECK(code_of(dear, f.owner) == "key.envelope");
  dear = f.blob;
  dear[9] = 0x41;  // more than 1 GiB
  CHECK(code_of(dear, f.owner) == "key.envelope");
  const Secret password{"correct horse"};
  CHECK_THROWS_AS(seal_envelope(f.master, password, f.owner, {1, Cost::least().memory}), Error);
  CHECK_THROWS_AS(seal_envelope(f.master, password, f.owner, {2, Cost::least().memory - 1}), Error);
  CHECK_THROWS_AS(seal_envelope(f.master, password, f.owner, {11, Cost::least().memory}), Error);
  CHECK_THROWS_AS(seal_envelope(f.master, password, f.owner, {2, Cost::most().memory + 1}), Error);
}

TEST_CASE("two envelopes of the same key and password have nothing in common") {
  const Fixture f;
  const std::string again =
      seal_envelope(f.master, Secret{"correct horse"}, f.owner, Cost::least());
  CHECK(again.substr(14, 16) != f.blob.substr(14, 16));
  CHECK(again.substr(54) != f.blob.substr(54));
}

TEST_CASE("what was sealed opens under its key and with its additional data only") {
  const Secret key = random_secret(kSealKeySize);
  const std::string sealed = seal(key, "430102", "row 1");
  CHECK(sealed.size() == 6 + kSealOverhead);
  CHECK(unseal(key, sealed, "row 1")->view() == "430102");
  CHECK_FALSE(unseal(key, sealed, "row 2").has_value());
  CHECK_FALSE(unseal(random_secret(kSealKeySize), sealed, "row 1").has_value());
  CHECK_FALSE(unseal(key, sealed.substr(0, 39), "row 1").has_value());
  CHECK_FALSE(unseal(key, "", "row 1").has_value());
  CHECK_THROWS_AS(seal(Secret{"short"}, "x", ""), Error);
}
