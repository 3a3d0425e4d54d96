#include "sheet/table.h"

#include <sys/resource.h>

#include <csignal>
#include <random>
#include <sstream>

#include "sheet/csv_text.h"
#include "sheet/formula_guard.h"
#include "sheet/sheet_test.h"
#include "sheet/xlsx_file.h"

namespace tmis::sheet {
namespace {

using namespace testing;
using Kind = Cell::Kind;

TableHead two_columns() {
  TableHead head{"T", {}};
  for (const char* id : {"a", "b"}) {
    Column column;
    column.id = id;
    column.title = id;
    head.columns.push_back(column);
  }
  return head;
}

std::string text_of(Format format, const std::vector<std::vector<CellOut>>& rows,
                    const WriteOptions& options = {}) {
  std::ostringstream out;
  const auto writer = create(out, format, options);
  writer->begin_table(two_columns());
  for (const auto& row : rows) writer->row(row);
  writer->finish();
  return out.str();
}

/// What a clerk, a program or an attacker may have put into a cell.
const std::vector<std::string> kNasty = {"=cmd|'/c calc'!A0",
                                         "+1",
                                         "-1",
                                         "@x",
                                         "\tx",
                                         "\rx",
                                         "\nx",
                                         "'=1",
                                         "''=1",
                                         "'",
                                         "''",
                                         "'x",
                                         "\xEF\xBC\x9D"
                                         "1",
                                         "\xEF\xBC\xA0x",
                                         "\"",
                                         "\"x\"",
                                         "x\"y",
                                         " x ",
                                         "\xE3\x80\x80x",
                                         "a,b;c\td",
                                         "a\nb",
                                         "a\r\nb",
                                         "a\rb",
                                         "_x000D_",
                                         "_x005F_",
                                         "_x005F_x000D_",
                                         "_x",
                                         "430102199001012015",
                                         "007",
                                         "1e5",
                                         "true",
                                         "TRUE",
                                         "#N/A",
                                         "2016-09-01",
                                         "<b>&amp;</b>",
                                         "]]>",
                                         "\\n",
                                         "\\u0041",
                                         "{\"a\":1}",
                                         "\xF0\xA0\xAE\xB7",
                                         "\xE5\xAD\xA6 \xE6\xA0\xA1",
                                         "e\xCC\x81",
                                         "\xEF\xBF\xBF",
                                         "\xEF\xBF\xBE",
                                         "0",
                                         "http://example.org/?a=1&b=2",
                                         "mailto:x@y",
                                         "\x7F",
                                         "\x01",
                                         "\xE2\x80\xAE",
                                         "1,000",
                                         "{=1}"};

void check_round_trip(const std::string& ending, const std::vector<std::string>& texts_out) {
  Folder folder;
  const std::string path = folder.file("t." + ending);
  const auto writer = create(path);
  writer->begin_table(two_columns());
  for (const std::string& text : texts_out) writer->row({{text}, {"x"}});
  writer->finish();
  const Rows back = rows_of(path);
  REQUIRE(back.size() == texts_out.size() + 1);
  for (std::size_t i = 0; i < texts_out.size(); ++i) {
    const Texts wanted{texts_out[i], "x"};
    CHECK_MESSAGE(back[i + 1] == wanted, ending, " ", i);
  }
}

TEST_CASE("every text comes back as it went out, in CSV, XLSX and JSON Lines") {
  for (const char* ending : {"csv", "xlsx", "jsonl"}) check_round_trip(ending, kNasty);
}

TEST_CASE("random texts of awkward pieces come back as they went out") {
  std::mt19937 random{1};
  std::vector<std::string> made;
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (unsigned n = random() % 4 + 1; n > 0; --n) text += kNasty[random() % kNasty.size()];
    made.push_back(text);
  }
  for (const char* ending : {"csv", "xlsx", "jsonl"}) check_round_trip(ending, made);
}

TEST_CASE("CSV guards text against being run as a formula, but not numbers") {
  CHECK(text_of(Format::csv, {{{"=1"}, {"-5", Kind::number}}}) == "a,b\n'=1,-5\n");
  CHECK(text_of(Format::csv, {{{"-5"}, {"'=1"}}}) == "a,b\n'-5,''=1\n");
  CHECK(text_of(Format::csv, {{{"\n"}, {"'x"}}}) == "a,b\n\"'\n\",'x\n");
}

TEST_CASE("CSV has no byte order mark unless asked for") {
  CHECK(text_of(Format::csv, {}, {.byte_order_mark = true}) ==
        "\xEF\xBB\xBF"
        "a,b\n");
  CHECK(text_of(Format::csv, {}) == "a,b\n");
}

TEST_CASE("rows shorter than the heading are filled up") {
  CHECK(text_of(Format::csv, {{{"1"}}}) == "a,b\n1,\n");
  CHECK(text_of(Format::jsonl, {{{"1"}}}) == "{\"a\":\"1\",\"b\":null}\n");
}

TEST_CASE("TSV is plain: controls and line ends are shown, nothing is quoted") {
  CHECK(text_of(Format::tsv, {{{"x\ty\nz"}, {"\"q\" \x1B[31m"}}}) ==
        "a\tb\nx\\u{9}y\\u{a}z\t\"q\" \\u{1b}[31m\n");
}

TEST_CASE("JSON has numbers, booleans and lists where they are") {
  TableHead head = two_columns();
  head.columns[1].several = true;
  std::ostringstream out;
  const auto writer = create(out, Format::json);
  writer->begin_table(head);
  writer->row({{"12.50", Kind::number}, {"x;y"}});
  writer->row({{"1", Kind::boolean}, {""}});
  writer->row({{"007", Kind::number}, {"x"}});
  writer->finish();
  CHECK(out.str() ==
        "[\n{\"a\":12.50,\"b\":[\"x\",\"y\"]},\n{\"a\":true,\"b\":null},\n{\"a\":\"007\",\"b\":["
        "\"x\"]}\n]\n");
}

TEST_CASE("a JSON file without rows is an empty array") {
  CHECK(text_of(Format::json, {}) == "[\n]\n");
}

TEST_CASE("HTML is one page in which nothing runs") {
  const std::string page =
      text_of(Format::html, {{{"<script>&\"", Kind::text, true, "why\"<"}, {"5", Kind::number}}},
              {.title = "T<1>", .language = "zh"});
  CHECK(page.find("&lt;script&gt;&amp;&quot;") != std::string::npos);
  CHECK(page.find("<script>") == std::string::npos);
  CHECK(page.find("title=\"why&quot;&lt;\"") != std::string::npos);
  CHECK(page.find("<td class=\"n\">5</td>") != std::string::npos);
  CHECK(page.find("<html lang=\"zh\">") != std::string::npos);
  CHECK(page.find("http") == std::string::npos);
}

TEST_CASE("only a workbook holds several tables") {
  for (const Format format :
       {Format::csv, Format::tsv, Format::json, Format::jsonl, Format::html}) {
    std::ostringstream out;
    const auto writer = create(out, format);
    writer->begin_table(two_columns());
    CHECK(code_of([&] { writer->begin_table(two_columns()); }) == "sheet.one-table");
  }
  Folder folder;
  const std::string path = folder.file("t.xlsx");
  const auto writer = create(path);
  TableHead head = two_columns();
  writer->begin_table(head);
  writer->row({{"1"}, {"2"}});
  writer->begin_table(head);
  head.name = "a/b:c*[d]?\\'" + std::string(40, 'x');
  writer->begin_table(head);
  writer->row({{"3"}, {"4"}});
  writer->finish();
  const auto names = sheet_names(path);
  REQUIRE(names.size() == 3);
  CHECK(names[0].name == "T");
  CHECK(names[1].name == "T (2)");
  CHECK(names[2].name == "a_b_c__d____" + std::string(19, 'x'));
  CHECK(rows_of(path, names[2].name) == Rows{{"a", "b"}, {"3", "4"}});
}

TEST_CASE("in a workbook numbers are numbers when exact, identity columns and codes are text") {
  Folder folder;
  const std::string path = folder.file("t.xlsx");
  TableHead head = two_columns();
  head.columns[0].kind = Column::Kind::decimal;
  head.columns[0].decimals = 2;
  head.columns[1].identity = true;
  const auto writer = create(path);
  writer->begin_table(head);
  writer->row({{"1234.50", Kind::number}, {"430102199001012015", Kind::number}});
  writer->row({{"1234567890123456", Kind::number}, {"7", Kind::number}});
  writer->finish();
  const auto source = open({.path = path});
  Line line;
  source->next(line);
  source->next(line);
  CHECK(line.cells[0].kind == Kind::number);
  CHECK(line.cells[0].text == "1234.5");
  CHECK(line.cells[1].kind == Kind::text);
  CHECK(line.cells[1].text == "430102199001012015");
  source->next(line);
  CHECK(line.cells[0].kind == Kind::text);
  CHECK(line.cells[0].text == "1234567890123456");
  CHECK(line.cells[1].kind == Kind::text);
}

TEST_CASE("exact numbers are plain and have at most 15 digits that count") {
  for (const char* text : {"0", "-1", "0.1", "123456789012345", "0.000123", "12.50", "-0.5"})
    CHECK_MESSAGE(is_exact_number(text), text);
  for (const char* text :
       {"", "-", "1.", ".5", "007", "1e5", "1234567890123456", "1,000", "0x1", "+1", "1.2.3"})
    CHECK_MESSAGE(!is_exact_number(text), text);
}

TEST_CASE("bad cells of a workbook are red and have a comment") {
  Folder folder;
  const std::string path = folder.file("t.xlsx");
  const auto writer = create(path);
  writer->begin_table(two_columns());
  writer->row({{"x", Kind::text, true, "wrong"}, {"", Kind::text, true}});
  writer->finish();
  CHECK(part_of(path, "xl/styles.xml").find("FFFF9B9B") != std::string::npos);
  CHECK(part_of(path, "xl/comments1.xml").find("wrong") != std::string::npos);
  CHECK(part_of(path, "xl/worksheets/sheet1.xml").find("<c r=\"B2\" s=") != std::string::npos);
}

TEST_CASE("no formula and no link is ever written to a workbook") {
  Folder folder;
  const std::string path = folder.file("t.xlsx");
  const auto writer = create(path);
  writer->begin_table(two_columns());
  for (const std::string& text : kNasty) writer->row({{text}, {text}});
  writer->finish();
  const std::string sheet = part_of(path, "xl/worksheets/sheet1.xml");
  CHECK(sheet.find("<f>") == std::string::npos);
  CHECK(sheet.find("hyperlink") == std::string::npos);
}

TEST_CASE("a text too long for a cell stops the writing, and nothing is left") {
  Folder folder;
  {
    const auto writer = create(folder.file("t.xlsx"));
    writer->begin_table(two_columns());
    const Error e = error_of([&] { writer->row({{"x"}, {std::string(32768, 'x')}}); });
    CHECK(e.code().name == std::string{"cell.too-long"});
    CHECK(e.place().row == 2);
    CHECK(e.place().column == 2);
  }
  CHECK(folder.count() == 0);
}

TEST_CASE("a file appears whole with finish, mode 0600; without it nothing is left") {
  Folder folder;
  for (const char* ending : {"csv", "tsv", "jsonl", "json", "html", "xlsx"}) {
    const std::string path = folder.file(std::string{"t."} + ending);
    {
      const auto writer = create(path);
      writer->begin_table(two_columns());
      writer->row({{"1"}, {"2"}});
      CHECK_FALSE(file_exists(path));
    }
    CHECK(folder.count() == 0);
    const auto writer = create(path);
    writer->begin_table(two_columns());
    writer->finish();
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    std::filesystem::remove(path);
  }
}

TEST_CASE("an unknown ending names those there are; a folder that isn't there is said so") {
  const Error e = error_of([] { create("t.doc"); });
  CHECK(e.code().name == std::string{"file.ending"});
  CHECK(value_of(e, "endings").find(".xlsx") != std::string::npos);
  CHECK(code_of([] { create("/no/such/folder/t.csv"); }) == "file.unwritable");
  CHECK(code_of([] { create("/no/such/folder/t.xlsx"); }) == "file.unwritable");
}

TEST_CASE("a full disk is an error, not a short file") {
  const auto fill = [](const char* ending) {
    Folder folder;
    const auto writer = create(folder.file(std::string{"t."} + ending));
    writer->begin_table(two_columns());
    rlimit small{20000, 20000};
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_FSIZE, &small);
    std::string code = "none";
    try {
      for (int i = 0; i < 20000; ++i) writer->row({{"some text"}, {std::to_string(i * 7919)}});
      writer->finish();
    } catch (const Error& e) {
      code = e.code().name;
    }
    setrlimit(RLIMIT_FSIZE, &before);
    return code;
  };
  std::signal(SIGXFSZ, SIG_IGN);
  CHECK(fill("csv") == "file.unwritable");
  CHECK(fill("jsonl") == "file.unwritable");
  CHECK(fill("xlsx") == "file.unwritable");
}

TEST_CASE("the guard is put before signs of formulas behind any number of apostrophes") {
  for (const char* text : {"=", "+1", "-", "@", "\t", "\r", "\n", "'=", "''+", "\xEF\xBC\x8D"})
    CHECK_MESSAGE(needs_guard(text), text);
  for (const char* text : {"", "'", "''", "a=", " =", "\xEF\xBC\x9A", "1-2"})
    CHECK_MESSAGE(!needs_guard(text), text);
}

}  // namespace
}  // namespace tmis::sheet
