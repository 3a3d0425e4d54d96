#include "sheet/zip_package.h"

#include "sheet/limits.h"
#include "sheet/sheet_test.h"

namespace tmis::sheet {
namespace {

using namespace testing;

std::string good() { return one_cell("<c><v>1</v></c>").zip(); }

std::string code_of_workbook(const std::string& bytes) {
  return code_of([&] { parse(bytes, "t.xlsx"); });
}

void put(std::string& bytes, std::size_t at, std::size_t width, std::uint64_t value) {
  for (std::size_t i = 0; i < width; ++i) bytes[at + i] = static_cast<char>(value >> 8 * i);
}

std::uint64_t get(const std::string& bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = width; i-- > 0;)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// Offset of the n-th record of the zip's list of parts.
std::size_t record(const std::string& bytes, int n) {
  std::size_t at = bytes.find("PK\1\2");
  while (n-- > 0) at = bytes.find("PK\1\2", at + 1);
  return at;
}

TEST_CASE("a zip cut anywhere is refused, never read in part") {
  const std::string bytes = good();
  REQUIRE(parse(bytes, "t.xlsx") == Rows{{"1"}});
  for (std::size_t n = 4; n < bytes.size(); n += 7) {
    const std::string code = code_of_workbook(bytes.substr(0, n));
    CHECK_MESSAGE((code == "xlsx.truncated" || code == "xlsx.damaged"), n);
  }
  CHECK(code_of_workbook(bytes.substr(0, bytes.size() - 1)) == "xlsx.truncated");
}

TEST_CASE("a changed byte in a part is found by its checksum") {
  const std::string text =
      "<row r=\"1\"><c t=\"inlineStr\"><is><t>" + std::string(200, 'x') + "y</t></is></c></row>";
  Book book;
  book.sheet_data = text;
  std::string bytes = book.zip();
  const std::size_t entry = record(bytes, 6);
  put(bytes, entry + 16, 4, get(bytes, entry + 16, 4) ^ 1);
  CHECK(code_of_workbook(bytes) == "xlsx.damaged");
}

TEST_CASE("parts that overlap are refused") {
  std::string bytes = good();
  put(bytes, record(bytes, 3) + 42, 4, get(bytes, record(bytes, 2) + 42, 4));
  CHECK(code_of_workbook(bytes) == "xlsx.overlap");
  bytes = good();
  put(bytes, record(bytes, 2) + 20, 4, get(bytes, record(bytes, 2) + 20, 4) + 40);
  CHECK(code_of_workbook(bytes) == "xlsx.overlap");
}

TEST_CASE("two parts of one name are refused, whatever their letters' case") {
  std::string bytes = good();
  const std::size_t name = record(bytes, 6) + 46;
  REQUIRE(bytes.substr(name, 24) == "xl/worksheets/sheet1.xml");
  Parts parts = one_cell("<c><v>1</v></c>").parts();
  parts.emplace_back("XL/Worksheets/Sheet1.xml", "x");
  CHECK(code_of_workbook(make_zip(parts)) == "xlsx.overlap");
}

TEST_CASE("an encrypted part is refused as a password") {
  std::string bytes = good();
  put(bytes, record(bytes, 6) + 8, 2, 1);
  CHECK(code_of_workbook(bytes) == "xlsx.encrypted");
}

TEST_CASE("more than 1,000 parts are refused before any is looked at") {
  Parts parts = one_cell("<c><v>1</v></c>").parts();
  for (int i = 0; i < 1000; ++i) parts.emplace_back("x" + std::to_string(i), "");
  const Error e = error_of([&] { parse(make_zip(parts), "t.xlsx"); });
  CHECK(e.code().name == std::string{"xlsx.too-many-parts"});
}

TEST_CASE("a container above 200 MiB is refused") {
  std::string bytes = good();
  bytes.resize(kContainerBytes + 1);
  CHECK(code_of_workbook(bytes) == "xlsx.too-large");
}

TEST_CASE("shared strings that would fill the memory are refused, however small the file") {
  Parts parts = one_cell("<c><v>1</v></c>").parts();
  std::string strings = "<sst>";
  const std::string item = "<si><t>" + std::string(30000, 'x') + "</t></si>";
  for (int i = 0; i < 10000; ++i) strings += item;
  parts[5].second = strings + "</sst>";
  const std::string bytes = make_zip(parts);
  REQUIRE(bytes.size() < (4u << 20));
  CHECK(code_of_workbook(bytes) == "xlsx.bomb");
}

TEST_CASE("a part that isn't as long as declared is refused") {
  std::string bytes = good();
  put(bytes, record(bytes, 6) + 24, 4, 10);
  CHECK(code_of_workbook(bytes) == "xlsx.damaged");
}

TEST_CASE("an empty zip and a zip of something else are no workbook") {
  CHECK(code_of_workbook(std::string{"PK\5\6", 4} + std::string(18, '\0')) == "sheet.wrong-kind");
  CHECK(code_of_workbook(make_zip({{"readme.txt", "x"}})) == "sheet.wrong-kind");
}

TEST_CASE("part names are found whatever their case and slashes") {
  Parts parts = one_cell("<c><v>1</v></c>").parts();
  for (auto& [name, text] : parts) {
    if (name == "xl/worksheets/sheet1.xml") name = "xl\\Worksheets\\sheet1.XML";
  }
  CHECK(parse(make_zip(parts), "t.xlsx") == Rows{{"1"}});
}

}  // namespace
}  // namespace tmis::sheet
