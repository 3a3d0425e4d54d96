#include "base/text.h"

#include <doctest/doctest.h>

using namespace tmis;

TEST_CASE("the first byte that is no UTF-8 is found, wherever it stands") {
  CHECK_FALSE(bad_utf8("档案 dossier 𠅤"));
  CHECK(bad_utf8("abc\xFF"
                 "def") == 3);
  CHECK(bad_utf8("12345678\xC0\x80") == 8);  // overlong
  CHECK(bad_utf8("\xED\xA0\x80") == 0);      // surrogate
  CHECK(bad_utf8("\xF4\x90\x80\x80") == 0);  // above U+10FFFF
  CHECK(bad_utf8("学\xE4\xB8") == 3);        // cut off
}

TEST_CASE("a wide character counts two columns, a combining one none") {
  CHECK(width("abc") == 3);
  CHECK(width("档案") == 4);
  CHECK(width("e\u0301") == 1);
  CHECK(padded("档", 4) == "档  ");
  CHECK(shortened("青澜市第一中学", 7) == "青澜市…");
}

TEST_CASE("nothing that moves the cursor or turns the text reaches a terminal") {
  CHECK(shown("a\x1b[2Jb") == "a\\u{1b}[2Jb");
  CHECK(shown("王\u202E强") == "王\\u{202e}强");
  CHECK(shown("x\xFFy") == "x\\x{ff}y");
  CHECK(shown("平常的字") == "平常的字");
}

TEST_CASE("full-width forms become half-width, Chinese stays") {
  std::string s = "２０１６－０９　（中）Ａ～";
  to_half_width(s);
  CHECK(s == "2016-09 (中)A~");
}

TEST_CASE("decomposed letters are composed, and what is composed stays the same") {
  std::string s = "e\u0301";
  to_nfc(s);
  CHECK(s == "\u00E9");
  std::string kana = "\u304B\u3099";
  to_nfc(kana);
  CHECK(kana == "\u304C");
  std::string chinese = "扎西·次仁,“一”";
  to_nfc(chinese);
  CHECK(chinese == "扎西·次仁,“一”");
}

TEST_CASE("white space of every width is trimmed") {
  CHECK(trimmed("\u3000 姓名 \t\u00A0") == "姓名");
  CHECK(trimmed("\u3000").empty());
}

TEST_CASE("a slip of the finger finds the word that was meant, another word finds nothing") {
  CHECK(nearest("improt", {"export", "import", "show"}) == "import");
  CHECK(nearest("lsit", {"list", "export", "submit"}) == "list");
  CHECK_FALSE(nearest("xyz", {"export", "import"}));
}

TEST_CASE("hex goes both ways and refuses what is none") {
  CHECK(to_hex(std::string_view{"\x00\xAB", 2}) == "00ab");
  CHECK(from_hex("00AB") == std::string("\x00\xAB", 2));
  CHECK_FALSE(from_hex("0g"));
  CHECK_FALSE(from_hex("abc"));
}

TEST_CASE("columns are called as spreadsheets call them") {
  CHECK(column_letters(0).empty());
  CHECK(column_letters(1) == "A");
  CHECK(column_letters(26) == "Z");
  CHECK(column_letters(27) == "AA");
  CHECK(column_letters(16384) == "XFD");
}
