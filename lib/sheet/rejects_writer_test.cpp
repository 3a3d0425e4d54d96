#include "sheet/rejects_writer.h"

#include "sheet/encoding.h"
#include "sheet/sheet_test.h"

namespace tmis::sheet {
namespace {

using namespace testing;

/// Writes the rejects of a file whose heading is row `heading` and whose rows are all refused.
std::string reject(const Folder& folder, std::string bytes, const std::string& name,
                   const std::string& out, std::uint64_t heading = 1) {
  const auto source = open_bytes(std::move(bytes), {.path = name});
  const auto writer = create_rejects(folder.file(out), source->origin(), "Reason");
  std::uint64_t n = 0;
  for (Line line; source->next(line);) {
    ++n;
    if (n < heading) writer->title(line);
    if (n == heading) writer->heading(line);
    if (n > heading) writer->row(line, "bad " + std::to_string(line.number), {2});
  }
  writer->finish();
  return folder.file(out);
}

TEST_CASE("CSV comes back in its encoding, delimiter, mark and line ends") {
  Folder folder;
  CHECK(read_file(reject(folder, "a;b\r\n1;\"x\ny\"\r\n", "t.csv", "r.csv")) ==
        "a;b;Reason\r\n1;\"x\ny\";bad 2\r\n");
  CHECK(read_file(reject(folder,
                         "\xEF\xBB\xBF"
                         "a\tb\n1\t2\n",
                         "t.tsv", "r.tsv")) ==
        "\xEF\xBB\xBF"
        "a\tb\tReason\n1\t2\tbad 2\n");
  // U+5B66 in GB18030 is D1 A7.
  CHECK(read_file(reject(folder, "a,b\n\xD1\xA7,2\n", "t.csv", "g.csv")) ==
        "a,b,Reason\n\xD1\xA7,2,bad 2\n");
  const std::string wide = read_file(reject(folder,
                                            std::string{"\xFF\xFE"
                                                        "a\0,\0b\0\n\0"
                                                        "1\0,\0"
                                                        "2\0\n\0",
                                                        18},
                                            "t.csv", "u.csv"));
  CHECK(wide.substr(0, 10) == std::string{"\xFF\xFE"
                                          "a\0,\0b\0,\0",
                                          10});
}

TEST_CASE("rows above the heading come back as they were") {
  Folder folder;
  CHECK(read_file(reject(folder, "Title,\na,b\n1,2\n", "t.csv", "r.csv", 2)) ==
        "Title,\na,b,Reason\n1,2,bad 3\n");
}

TEST_CASE("a short row gets its reason in the column of reasons") {
  Folder folder;
  CHECK(read_file(reject(folder, "a,b,c\n1,2\n", "t.csv", "r.csv")) ==
        "a,b,c,Reason\n1,2,,bad 2\n");
}

TEST_CASE("a corrected file that was rejects before keeps one column of reasons") {
  Folder folder;
  const std::string once = read_file(reject(folder, "a,b\n1,2\n", "t.csv", "r.csv"));
  CHECK(read_file(reject(folder, once, "r.csv", "s.csv")) == once);
}

TEST_CASE("cells that a spreadsheet would run are guarded, numbers are not") {
  Folder folder;
  CHECK(read_file(reject(folder, "a,b\n=1+1,-5\n'=x,+86\n", "t.csv", "r.csv")) ==
        "a,b,Reason\n'=1+1,-5,bad 2\n'=x,'+86,bad 3\n");
}

TEST_CASE("JSON Lines come back line by line with the reason as a member") {
  Folder folder;
  CHECK(read_file(reject(folder, "{\"a\":1.50,\"b\":true}\n{\"b\":\"x\",\"c\":null}\n", "t.jsonl",
                         "r.jsonl")) ==
        "{\"a\":1.50,\"b\":true,\"Reason\":\"bad 1\"}\n{\"b\":\"x\",\"Reason\":\"bad 2\"}\n");
  const std::string once = read_file(folder.file("r.jsonl"));
  CHECK(read_file(reject(folder, once, "r.jsonl", "s.jsonl")) == once);
}

TEST_CASE("a workbook comes back with the bad cells red, kinds kept, and can be read again") {
  Folder folder;
  Book book;
  book.cell_xfs += "<xf numFmtId=\"14\"/>";
  book.sheet_data =
      "<row r=\"1\"><c t=\"inlineStr\"><is><t>Title</t></is></c></row>"
      "<row r=\"2\"><c t=\"inlineStr\"><is><t>a</t></is></c><c "
      "t=\"inlineStr\"><is><t>b</t></is></c>"
      "<c t=\"inlineStr\"><is><t>c</t></is></c></row>"
      "<row r=\"3\"><c><v>5</v></c><c t=\"inlineStr\"><is><t>007</t></is></c><c "
      "s=\"1\"><v>42614</v></c></row>"
      "<row r=\"4\"><c t=\"b\"><v>1</v></c></row>";
  const std::string path = reject(folder, book.zip(), "t.xlsx", "r.xlsx", 2);
  CHECK(rows_of(path) == Rows{{"Title"},
                              {"a", "b", "c", "Reason"},
                              {"5", "007", "2016-09-01", "bad 3"},
                              {"true", "", "", "bad 4"}});
  const auto source = open({.path = path});
  CHECK(source->origin().sheet == "One");
  Line line;
  for (int i = 0; i < 3; ++i) source->next(line);
  CHECK(line.cells[0].kind == Cell::Kind::number);
  CHECK(line.cells[1].kind == Cell::Kind::text);
  source->next(line);
  CHECK(line.cells[0].kind == Cell::Kind::boolean);
  CHECK(part_of(path, "xl/styles.xml").find("FFFF9B9B") != std::string::npos);
  CHECK(part_of(path, "xl/worksheets/sheet1.xml").find("<c r=\"B4\" s=") != std::string::npos);
}

TEST_CASE("the ending may ask for another format") {
  Folder folder;
  CHECK(rows_of(reject(folder, "a,b\n1,2\n", "t.csv", "r.xlsx")) ==
        Rows{{"a", "b", "Reason"}, {"1", "2", "bad 2"}});
  CHECK(read_file(reject(folder, "{\"a\":1}\n", "t.jsonl", "r.csv")) ==
        "\xEF\xBB\xBF"
        "a,Reason\n1,bad 1\n");
  CHECK(code_of([&] { reject(folder, "a,b\n1,2\n", "t.csv", "r.jsonl"); }) == "file.ending");
}

TEST_CASE("rejects are for their owner's eyes and nothing is left of unfinished ones") {
  Folder folder;
  const std::string path = reject(folder, "a,b\n1,2\n", "t.csv", "r.csv");
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  { const auto writer = create_rejects(folder.file("x.csv"), Origin{}, "Reason"); }
  CHECK(folder.count() == 1);
}

TEST_CASE("a bad number cell is a text cell for what is typed next") {
  Folder folder;
  Book book;
  book.sheet_data =
      "<row r=\"1\"><c t=\"inlineStr\"><is><t>a</t></is></c><c "
      "t=\"inlineStr\"><is><t>b</t></is></c>"
      "</row><row r=\"2\"><c><v>5</v></c><c><v>4.30102199001012E+17</v></c></row>";
  const std::string path = reject(folder, book.zip(), "t.xlsx", "r.xlsx");
  const std::string styles = part_of(path, "xl/styles.xml");
  CHECK(styles.find("numFmtId=\"49\"") != std::string::npos);
  const auto source = open({.path = path});
  Line line;
  for (int i = 0; i < 2; ++i) source->next(line);
  CHECK(line.cells[0].kind == Cell::Kind::number);
}

}  // namespace
}  // namespace tmis::sheet
