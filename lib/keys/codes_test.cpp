// Codes for paper and telephone: initial passwords, teacher numbers, recovery codes.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "base/error.h"
#include "keys/crockford.h"
#include "keys/initial_password.h"
#include "keys/recovery_code.h"
#include "keys/teacher_number.h"

using namespace tmis;
using namespace tmis::keys;

TEST_CASE("base32 comes back as the bytes it was made from") {
  for (std::size_t size = 0; size < 24; ++size) {
    const std::string bytes = random_bytes(size);
    CHECK(from_crockford(crockford(bytes), size) == bytes);
  }
  CHECK(crockford(std::string(5, '\xFF')) == "ZZZZZZZZ");
  CHECK(crockford(std::string{"\x00\x44\x32\x14\xC7", 5}) == "01234567");
}

TEST_CASE("base32 is read as people write it, and not with other symbols or lengths") {
  CHECK(from_crockford("oI2-3 4567", 5) == std::string{"\x00\x44\x32\x14\xC7", 5});
  CHECK_FALSE(from_crockford("0123456U", 5).has_value());
  CHECK_FALSE(from_crockford("0123456", 5).has_value());
  CHECK_FALSE(from_crockford("012345678", 5).has_value());
  CHECK_FALSE(from_crockford("ZZ", 1).has_value());  // bits beyond the byte
  CHECK(from_crockford("ZW", 1) == "\xFF");
}

TEST_CASE("an initial password has four groups of four symbols that can't be mistaken") {
  std::set<std::string> seen;
  for (int i = 0; i < 500; ++i) {
    const std::string password = new_initial_password();
    REQUIRE(password.size() == 19);
    for (std::size_t at = 0; at < password.size(); ++at) {
      const bool symbol = std::string_view{"0123456789abcdefghjkmnpqrstvwxyz"}.find(password[at]) !=
                          std::string_view::npos;
      CHECK((at % 5 == 4 ? password[at] == '-' : symbol));
    }
    seen.insert(password);
  }
  CHECK(seen.size() == 500);
}

TEST_CASE(
    "an initial password typed with capitals, O for 0, I and L for 1, without dashes is right") {
  const Salt salt{1, 2, 3};
  const std::string check = initial_check("k011-0abc-1234-xyz9", "T123", salt);
  CHECK(check.size() == 48);
  for (const char* typed : {"k011-0abc-1234-xyz9", "KOILOABC1234XYZ9", "k011 0abc 1234 xyz9"}) {
    CHECK(is_initial(check, "T123", Secret{typed}));
  }
}

TEST_CASE("another initial password, login or check is wrong") {
  const Salt salt{1, 2, 3};
  const std::string check = initial_check("k011-0abc-1234-xyz9", "T123", salt);
  CHECK_FALSE(is_initial(check, "T123", Secret{"k011-0abc-1234-xyz8"}));
  CHECK_FALSE(is_initial(check, "T124", Secret{"k011-0abc-1234-xyz9"}));
  CHECK_FALSE(is_initial(check, "T123", Secret{"k011-0abc-1234-xyz"}));
  CHECK_FALSE(is_initial(check, "T123", Secret{"k011-0abc-1234-xyz99"}));
  CHECK_FALSE(is_initial(check, "T123", Secret{"a password of my own"}));
  CHECK_FALSE(is_initial(check, "T123", Secret{}));
  CHECK_FALSE(is_initial(check.substr(1), "T123", Secret{"k011-0abc-1234-xyz9"}));
  CHECK_FALSE(is_initial("", "T123", Secret{"k011-0abc-1234-xyz9"}));
  CHECK(initial_check("k011-0abc-1234-xyz9", "T123", {9}) != check);
  CHECK_THROWS_AS(initial_check("not one", "T123", salt), Error);
}

TEST_CASE("a teacher number is T, eleven symbols and a check symbol, and is valid") {
  Salts salts;
  std::set<std::string> seen;
  for (int i = 0; i < 2'000; ++i) {
    const std::string number = new_teacher_number(salts);
    REQUIRE(number.size() == 13);
    CHECK(number[0] == 'T');
    CHECK(valid(number));
    CHECK(teacher_number(number) == number);
    seen.insert(number);
  }
  CHECK(seen.size() == 2'000);
}

TEST_CASE("every single wrong symbol of a teacher number is found") {
  Salts salts;
  for (int i = 0; i < 20; ++i) {
    const std::string number = new_teacher_number(salts);
    for (std::size_t at = 1; at < number.size(); ++at) {
      for (unsigned value = 0; value < 32; ++value) {
        std::string wrong = number;
        wrong[at] = crockford_symbol(value);
        CHECK(valid(wrong) == (wrong == number));
      }
    }
  }
}

TEST_CASE("every exchange of two symbols of a teacher number is found") {
  Salts salts;
  for (int i = 0; i < 20; ++i) {
    const std::string number = new_teacher_number(salts);
    for (std::size_t a = 1; a < number.size(); ++a) {
      for (std::size_t b = a + 1; b < number.size(); ++b) {
        std::string wrong = number;
        std::swap(wrong[a], wrong[b]);
        CHECK(valid(wrong) == (wrong == number));
      }
    }
  }
}

TEST_CASE("a teacher number is read in any case, but kept in one form") {
  CHECK(teacher_number("t00000000000o") == "T000000000000");
  CHECK_FALSE(valid("t000000000000"));
  CHECK_FALSE(valid("T00000000000O"));
  CHECK_FALSE(teacher_number("").has_value());
  CHECK_FALSE(teacher_number("T").has_value());
  CHECK_FALSE(teacher_number("0000000000000").has_value());
  CHECK_FALSE(teacher_number("T00000000000").has_value());
  CHECK_FALSE(teacher_number("T0000000000000").has_value());
  CHECK_FALSE(teacher_number("T00000000-000").has_value());
  CHECK_FALSE(teacher_number("T00000000000U").has_value());
}

TEST_CASE("the recovery code gives the same key each time it is typed, another one doesn't") {
  const std::string code = new_recovery_code();
  CHECK(code.size() == 39);
  const auto master = recovery_master(code);
  REQUIRE(master.has_value());
  CHECK(master->size() == 32);
  std::string typed;
  for (const char c : code) {
    if (c != '-') typed.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  CHECK(recovery_master(typed) == master);
  CHECK_FALSE(recovery_master(new_recovery_code()) == master);
  CHECK_FALSE(recovery_master(code.substr(1)).has_value());
  CHECK_FALSE(recovery_master("").has_value());
}
