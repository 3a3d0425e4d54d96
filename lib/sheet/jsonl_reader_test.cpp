#include "sheet/jsonl_reader.h"

#include "sheet/sheet_test.h"

namespace tmis::sheet {
namespace {

using namespace testing;
using Kind = Cell::Kind;

Rows json(const std::string& text) { return parse(text, "t.jsonl"); }
std::string code_of_lines(const std::string& text) {
  return code_of([&] { json(text); });
}

TEST_CASE("the heading holds all members in order of appearance, absent ones are empty") {
  CHECK(json("{\"a\":\"1\",\"b\":\"2\"}\n{\"c\":\"3\",\"a\":\"4\"}\n") ==
        Rows{{"a", "b", "c"}, {"1", "2", ""}, {"4", "", "3"}});
}

TEST_CASE("lines are counted as in the file, the heading is line 0") {
  const auto source = open_bytes("\n{\"a\":1}\r\n\n{\"a\":2}", {.path = "t.jsonl"});
  std::vector<std::uint64_t> numbers;
  for (Line line; source->next(line);) numbers.push_back(line.number);
  CHECK(numbers == std::vector<std::uint64_t>{0, 2, 4});
}

TEST_CASE("values keep their kind and numbers their digits") {
  const auto source = open_bytes(
      "{\"n\":12.50,\"big\":430102199001012015,\"t\":true,\"f\":false,\"z\":null,\"s\":\"x\",\"e\":"
      "\"\"}",
      {.path = "t.jsonl"});
  Line line;
  source->next(line);
  source->next(line);
  CHECK(texts(line) == Texts{"12.50", "430102199001012015", "true", "false", "", "x", ""});
  CHECK(line.cells[0].kind == Kind::number);
  CHECK(line.cells[2].kind == Kind::boolean);
  CHECK(line.cells[4].kind == Kind::empty);
  CHECK(line.cells[5].kind == Kind::text);
  CHECK(line.cells[6].kind == Kind::empty);
}

TEST_CASE("a list comes as its values joined by semicolons") {
  CHECK(json("{\"a\":[\"x\",\"y\"],\"b\":[],\"c\":[1,2]}")[1] == Texts{"x;y", "", "1;2"});
}

TEST_CASE("an empty name and a list of an empty text are empty cells") {
  const auto source = open_bytes("{\"\":1,\"a\":[\"\"]}", {.path = "t.jsonl"});
  Line line;
  source->next(line);
  CHECK(line.cells[0].kind == Kind::empty);
  source->next(line);
  CHECK(texts(line) == Texts{"1", ""});
  CHECK(line.cells[1].kind == Kind::empty);
}

TEST_CASE("escapes of strings") {
  CHECK(json("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u5b66\\uD83D\\uDE00\"}")[1] ==
        Texts{"\"\\/\b\f\n\r\t\xE5\xAD\xA6\xF0\x9F\x98\x80"});
  for (const char* bad : {"\"\\x\"", "\"\\u12\"", "\"\\uD83D\"", "\"\\uDE00\"", "\"\\u0000\"",
                          "\"\\uD83D\\u0041\"", "\"a", "\"a\tb\""}) {
    CHECK_MESSAGE(code_of_lines(std::string{"{\"a\":"} + bad + "}") == "jsonl.syntax", bad);
  }
}

TEST_CASE("what is no JSON is refused at its line and character") {
  for (const char* bad : {"01", "1.", ".5", "+1", "NaN", "Infinity", "tru", "1e", "-", "'a'", "",
                          "[1,]", "[1 2]", "[true]", "[null]"}) {
    CHECK_MESSAGE(code_of_lines(std::string{"{\"a\":"} + bad + "}") == "jsonl.syntax", bad);
  }
  for (const char* bad : {"{\"a\":1", "{\"a\":1}x", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "1",
                          "\"a\"", "{\"a\":1}{\"a\":2}", "{,}"}) {
    CHECK_MESSAGE(code_of_lines(bad) == "jsonl.syntax", bad);
  }
  const Error e = error_of([] { json("{\"a\":1}\n{\"a\":tru}\n"); });
  CHECK(e.place().row == 2);
  CHECK(value_of(e, "character") == "6");
}

TEST_CASE("nested objects and lists are refused, however deep") {
  CHECK(code_of_lines("{\"a\":{\"b\":1}}") == "jsonl.nested");
  CHECK(code_of_lines("{\"a\":[[1]]}") == "jsonl.nested");
  CHECK(code_of_lines("{\"a\":" + std::string(500000, '[') + "}") == "jsonl.nested");
}

TEST_CASE("a member that stands twice is refused and named") {
  const Error e = error_of([] { json("{\"a\":1}\n{\"b\":1,\"a\":2,\"b\":3}\n"); });
  CHECK(e.code().name == std::string{"jsonl.duplicate"});
  CHECK(value_of(e, "name") == "b");
  CHECK(e.place().row == 2);
}

TEST_CASE("one JSON array is not JSON Lines, and the error says so") {
  CHECK(code_of([] { parse("[{\"a\":1}]", "t.json"); }) == "jsonl.array");
  CHECK(code_of_lines("[{\"a\":1}]") == "jsonl.array");
}

TEST_CASE("bad UTF-8 and NUL are refused with their line and offset") {
  const Error e = error_of([] { json("{\"a\":1}\n{\"a\":\"\xFF\"}"); });
  CHECK(e.code().name == std::string{"jsonl.encoding"});
  CHECK(e.place().row == 2);
  CHECK(value_of(e, "offset") == "14");
  CHECK(code_of_lines(std::string{"{\"a\":\"\0\"}", 9}) == "jsonl.encoding");
}

TEST_CASE("a line above 1 MiB, a cell above 32,767 characters, 20,000 members: refused") {
  std::string line = "{\"a\":1";
  for (int i = 0; i < 40; ++i)
    line += ",\"m" + std::to_string(i) + "\":\"" + std::string(30000, 'x') + "\"";
  CHECK(code_of_lines(line + "}") == "sheet.row-too-long");
  const Error e = error_of([] { json("{\"b\":1,\"a\":\"" + std::string(32768, 'x') + "\"}"); });
  CHECK(e.code().name == std::string{"cell.too-long"});
  CHECK(e.place().column == 2);
  std::string wide = "{\"m\":1";
  for (int i = 0; i < 20000; ++i) wide += ",\"m" + std::to_string(i) + "\":1";
  CHECK(code_of_lines(wide + "}") == "sheet.too-wide");
}

}  // namespace
}  // namespace tmis::sheet
