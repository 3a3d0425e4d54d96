// Keys come out of the master alone, signatures bind bytes and key.
#include "keys/key_pair.h"

#include <doctest/doctest.h>

#include "base/error.h"

using namespace tmis;
using namespace tmis::keys;

TEST_CASE("the same master gives the same keys, on every machine") {
  std::string fixed;
  for (int i = 0; i < 32; ++i) fixed.push_back(static_cast<char>(i));
  const KeyPair pair{Secret{fixed}};
  // Computed apart from this code: Python's BLAKE2b with salt and person, OpenSSL's public keys.
  CHECK(hex(pair.sign_key()) == "ec33a43a029003ccab1b7a762412e8693519edec800817db2a0407bd84f8ca1c");
  CHECK(hex(pair.box_key()) == "f8d0c46bb42b1b06d4ac05936544fb1aa93327fba6cd199a5a1f8bbe3074b84a");
  CHECK(hex(pair.id()) == "558154db1aa41499ec452da15958d61c");
  CHECK(pair.id() == key_id(pair.sign_key(), pair.box_key()));
}

TEST_CASE("two new masters have different keys") {
  CHECK(KeyPair{new_master()}.id() != KeyPair{new_master()}.id());
}

TEST_CASE("a signature holds for these bytes and this key only") {
  const KeyPair pair{new_master()};
  const KeyPair other{new_master()};
  const std::string signature = pair.sign("audited by me");
  CHECK(signature.size() == kSignatureSize);
  CHECK(verify(pair.sign_key(), "audited by me", signature));
  CHECK_FALSE(verify(pair.sign_key(), "audited by mE", signature));
  CHECK_FALSE(verify(other.sign_key(), "audited by me", signature));
  CHECK_FALSE(verify(pair.sign_key(), "audited by me", signature.substr(1)));
  CHECK_FALSE(verify(pair.sign_key(), "audited by me", ""));
  for (std::size_t i = 0; i < signature.size(); i += 9) {
    std::string bent = signature;
    bent[i] = static_cast<char>(bent[i] ^ 4);
    CHECK_FALSE(verify(pair.sign_key(), "audited by me", bent));
  }
}

TEST_CASE("a master of another size is refused") {
  CHECK_THROWS_AS(KeyPair{Secret{"short"}}, Error);
}
