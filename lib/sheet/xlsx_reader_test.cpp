#include "sheet/sheet_test.h"
#include "sheet/xlsx_workbook.h"

namespace tmis::sheet {
namespace {

using namespace testing;
using Kind = Cell::Kind;

/// The only cell of a workbook of one row.
Cell cell_of(const Book& book) {
  const auto source = open_bytes(book.zip(), {.path = "t.xlsx"});
  Line line;
  REQUIRE(source->next(line));
  REQUIRE(line.used == 1);
  return line.cells[0];
}

Cell styled(const std::string& xf, const std::string& value, const std::string& formats = "",
            const std::string& properties = "") {
  Book book = one_cell("<c r=\"A1\" s=\"1\"><v>" + value + "</v></c>");
  book.cell_xfs += xf;
  book.formats = formats;
  book.properties = properties;
  return cell_of(book);
}

TEST_CASE("inline and shared strings, with rich text joined and phonetic guides left out") {
  Book book;
  book.strings =
      "<si><t>one</t></si>"
      "<si><r><t>t</t></r><r><rPr><b/></rPr><t>wo</t></r><rPh sb=\"0\" "
      "eb=\"1\"><t>X</t></rPh></si>";
  book.sheet_data =
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>0</v></c>"
      "<c r=\"C1\" "
      "t=\"inlineStr\"><is><r><t>th</t></r><r><t>ree</t></r><rPh><t>Y</t></rPh></is></c></row>";
  CHECK(parse(book) == Rows{{"two", "one", "three"}});
}

TEST_CASE("spaces and line ends of a string are kept") {
  CHECK(cell_of(one_cell("<c t=\"inlineStr\"><is><t xml:space=\"preserve\"> a\nb </t></is></c>"))
            .text == " a\nb ");
}

TEST_CASE("escapes of characters are undone once") {
  const auto text = [](const std::string& s) {
    return cell_of(one_cell("<c t=\"inlineStr\"><is><t>" + s + "</t></is></c>")).text;
  };
  CHECK(text("a_x000D_b") == "a\rb");
  CHECK(text("_x005F_x000D_") == "_x000D_");
  CHECK(text("_xD83D__xDE00_") == "\xF0\x9F\x98\x80");
  CHECK(text("_xD83D_") == "_xD83D_");
  CHECK(text("_x0000_") == "_x0000_");
  CHECK(text("_xZZZZ_ _x12") == "_xZZZZ_ _x12");
}

TEST_CASE("cached values of formulas: text, number, boolean, error") {
  const Cell s = cell_of(one_cell("<c t=\"str\"><f>A1&amp;\"x\"</f><v>abc</v></c>"));
  CHECK(s.kind == Kind::text);
  CHECK(s.text == "abc");
  const Cell n = cell_of(one_cell("<c><f>1+1</f><v>2</v></c>"));
  CHECK(n.kind == Kind::number);
  CHECK(n.text == "2");
  const Cell b = cell_of(one_cell("<c t=\"b\"><v>1</v></c>"));
  CHECK(b.kind == Kind::boolean);
  CHECK(b.text == "true");
  const Cell e = cell_of(one_cell("<c t=\"e\"><v>#N/A</v></c>"));
  CHECK(e.kind == Kind::error);
  CHECK(e.text == "#N/A");
}

TEST_CASE("a number is a date by its cell's format, in both date systems") {
  const Cell builtin = styled("<xf numFmtId=\"14\"/>", "42614");
  CHECK(builtin.kind == Kind::date);
  CHECK(builtin.text == "2016-09-01");
  const std::string own =
      "<numFmt numFmtId=\"176\" "
      "formatCode=\"yyyy&quot;\xE5\xB9\xB4&quot;m&quot;\xE6\x9C\x88&quot;\"/>";
  CHECK(styled("<xf numFmtId=\"176\"/>", "42614", own).text == "2016-09-01");
  CHECK(styled("<xf numFmtId=\"14\"/>", "41152", "", "date1904=\"1\"").text == "2016-09-01");
  CHECK(styled("<xf numFmtId=\"22\"/>", "42614.25").text == "2016-09-01 06:00:00");
  CHECK(styled("<xf numFmtId=\"1\"/>", "42614").kind == Kind::number);
  CHECK(styled("<xf numFmtId=\"14\"/>", "-5").kind == Kind::number);
}

TEST_CASE("dates written as ISO text in the file are dates") {
  const Cell cell = cell_of(one_cell("<c t=\"d\"><v>2016-09-01T00:00:00</v></c>"));
  CHECK(cell.kind == Kind::date);
  CHECK(cell.text == "2016-09-01");
}

TEST_CASE("rows and cells stand where their references say, or follow on") {
  Book book;
  book.sheet_data =
      "<row r=\"3\"><c r=\"B3\"><v>1</v></c><c><v>2</v></c><c r=\"AA3\"><v>3</v></c></row>"
      "<row><c><v>4</v></c></row><row r=\"9\"/><row r=\"10\"><c r=\"A10\" s=\"0\"/></row>";
  const auto source = open_bytes(book.zip(), {.path = "t.xlsx"});
  Line line;
  REQUIRE(source->next(line));
  CHECK(line.number == 3);
  REQUIRE(line.used == 27);
  CHECK(line.cells[1].text == "1");
  CHECK(line.cells[2].text == "2");
  CHECK(line.cells[26].text == "3");
  CHECK(line.cells[0].kind == Kind::empty);
  REQUIRE(source->next(line));
  CHECK(line.number == 4);
  CHECK(texts(line) == Texts{"4"});
  CHECK_FALSE(source->next(line));
}

TEST_CASE("rows or cells out of order or repeated are refused at their place") {
  Book book;
  book.sheet_data = "<row r=\"2\"/><row r=\"2\"/>";
  CHECK(code_of([&] { parse(book); }) == "xlsx.order");
  book.sheet_data = "<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>";
  const Error e = error_of([&] { parse(book); });
  CHECK(e.code().name == std::string{"xlsx.order"});
  CHECK(e.place().row == 1);
  CHECK(e.place().column == 1);
  CHECK(e.place().sheet == "One");
}

TEST_CASE("the first sheet that is not hidden is read, or the one named") {
  Book book = one_cell("<c><v>1</v></c>");
  book.second = "<row r=\"1\"><c><v>2</v></c></row>";
  CHECK(parse(book) == Rows{{"1"}});
  book.state = "state=\"hidden\"";
  CHECK(parse(book) == Rows{{"2"}});
  CHECK(rows(*open_bytes(book.zip(), {.path = "t.xlsx", .sheet = "One"})) == Rows{{"1"}});
}

TEST_CASE("an unknown sheet is refused naming those there and the nearest") {
  Book book = one_cell("<c><v>1</v></c>");
  book.second = "<row/>";
  const Error e = error_of([&] { open_bytes(book.zip(), {.path = "t.xlsx", .sheet = "Ttwo"}); });
  CHECK(e.code().name == std::string{"sheet.not-found"});
  CHECK(value_of(e, "sheets") == "One, Two");
  CHECK(value_of(e, "nearest") == "Two");
}

TEST_CASE("a workbook whose only sheet is hidden has none to read by itself") {
  Book book = one_cell("<c><v>1</v></c>");
  book.state = "state=\"veryHidden\"";
  CHECK(code_of([&] { parse(book); }) == "sheet.none");
}

TEST_CASE("a workbook is opened once for all its sheets, each can be read again") {
  Folder folder;
  Book book = one_cell("<c><v>1</v></c>");
  book.state = "state=\"hidden\"";
  book.second = "<row r=\"1\"><c t=\"inlineStr\"><is><t>x</t></is></c></row>";
  const std::string path = folder.put("t.xlsx", book.zip());
  const Workbook workbook{path};
  REQUIRE(workbook.sheets().size() == 2);
  CHECK(workbook.sheets()[0].hidden);
  CHECK(rows(*workbook.open("One")) == Rows{{"1"}});
  CHECK(rows(*workbook.open("Two")) == Rows{{"x"}});
  CHECK(rows(*workbook.open("One")) == Rows{{"1"}});
  CHECK(workbook.open("")->origin().sheet == "Two");
  CHECK(sheet_names(path)[0].name == "Two");
}

TEST_CASE("prefixes of elements don't matter") {
  Book book = one_cell("");
  Parts parts = book.parts();
  parts.back().second =
      "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData><x:row "
      "r=\"1\"><x:c r=\"A1\" t=\"inlineStr\"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData>"
      "</x:worksheet>";
  CHECK(parse(make_zip(parts), "t.xlsx") == Rows{{"a"}});
}

TEST_CASE("a cell of 32,767 characters is read, a longer one refused where it is used") {
  const std::string longest(32767, 'x');
  Book book = one_cell("<c r=\"A1\" t=\"s\"><v>0</v></c>");
  book.strings = "<si><t>" + longest + "</t></si><si><t>" + longest + "x</t></si>";
  CHECK(parse(book)[0][0] == longest);
  book.sheet_data = "<row r=\"4\"><c r=\"C4\" t=\"s\"><v>1</v></c></row>";
  const Error e = error_of([&] { parse(book); });
  CHECK(e.code().name == std::string{"cell.too-long"});
  CHECK(e.place().row == 4);
  CHECK(e.place().column == 3);
}

TEST_CASE("a cell of 5 MB is refused at its place") {
  const Book book =
      one_cell("<c r=\"A1\" t=\"inlineStr\"><is><t>" + std::string(5000000, 'x') + "</t></is></c>");
  const Error e = error_of([&] { parse(book); });
  CHECK(e.code().name == std::string{"cell.too-long"});
  CHECK(e.place().column == 1);
}

TEST_CASE("column 16,385 and row 1,048,577 are refused") {
  CHECK(parse(one_cell("<c r=\"XFD1\"><v>1</v></c>"))[0].size() == 16384);
  CHECK(code_of([] { parse(one_cell("<c r=\"XFE1\"><v>1</v></c>")); }) == "sheet.too-wide");
  Book book;
  book.sheet_data = "<row r=\"1048577\"><c><v>1</v></c></row>";
  CHECK(code_of([&] { parse(book); }) == "xlsx.broken");
}

TEST_CASE("a row whose shared strings together are more than 1 MiB is refused") {
  Book book;
  book.strings = "<si><t>" + std::string(32000, 'x') + "</t></si>";
  book.sheet_data = "<row r=\"1\">";
  for (int i = 0; i < 40; ++i) book.sheet_data += "<c t=\"s\"><v>0</v></c>";
  book.sheet_data += "</row>";
  CHECK(code_of([&] { parse(book); }) == "sheet.row-too-long");
}

TEST_CASE("a reference to no string, a bad number, an unknown type: refused at the cell") {
  for (const char* cell : {"<c r=\"A1\" t=\"s\"><v>5</v></c>", "<c r=\"A1\"><v>1x</v></c>",
                           "<c r=\"A1\" t=\"s\"><v>-1</v></c>", "<c r=\"A1\" t=\"zz\"><v>1</v></c>",
                           "<c r=\"A2\"><v>1</v></c>", "<c r=\"1A\"><v>1</v></c>"}) {
    CHECK_MESSAGE(code_of([&] { parse(one_cell(cell)); }) == "xlsx.broken", cell);
  }
}

TEST_CASE("a document type declaration is refused, with or without entities") {
  Book book = one_cell("<c><v>1</v></c>");
  book.doctype =
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
  const Error e = error_of([&] { parse(book); });
  CHECK(e.code().name == std::string{"xlsx.doctype"});
  CHECK(value_of(e, "part") == "xl/worksheets/sheet1.xml");
  book.doctype = "<!DOCTYPE x SYSTEM \"http://127.0.0.1/x.dtd\">";
  CHECK(code_of([&] { parse(book); }) == "xlsx.doctype");
}

TEST_CASE("XML that is not well-formed is refused with its part and line") {
  Book book = one_cell("<c><v>1</v>");
  const Error e = error_of([&] { parse(book); });
  CHECK(e.code().name == std::string{"xlsx.broken"});
  CHECK(value_of(e, "part") == "xl/worksheets/sheet1.xml");
}

TEST_CASE("bad UTF-8 and characters that XML forbids are refused") {
  CHECK(code_of([] { parse(one_cell("<c t=\"inlineStr\"><is><t>\xFF</t></is></c>")); }) ==
        "xlsx.broken");
  CHECK(code_of([] {
          parse(one_cell("<c t=\"inlineStr\"><is><t>a" + std::string(1, '\0') + "</t></is></c>"));
        }) == "xlsx.broken");
}

TEST_CASE("nesting, names and tags without end are stopped before they fill memory") {
  std::string deep;
  for (int i = 0; i < 3000000; ++i) deep += "<a>";
  CHECK(code_of([&] { parse(one_cell(deep)); }) == "xlsx.bomb");
  std::string names;
  for (int i = 0; i < 2000000; ++i) names += "<n" + std::to_string(i) + "/>";
  CHECK(code_of([&] { parse(one_cell(names)); }) == "xlsx.bomb");
  CHECK(code_of([&] { parse(one_cell("<c r=\"" + std::string(70000000, 'A') + "\"/>")); }) ==
        "xlsx.bomb");
}

TEST_CASE("a sheet that lies outside the file is refused") {
  Parts parts = one_cell("<c><v>1</v></c>").parts();
  for (auto& [name, text] : parts) {
    if (name != "xl/_rels/workbook.xml.rels") continue;
    const std::string target = "Target=\"worksheets/sheet1.xml\"";
    text.replace(text.find(target), target.size(),
                 "Target=\"http://x/s.xml\" TargetMode=\"External\"");
  }
  CHECK(code_of([&] { parse(make_zip(parts), "t.xlsx"); }) == "xlsx.external");
}

TEST_CASE("a sheet without rows gives none") { CHECK(parse(Book{}).empty()); }

TEST_CASE("a formula whose result is not in the file is no empty cell") {
  for (const char* c : {"<c><f>A1&amp;\"x\"</f></c>", "<c><f>A1&amp;\"x\"</f><v></v></c>",
                        "<c><f>A1&amp;\"x\"</f><v/></c>"}) {
    const Cell pending = cell_of(one_cell(c));
    CHECK(pending.kind == Kind::error);
    CHECK(pending.text == "=A1&\"x\"");
  }
  CHECK(cell_of(one_cell("<c><f t=\"shared\" si=\"0\"/></c>")).text == "=");
  const Cell reckoned = cell_of(one_cell("<c><f>20+3</f><v>23</v></c>"));
  CHECK(reckoned.kind == Kind::number);
  CHECK(reckoned.text == "23");
  // Excel's empty text.
  CHECK(parse(one_cell("<c t=\"str\"><f>\"\"</f><v></v></c><c><v>1</v></c>")) == Rows{{"", "1"}});
}

TEST_CASE("lines of a workbook that counts from 1904 say so") {
  Book book = one_cell("<c><v>41307</v></c>");
  const auto shift = [&] {
    const auto source = open_bytes(book.zip(), {.path = "t.xlsx"});
    Line line;
    REQUIRE(source->next(line));
    return line.day_shift;
  };
  CHECK(shift() == 0);
  book.properties = "date1904=\"1\"";
  CHECK(shift() == 1462);
}

}  // namespace
}  // namespace tmis::sheet
