// What a Secret promises, and salts that don't repeat.
#include "keys/secret.h"

#include <doctest/doctest.h>

#include <set>
#include <type_traits>

#include "base/error.h"

using namespace tmis;
using namespace tmis::keys;

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);

TEST_CASE("a secret is equal to one with the same bytes only") {
  const Secret a{"correct horse"};
  CHECK(a == Secret{"correct horse"});
  CHECK_FALSE(a == Secret{"correct hors"});
  CHECK_FALSE(a == Secret{"correct horsf"});
  CHECK(Secret{} == Secret{""});
}

TEST_CASE("a moved secret leaves nothing behind") {
  Secret a{"battery"};
  const Secret b{std::move(a)};
  CHECK(b.view() == "battery");
  CHECK(a.empty());  // NOLINT(bugprone-use-after-move)
  Secret c{"staple"};
  c = Secret{"other"};
  CHECK(c.view() == "other");
}

TEST_CASE("a shortened secret keeps its beginning and never grows") {
  Secret a{"password\r\n"};
  a.shorten(8);
  CHECK(a.view() == "password");
  CHECK_THROWS_AS(a.shorten(9), Error);
}

TEST_CASE("a secret in hex comes back, other text doesn't") {
  const Secret key = random_secret(32);
  const Secret digits = secret_to_hex(key);
  CHECK(digits.size() == 64);
  CHECK(secret_from_hex(digits.view()) == key);
  CHECK_FALSE(secret_from_hex("abc").has_value());
  CHECK_FALSE(secret_from_hex("abcg").has_value());
  CHECK_FALSE(secret_from_hex("ab:cd0").has_value());
  CHECK(secret_from_hex("")->empty());
}

TEST_CASE("salts never repeat, over several refills of the buffer") {
  Salts salts;
  std::set<Salt> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(salts.next());
  CHECK(seen.size() == 10'000);
  CHECK(salt().size() == 16);
  CHECK(salt() != salt());
}

TEST_CASE("a salt of odd size doesn't make two draws overlap") {
  Salts salts;
  std::set<std::string> seen;
  for (int i = 0; i < 6'000; ++i) {
    std::string nonce(24, '\0');
    salts.take({reinterpret_cast<unsigned char*>(nonce.data()), nonce.size()});
    seen.insert(nonce.substr(0, 12));
    seen.insert(nonce.substr(12));
  }
  CHECK(seen.size() == 12'000);
}

TEST_CASE("a wiped text is empty, and its bytes were overwritten") {
  std::string text(100, 'x');
  const char* first = text.data();
  wipe(text);
  CHECK(text.empty());
  CHECK(first[0] == '\0');
}

TEST_CASE("ids have 32 hex digits and differ") {
  CHECK(random_id().size() == 32);
  CHECK(random_id() != random_id());
}
