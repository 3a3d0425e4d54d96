#include "sheet/encoding.h"

#include "sheet/sheet_test.h"

namespace tmis::sheet {
namespace {

using namespace testing;

const std::string kNameHeading = "\xE5\xA7\x93\xE5\x90\x8D";  // two Chinese characters
const Rows kRows = {{kNameHeading, "b"}, {"\xF0\xA0\xAE\xB7\xE7\x94\xB0", "2"}};
const std::string kUtf8 = kNameHeading + ",b\n\xF0\xA0\xAE\xB7\xE7\x94\xB0,2\n";

std::string converted(const std::string& text, const std::string& encoding) {
  Converter converter{"utf-8", encoding};
  std::string_view rest = text;
  std::string out;
  while (converter.convert(rest, out, 64) == Converter::State::more) {
  }
  REQUIRE(rest.empty());
  return out;
}

TEST_CASE("UTF-8 with and without a mark, GB18030 and UTF-16 give the same rows") {
  CHECK(parse(kUtf8) == kRows);
  CHECK(parse("\xEF\xBB\xBF" + kUtf8) == kRows);
  CHECK(parse(converted(kUtf8, "gb18030")) == kRows);
  CHECK(parse("\xFF\xFE" + converted(kUtf8, "utf-16le")) == kRows);
  CHECK(parse("\xFE\xFF" + converted(kUtf8, "utf-16be")) == kRows);
}

TEST_CASE("UTF-16 without a mark is found where it is obvious") {
  const std::string text = kNameHeading + ",b\n1,2000-01-01\n3,4\n";
  const Rows wanted = {{kNameHeading, "b"}, {"1", "2000-01-01"}, {"3", "4"}};
  CHECK(parse(converted(text, "utf-16le")) == wanted);
  CHECK(parse(converted(text, "utf-16be")) == wanted);
}

TEST_CASE("what was found stands in the origin") {
  const auto source = open_bytes(converted(kUtf8, "gb18030"), {.path = "t.csv"});
  CHECK(source->origin().encoding == "gb18030");
  const auto marked = open_bytes("\xEF\xBB\xBF" + kUtf8, {.path = "t.csv"});
  CHECK(marked->origin().mark);
}

TEST_CASE("a bad byte of UTF-8 is an error with line and offset, never replaced") {
  const std::string text = kUtf8 + kUtf8;
  const Error e = error_of([&] { parse(text + "x\xC3,1\n"); });
  CHECK(e.code().name == std::string{"csv.encoding"});
  CHECK(e.place().row == 5);
  CHECK(value_of(e, "offset") == std::to_string(text.size() + 1));
  CHECK(value_of(e, "byte") == "c3");
  CHECK(value_of(e, "encoding") == "utf-8");
}

TEST_CASE("where neither fits, the encoding that gets further is named") {
  const std::string text = converted(kUtf8 + kUtf8, "gb18030");
  const Error e = error_of([&] { parse(text + "x\xFF,1\n"); });
  CHECK(value_of(e, "encoding") == "gb18030");
  CHECK(value_of(e, "offset") == std::to_string(text.size() + 1));
  CHECK(e.place().row == 5);
}

TEST_CASE("a named encoding is held to") {
  CHECK(code_of([] { parse(converted(kUtf8, "gb18030"), "t.csv", "utf-8"); }) == "csv.encoding");
  CHECK(parse(converted(kUtf8, "gb18030"), "t.csv", "gbk") == kRows);
  CHECK(parse(converted(kUtf8, "utf-16be"), "t.csv", "utf-16be") == kRows);
  const Error e = error_of([] { parse("a,b\n", "t.csv", "latin1"); });
  CHECK(e.code().name == std::string{"usage.value"});
}

TEST_CASE("half a pair in UTF-16, a cut character at the end: errors") {
  CHECK(code_of([] {
          parse(
              std::string{"\xFF\xFE"
                          "a\0,\0"
                          "\x00\xD8"
                          "b\0",
                          10});
        }) == "csv.encoding");
  CHECK(code_of([] { parse("\xFF\xFE" + converted(kUtf8, "utf-16le") + "x"); }) == "csv.encoding");
  CHECK(code_of([] { parse("a,\xE5\xAD", "t.csv", "utf-8"); }) == "csv.encoding");
}

TEST_CASE("a NUL in a converted file is refused at its byte") {
  const std::string text = converted(kUtf8, "gb18030") + std::string{"x\0y\n", 4};
  const Error e = error_of([&] { parse(text); });
  CHECK(e.code().name == std::string{"csv.nul"});
  CHECK(value_of(e, "offset") == std::to_string(text.size() - 3));
}

TEST_CASE("a converted file larger than the window is read whole, errors count its lines") {
  std::string text;
  for (int i = 0; i < 300000; ++i) text += kNameHeading + std::to_string(i) + ",\"a\nb\",x\r\n";
  const std::string bytes = converted(text, "gb18030");
  REQUIRE(bytes.size() > 4000000);
  CHECK(parse(bytes) == parse(text));
  const Error e = error_of([&] { parse(bytes + "a,b,x\"\r\n"); });
  CHECK(e.place().row == 300001);
  CHECK(value_of(e, "line") == "600001");
}

TEST_CASE("characters with a zero byte of their own don't hide UTF-16") {
  // U+4E00 and U+5F00
  const std::string school = "\xE4\xB8\x80\xE5\xBC\x80";
  std::string text = kNameHeading + ",b\n";
  for (int i = 0; i < 20; ++i) text += school + "," + school + "\n";
  for (const char* encoding : {"utf-16le", "utf-16be"})
    CHECK(parse(converted(text, encoding)).at(20) == Texts{school, school});
}

}  // namespace
}  // namespace tmis::sheet
