// Real files of three writers (tests/sheets), and hostile ones made on the spot.
#include <sys/resource.h>
#include <sys/wait.h>

#include <sstream>

#include "base/text.h"
#include "sheet/fix_copy.h"
#include "sheet/sheet_test.h"
#include "sheet/table.h"

namespace tmis::sheet {
namespace {

using namespace testing;
using Kind = Cell::Kind;

std::string fixture(const std::string& name) {
  return std::string{TMIS_SOURCE_DIR "/tests/sheets/files/"} + name;
}

void check_school(const std::string& path) {
  const auto source = open({.path = path});
  CHECK(source->origin().sheet == "\xE6\x95\x99\xE5\xB8\x88\xE5\x90\x8D\xE5\x8D\x95");
  std::vector<std::pair<std::uint64_t, std::vector<Cell>>> lines;
  for (Line line; source->next(line);) {
    lines.emplace_back(
        line.number,
        std::vector<Cell>(line.cells.begin(), line.cells.begin() + static_cast<long>(line.used)));
  }
  REQUIRE(lines.size() == 7);
  CHECK(lines[0].first == 1);
  CHECK(lines[0].second.size() == 1);  // the merged title
  CHECK(lines[2].first == 4);
  const auto& first = lines[3].second;
  CHECK(lines[3].first == 5);
  CHECK(first[1].text == "430102199001012015");
  CHECK(first[1].kind == Kind::text);
  CHECK(first[2].text == "1990-01-01");
  CHECK(first[2].kind == Kind::date);
  CHECK(first[3].text == "2012-09-01");
  CHECK(first[4].text == "12.5");
  CHECK(first[5].kind == Kind::boolean);
  CHECK(first[6].text.starts_with(' '));
  const auto& second = lines[4].second;
  CHECK(second[1].text == "4.30102199001012E+17");  // spoilt by the spreadsheet
  CHECK(second[1].kind == Kind::number);
  CHECK(second[6].text == "=cmd|'/c calc'!A0");
  CHECK(second[6].kind == Kind::text);
  const auto& third = lines[5].second;
  CHECK(third[0].text.starts_with("\xF0\xA0\xAE\xB7"));  // outside the BMP
  CHECK(third[4].kind == Kind::empty);
  CHECK(third[6].text.find('\n') != std::string::npos);
  CHECK(lines[6].first == 10);
  CHECK(lines[6].second[4].kind == Kind::error);
  CHECK(lines[6].second[4].text == "#N/A");
}

TEST_CASE("a school's list written by openpyxl is read cell by cell") {
  check_school(fixture("school.xlsx"));
}

TEST_CASE("the same list saved by LibreOffice reads the same") {
  check_school(fixture("resaved.xlsx"));
}

TEST_CASE("dates of the 1904 system written by openpyxl") {
  CHECK(rows_of(fixture("mac.xlsx"))[1] ==
        Texts{"2016-09-01", "2016-09-01 08:30:00", "2016-09-01"});
}

TEST_CASE("formulas, rich text and Chinese dates written by LibreOffice") {
  const Rows rows = rows_of(fixture("office.xlsx"));
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].size() == 1);
  CHECK(rows[2] == Texts{"\xE5\xBC\xA0\xE4\xB8\x89", "2016-09-01", "2345.6", "2345.9"});
  CHECK(rows[3][0] == "\xE6\x9D\x8E\xE5\x9B\x9B");
  CHECK(rows[3][1] == "true");
  CHECK(rows[3][2] == "#DIV/0!");
}

TEST_CASE("hidden sheets are listed last and can be named") {
  for (const char* name : {"school.xlsx", "resaved.xlsx"}) {
    const auto names = sheet_names(fixture(name));
    REQUIRE(names.size() == 3);
    CHECK(names.back().hidden);
    CHECK(rows_of(fixture(name), names.back().name).size() == 1);
  }
}

TEST_CASE("what other programs write is refused by its content") {
  CHECK(code_of([] { rows_of(fixture("old.xls")); }) == "xlsx.old-xls");
  CHECK(code_of([] { rows_of(fixture("page.xls")); }) == "xlsx.web-page");
  const Error ods = error_of([] { rows_of(fixture("old.ods")); });
  CHECK(value_of(ods, "kind") == "OpenDocument (.ods)");
  CHECK(value_of(error_of([] { rows_of(fixture("document.pdf")); }), "kind") == "PDF");
}

TEST_CASE("workbooks of all three writers can be given back with marks, and marked again") {
  Folder folder;
  const auto writer = create(folder.file("own.xlsx"));
  TableHead head{"T", {}};
  head.columns.resize(2);
  head.columns[0].title = "a";
  writer->begin_table(head);
  writer->row({{"x"}, {"y"}});
  writer->finish();
  const ReasonSheet words{"Reasons", "Sheet", "Cell", "Reason"};
  for (const std::string& path : {folder.file("own.xlsx"), fixture("school.xlsx"),
                                  fixture("resaved.xlsx"), fixture("office.xlsx")}) {
    const std::string sheet = open({.path = path})->origin().sheet;
    const std::string once = folder.file("once.xlsx");
    const std::string twice = folder.file("twice.xlsx");
    fix_copy(path, once, {{sheet, 2, 2, "r"}, {sheet, 40, 9, "s"}}, words);
    fix_copy(once, twice, {{sheet, 2, 1, "t"}}, words);
    for (const std::string& copy : {once, twice}) {
      CHECK(rows_of(copy) == rows_of(path));
      CHECK(sheet_names(copy).size() == sheet_names(path).size() + 1);
    }
    CHECK(rows_of(twice, "Reasons")[1] == Texts{sheet, "A2", "t"});
  }
}

/// Reads a file in a process of its own: the error's code, row and column, and the memory it took.
struct Outcome {
  std::string error;
  long kilobytes = 0;
};

Outcome read_apart(const std::string& path) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    std::ostringstream out;
    try {
      const auto source = open({.path = path});
      for (Line line; source->next(line);) {
      }
      out << "none";
    } catch (const Error& e) {
      out << e.code().name << '\t' << e.place().row << '\t' << e.place().column;
    }
    const std::string text = out.str();
    const bool written =
        ::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::_exit(written ? 0 : 1);
  }
  ::close(ends[1]);
  Outcome outcome;
  char buffer[256];
  for (ssize_t n = 0; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;)
    outcome.error.append(buffer, static_cast<std::size_t>(n));
  ::close(ends[0]);
  int status = 0;
  rusage usage{};
  REQUIRE(::wait4(child, &status, 0, &usage) == child);
  REQUIRE(status == 0);
  outcome.kilobytes = usage.ru_maxrss;
  return outcome;
}

TEST_CASE("hostile files end with their error at their place, in less than 512 MiB") {
  Folder folder;
  const std::string command =
      "python3 " TMIS_SOURCE_DIR "/tests/sheets/make_hostile.py " + folder.file("");
  REQUIRE(std::system(command.c_str()) == 0);
  std::istringstream expected{read_file(folder.file("expect.tsv"))};
  int files = 0;
  for (std::string line; std::getline(expected, line); ++files) {
    const auto tab = line.find('\t');
    const Outcome outcome = read_apart(folder.file(line.substr(0, tab)));
    CHECK_MESSAGE(outcome.error == line.substr(tab + 1), line);
#ifndef __SANITIZE_ADDRESS__
    CHECK_MESSAGE(outcome.kilobytes < 512 * 1024, line);
#endif
  }
  CHECK(files > 30);
}

}  // namespace
}  // namespace tmis::sheet
