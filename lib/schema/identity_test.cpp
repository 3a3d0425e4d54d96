#include "schema/normalise.h"
#include "schema/testing.h"

namespace tmis::schema {
namespace {

using testing::cell;

/// The number, or the code of the fault.
std::string identity_of(std::string_view text, Cell::Kind kind = Cell::Kind::text,
                        bool check = true) {
  std::string out;
  const Fault f = normalise_identity(cell(text, kind), out, check);
  return f ? f.code->name : out;
}

TEST_CASE("the check digit of GB 11643 is right for the standard's own examples") {
  CHECK(check_digit("11010519491231002") == 'X');
  CHECK(check_digit("44052418800101001") == '4');
  CHECK(is_identity_18("11010519491231002X"));
  CHECK(is_identity_18("440524188001010014"));
  CHECK_FALSE(is_identity_18("11010519491231002x"));
  CHECK_FALSE(is_identity_18("110105194912310021"));
  CHECK_FALSE(is_identity_18("1101051949123100 X"));
  CHECK_FALSE(is_identity_18(""));
}

TEST_CASE("each wrong digit of a number is found by its check digit") {
  const std::string good = "11010519491231002X";
  for (std::size_t i = 0; i < 17; ++i) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string bad = good;
      bad[i] = c;
      CHECK(is_identity_18(bad) == (c == good[i]));
    }
  }
}

TEST_CASE("a number is read whatever the office has put around and into it") {
  for (const char* s :
       {"11010519491231002X", "11010519491231002x", " 11010519491231002X ", "　11010519491231002X",
        "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ", "'11010519491231002X",
        "11010519491231002X\n", "＇11010519491231002X"}) {
    CHECK_MESSAGE(identity_of(s) == "11010519491231002X", s);
  }
}

TEST_CASE("passports and permits are taken as they are, in capitals") {
  CHECK(identity_of("e12345678") == "E12345678");
  CHECK(identity_of("H1234567890") == "H1234567890");  // Hong Kong and Macao
  CHECK(identity_of("12345678") == "12345678");        // Taiwan
  CHECK(identity_of("A123456(7)") == "A123456(7)");
  CHECK(identity_of("Ａ１２３４５６（７）") == "A123456(7)");
  CHECK(identity_of("12345678", Cell::Kind::number) == "12345678");
  CHECK(identity_of("") == "");
  CHECK(identity_of("   ") == "");
}

TEST_CASE("a wrong check digit is refused, unless it is left to the rules of the row") {
  CHECK(identity_of("110105194912310021") == "value.identity-checksum");
  CHECK(identity_of("110105194912310021", Cell::Kind::text, false) == "110105194912310021");
}

TEST_CASE("a number of 15 digits is refused with the one of 18 it must be") {
  std::string out;
  const Fault f = normalise_identity(cell("110105491231002"), out, true);
  REQUIRE(f);
  CHECK(f.code == &codes::value_identity_15);
  CHECK(*testing::argument(f.args, "longer") == "11010519491231002X");
  CHECK(from_15_digits("110105491231002") == "11010519491231002X");
  CHECK(identity_of("110105491331002") == "value.identity-15-wrong");  // month 13
  CHECK_FALSE(from_15_digits("11010549123100"));
  CHECK_FALSE(from_15_digits("11010549123100X"));
}

TEST_CASE("a number that a spreadsheet has spoilt is refused, however it came out") {
  for (const char* s : {"4.30102E+17", "4.30102e+17", "4.30102199001011E+17", "4E+17", "４.３E+17"})
    CHECK_MESSAGE(identity_of(s) == "value.identity-spoilt", s);
  CHECK(identity_of("4.30102199001011E+17", Cell::Kind::number) == "value.identity-spoilt");
  CHECK(identity_of("43010219900101", Cell::Kind::number) ==
        "43010219900101");                                        // 14 digits are exact
  CHECK(spoilt_number("4.30102199001012E+17") == "4.30102E+17");  // no more than the clerk sees
  CHECK_FALSE(spoilt_number("1E+5"));
  CHECK_FALSE(spoilt_number("E+17"));
  CHECK_FALSE(spoilt_number("4.3E17"));
  CHECK_FALSE(spoilt_number("4.3E+9999999999"));
  CHECK_FALSE(spoilt_number("1.2.E+"));
  CHECK_FALSE(spoilt_number(""));
}

TEST_CASE("what can be no number of any document is refused") {
  CHECK(identity_of("不详") == "value.identity");
  CHECK(identity_of("123456789012345678901") == "value.identity");
  CHECK(identity_of("E1234\x01") == "value.identity");
  CHECK(identity_of("E1234\x7F") == "value.identity");
}

TEST_CASE("a number is masked but for its first six and last four characters") {
  CHECK(masked_identity("43010219900101201X") == "430102********201X");
  CHECK(masked_identity("12345678901") == "123456*8901");
  CHECK(masked_identity("E12345678") == "***");
  CHECK(masked_identity("身份证号码一二三四五") == "***");
  CHECK(masked_identity("") == "");
  CHECK(with_masked_identities("photo/43010219900101018X.jpg") == "photo/430102********018X.jpg");
  CHECK(with_masked_identities("430102199001012011;43010219900101018x430102199001012011") ==
        "430102********2011;430102********018x430102********2011");
  CHECK(with_masked_identities("430102199001012012, 1430102199001012011") ==
        "430102199001012012, 1430102199001012011");
  CHECK(with_masked_identities("430102199001012011x") == "430102********2011x");
  CHECK(with_masked_identities("") == "");
}

TEST_CASE("a number of JSON is taken where it can't have come through a double, else refused") {
  int taken = 0, refused = 0;
  for (int k = 100; k < 1000; ++k) {
    std::string number = "43010219800101" + std::to_string(k);
    number.push_back(check_digit(number));
    if (number.ends_with('X')) continue;
    const std::string got = identity_of(number, Cell::Kind::number);
    // Python writes all digits of a double.
    const auto doubled = static_cast<std::int64_t>(std::stod(number));
    if (std::to_string(doubled) == number) CHECK(got == "value.identity-json");
    CHECK((got == number || got == "value.identity-json"));
    ++(got == number ? taken : refused);
  }
  CHECK(taken > 10 * refused);
  CHECK(identity_of("430102199001011000", Cell::Kind::number) ==
        "value.identity-json");  // JavaScript
  CHECK(identity_of("43010219800101001", Cell::Kind::number) == "value.identity-json");
}

TEST_CASE("unseen characters don't spoil a number, and a formula is told as one") {
  CHECK(identity_of("\u202D11010519491231002X\u202C") == "11010519491231002X");
  CHECK(identity_of("110105\u200B19491231002X\uFEFF") == "11010519491231002X");
  CHECK(identity_of("\u200B") == "");
  CHECK(identity_of("#N/A", Cell::Kind::error) == "value.formula-error");
  CHECK(identity_of("=A1", Cell::Kind::error) == "value.formula-pending");
}

TEST_CASE("what is no number is masked as a whole") {
  CHECK(masked_identity("4.30102199001012E+17") == "***");
  CHECK(masked_identity("430102 19900101 2015") == "***");
}

}  // namespace
}  // namespace tmis::schema
