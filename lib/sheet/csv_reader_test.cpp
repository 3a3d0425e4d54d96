#include "sheet/csv_reader.h"

#include "base/text.h"
#include "sheet/sheet_test.h"

namespace tmis::sheet {
namespace {

using namespace testing;

TEST_CASE("commas, semicolons and tabs are told apart by the first records") {
  CHECK(parse("a,b\n1,2\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(parse("a;b\n1,5;2\n") == Rows{{"a", "b"}, {"1,5", "2"}});
  CHECK(parse("a\tb\n1,2\t3;4\n") == Rows{{"a", "b"}, {"1,2", "3;4"}});
  CHECK(parse("a,b\n\"x;y;z\",2\n\"x;y;z\",3\n\"x;y\",4") ==
        Rows{{"a", "b"}, {"x;y;z", "2"}, {"x;y;z", "3"}, {"x;y", "4"}});
  CHECK(parse("\xE6\xA0\x87\xE9\xA2\x98\na;b;c\n1;2;3\n") ==
        Rows{{"\xE6\xA0\x87\xE9\xA2\x98"}, {"a", "b", "c"}, {"1", "2", "3"}});
}

TEST_CASE("a file of one column has no delimiter and is read") {
  CHECK(parse("name\nA\nB\n") == Rows{{"name"}, {"A"}, {"B"}});
}

TEST_CASE("LF, CRLF and CR end a record, also mixed, also not at the end of the file") {
  CHECK(parse("a,b\r\n1,2\r\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(parse("a,b\r1,2\r") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(parse("a,b\r\n1,2\n3,4\r5,6") == Rows{{"a", "b"}, {"1", "2"}, {"3", "4"}, {"5", "6"}});
}

TEST_CASE("quoted cells keep delimiters, quotes, line ends and spaces") {
  CHECK(parse("a,b\n\"x,\"\"y\"\"\n\", z \n") == Rows{{"a", "b"}, {"x,\"y\"\n", " z "}});
  CHECK(parse("a,b\n\"\",\"\"\"\"\n") == Rows{{"a", "b"}, {"", "\""}});
}

TEST_CASE("an empty last cell is a cell") {
  CHECK(parse("a,b,c\n1,2,\n,,\n") == Rows{{"a", "b", "c"}, {"1", "2", ""}, {"", "", ""}});
}

TEST_CASE("rows are counted as records: quoted line ends don't count, empty lines do") {
  const auto source = open_bytes("a,b\n\"1\n2\n3\",x\n\n5,6\n", {.path = "t.csv"});
  std::vector<std::uint64_t> numbers;
  for (Line line; source->next(line);) numbers.push_back(line.number);
  CHECK(numbers == std::vector<std::uint64_t>{1, 2, 4});
}

TEST_CASE("a stray quote is an error at its row and column") {
  const Error e = error_of([] { parse("a,b\n1,x\"y\n"); });
  CHECK(e.code().name == std::string{"csv.quote"});
  CHECK(e.code().exit == Exit::rejected);
  CHECK(e.place().row == 2);
  CHECK(e.place().column == 2);
  CHECK(e.place().file == "t.csv");
}

TEST_CASE("text after a closing quote is an error at its place") {
  const Error e = error_of([] { parse("a,b\n\"p\nq\",1\n\"x\"y,2\n"); });
  CHECK(e.code().name == std::string{"csv.quote"});
  CHECK(e.place().row == 3);
  CHECK(e.place().column == 1);
  CHECK(value_of(e, "line") == "4");
}

TEST_CASE("a quote never closed names where it began") {
  const Error e = error_of([] { parse("a,b\n1,\"x\n2,3\n4,5\n"); });
  CHECK(e.code().name == std::string{"csv.unterminated"});
  CHECK(e.place().row == 2);
  CHECK(e.place().column == 2);
  CHECK(value_of(e, "line") == "2");
}

TEST_CASE("a NUL byte is refused with its line and offset") {
  const Error e = error_of([] { parse(std::string{"a,b\n1,\0\n", 8}); });
  CHECK(e.code().name == std::string{"csv.nul"});
  CHECK(e.place().row == 2);
  CHECK(value_of(e, "offset") == "6");
}

TEST_CASE("a cell of 32,767 characters is read, one more is refused at its place") {
  std::string text;
  for (int i = 0; i < 32767; ++i) text += "\xE5\xAD\xA6";
  CHECK(parse("a,b\n1," + text + "\n")[1][1] == text);
  const Error e = error_of([&] { parse("a,b\n1," + text + "x\n"); });
  CHECK(e.code().name == std::string{"cell.too-long"});
  CHECK(e.place().row == 2);
  CHECK(e.place().column == 2);
}

TEST_CASE("a cell of 5 MB is refused, quoted or not") {
  const std::string big(5000000, 'x');
  CHECK(code_of([&] { parse("a,b\n1," + big + "\n"); }) == "cell.too-long");
  CHECK(code_of([&] { parse("a,b\n1,\"" + big + "\"\n"); }) == "cell.too-long");
}

TEST_CASE("a record of more than 1 MiB is refused, however many cells it has") {
  std::string row;
  while (row.size() < (1u << 20)) row += std::string(300, 'x') + ",";
  const Error e = error_of([&] { parse("a,b\n" + row + "\n"); });
  CHECK(e.code().name == std::string{"sheet.row-too-long"});
  CHECK(e.place().row == 2);
}

TEST_CASE("20,000 columns are refused, 16,384 are read") {
  CHECK(parse(std::string(16383, ',') + "\n")[0].size() == 16384);
  CHECK(code_of([] { parse(std::string(19999, ',') + "\n"); }) == "sheet.too-wide");
}

TEST_CASE("reading many rows with huge cells doesn't keep their memory") {
  std::string text = "a,b,c,d\n";
  for (int column = 0; column < 4; ++column) {
    text += std::string(static_cast<std::size_t>(column), ',') + std::string(30000, 'x') +
            std::string(static_cast<std::size_t>(3 - column), ',') + "\n";
  }
  const auto source = open_bytes(text + "1,2,3,4\n", {.path = "t.csv"});
  Line line;
  while (source->next(line)) {
  }
  for (const Cell& cell : line.cells) CHECK(cell.text.capacity() < 10000);
}

TEST_CASE("one apostrophe before a sign of a formula is taken away, and only there") {
  CHECK(parse("a,b\n'=1+1,'+86\n'-1,'@x\n") == Rows{{"a", "b"}, {"=1+1", "+86"}, {"-1", "@x"}});
  CHECK(parse("a,b\n'\xEF\xBC\x9D"
              "1,\"'\t1\"\n") == Rows{{"a", "b"},
                                      {"\xEF\xBC\x9D"
                                       "1",
                                       "\t1"}});
  CHECK(parse("a,b\n'abc,'\n") == Rows{{"a", "b"}, {"'abc", "'"}});
  CHECK(parse("a,b\n''=1,=1\n") == Rows{{"a", "b"}, {"'=1", "=1"}});
}

TEST_CASE("the origin tells how to write the file back") {
  const auto source = open_bytes("a;b\r\n1;2\r\n", {.path = "/x/t.csv"});
  CHECK(source->origin().delimiter == ';');
  CHECK(source->origin().line_end == "\r\n");
  CHECK(source->origin().encoding == "utf-8");
  CHECK_FALSE(source->origin().mark);
  CHECK(source->origin().name == "t.csv");
  CHECK(source->bytes() == "a;b\r\n1;2\r\n");
}

TEST_CASE("progress goes from nothing to all") {
  const auto source = open_bytes("a,b\n1,2\n", {.path = "t.csv"});
  CHECK(source->progress() == doctest::Approx(0));
  rows(*source);
  CHECK(source->progress() == doctest::Approx(1));
}

TEST_CASE("all bytes can be had piece by piece, from a mapped file too") {
  Folder folder;
  std::string text = "a,b\n";
  while (text.size() < 9000000) text += "some text,more text\n";
  const auto source = open({.path = folder.put("t.csv", text)});
  std::string pieces;
  source->for_each_piece([&](std::string_view piece) { pieces += piece; });
  CHECK(pieces == text);
  CHECK(rows(*source).size() == 1 + (text.size() - 4) / 20);
}

}  // namespace
}  // namespace tmis::sheet
