#include "sheet/source.h"

#include "sheet/sheet_test.h"

namespace tmis::sheet {
namespace {

using namespace testing;

/// An old Office container with one stream of this name in its list.
std::string container(const std::string& stream) {
  std::string bytes = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  bytes.resize(1024);
  std::string entry;
  for (const char c : stream) entry.append({c, '\0'});
  entry.append(2, '\0');
  const auto length = static_cast<char>(entry.size());
  entry.resize(128);
  entry[64] = length;
  return bytes + entry;
}

std::string code_of_bytes(const std::string& bytes, const std::string& name = "t.xlsx") {
  return code_of([&] { parse(bytes, name); });
}

TEST_CASE("old and encrypted workbooks are told apart by content, whatever their name") {
  CHECK(code_of_bytes(container("Workbook")) == "xlsx.old-xls");
  CHECK(code_of_bytes(container("Book"), "t.csv") == "xlsx.old-xls");
  CHECK(code_of_bytes(container("EncryptedPackage")) == "xlsx.encrypted");
  CHECK(code_of_bytes(container("WordDocument")) == "sheet.wrong-kind");
  CHECK(code_of_bytes(container("Other")) == "sheet.wrong-kind");
}

TEST_CASE("a web page named .xls is refused with what to do") {
  for (const char* page :
       {"<html><table>", "\xEF\xBB\xBF\r\n <!DOCTYPE html>", "<table border=1>",
        "<?xml version=\"1.0\"?><Workbook>", "MIME-Version: 1.0\r\n", "<HTML xmlns:x=\"urn\">"}) {
    CHECK_MESSAGE(code_of_bytes(page, "t.xls") == "xlsx.web-page", page);
  }
}

TEST_CASE("files of other kinds are named") {
  const auto kind = [](const std::string& bytes) {
    return value_of(error_of([&] { parse(bytes, "t.xlsx"); }), "kind");
  };
  CHECK(kind("%PDF-1.7") == "PDF");
  CHECK(kind("\x1F\x8B\x08") == "gzip");
  CHECK(kind("Rar!\x1A\x07") == "RAR");
  CHECK(kind("SQLite format 3") == "SQLite");
  CHECK(kind(make_zip({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                       {"content.xml", "<x/>"}})) == "OpenDocument (.ods)");
  CHECK(kind(make_zip({{"word/document.xml", "<x/>"}})) == "Word (.docx)");
  CHECK(kind(make_zip({{"xl/workbook.bin", "x"}})) == "Excel (.xlsb)");
}

TEST_CASE("an empty file, one of blanks or of a mark alone is empty") {
  CHECK(code_of_bytes("", "t.csv") == "sheet.empty");
  CHECK(code_of_bytes(" \r\n\n", "t.csv") == "sheet.empty");
  CHECK(code_of_bytes("\xEF\xBB\xBF", "t.csv") == "sheet.empty");
  CHECK(code_of_bytes("", "t.jsonl") == "sheet.empty");
}

TEST_CASE("text named .xls is read as the tab-separated file it is") {
  CHECK(parse("a\tb\n1\t2\n", "export.xls") == Rows{{"a", "b"}, {"1", "2"}});
}

TEST_CASE("without an ending, a brace at the front means JSON Lines") {
  CHECK(parse("{\"a\":1}\n", "-") == Rows{{"a"}, {"1"}});
  CHECK(parse("{a},b\n", "t.csv") == Rows{{"{a}", "b"}});
}

TEST_CASE("a folder, a missing file: said so") {
  Folder folder;
  CHECK(code_of([&] { rows_of(folder.file("no.csv")); }) == "file.missing");
  CHECK(code_of([&] { rows_of(folder.file("")); }) == "file.not-regular");
}

TEST_CASE("--sheet on a text file is refused") {
  CHECK(code_of([] { open_bytes("a,b\n", {.path = "t.csv", .sheet = "One"}); }) ==
        "sheet.no-sheets");
}

}  // namespace
}  // namespace tmis::sheet
