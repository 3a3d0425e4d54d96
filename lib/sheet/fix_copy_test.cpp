#include "sheet/fix_copy.h"

#include "sheet/red_styles.h"
#include "sheet/sheet_test.h"
#include "sheet/xml_edit.h"

namespace tmis::sheet {
namespace {

using namespace testing;

const ReasonSheet kWords{"Reasons", "Sheet", "Cell", "Reason"};

std::string text_cell(const std::string& at, const std::string& text) {
  return "<c r=\"" + at + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}

Book two_sheets() {
  Book book;
  book.cell_xfs =
      "<xf numFmtId=\"0\" fillId=\"0\"/><xf numFmtId=\"14\" fontId=\"3\" fillId=\"0\" "
      "borderId=\"2\">"
      "<alignment wrapText=\"1\"/></xf>";
  book.sheet_data = "<row r=\"1\" spans=\"1:2\">" + text_cell("A1", "a") + text_cell("B1", "b") +
                    "</row><row r=\"3\"><c r=\"A3\" s=\"1\"><v>42614</v></c></row><row r=\"5\"/>";
  book.second = "<row r=\"1\">" + text_cell("A1", "x") + "</row>";
  return book;
}

Parts all_parts(const std::string& path) {
  Parts out;
  int error = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, &error);
  REQUIRE(zip != nullptr);
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
    const std::string name = zip_get_name(zip, static_cast<zip_uint64_t>(i), 0);
    out.emplace_back(name, part_of(path, name));
  }
  zip_discard(zip);
  return out;
}

TEST_CASE("marked cells are red twins of their own style, everything else stays byte for byte") {
  Folder folder;
  const std::string in = folder.put("in.xlsx", two_sheets().zip());
  const std::string out = folder.file("out.xlsx");
  fix_copy(in, out, {{"One", 3, 1, "not a date"}}, kWords);
  const std::string sheet = part_of(out, "xl/worksheets/sheet1.xml");
  CHECK(sheet.find("<c r=\"A3\" s=\"2\"><v>42614</v></c>") != std::string::npos);
  const std::string styles = part_of(out, "xl/styles.xml");
  CHECK(styles.find("applyFill=\"1\" numFmtId=\"14\" fontId=\"3\" fillId=\"1\" borderId=\"2\">"
                    "<alignment wrapText=\"1\"/></xf></cellXfs>") != std::string::npos);
  CHECK(styles.find("<fills count=\"2\">") != std::string::npos);
  CHECK(styles.find("<cellXfs count=\"3\">") != std::string::npos);
  for (const auto& part : all_parts(in)) {
    const std::string name{part.first};
    if (name == "xl/worksheets/sheet2.xml" || name == "xl/sharedStrings.xml" ||
        name == "_rels/.rels")
      CHECK_MESSAGE(part_of(out, name) == part.second, name);
  }
  CHECK(rows_of(out) == rows_of(in));
  CHECK(rows_of(out, "Two") == rows_of(in, "Two"));
}

TEST_CASE("parts without a change keep their very bytes in the zip") {
  Folder folder;
  Parts parts = two_sheets().parts();
  std::string picture;
  for (int i = 0; i < 5000; ++i) picture += static_cast<char>(i * i % 251);
  parts.emplace_back("xl/media/image1.png", picture);
  const std::string in = folder.put("in.xlsx", make_zip(parts));
  fix_copy(in, folder.file("out.xlsx"), {{"One", 3, 1, "x"}}, kWords);
  const auto raw = [](const std::string& path) {
    int error = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, &error);
    zip_file_t* file = zip_fopen(zip, "xl/media/image1.png", ZIP_FL_COMPRESSED);
    std::string bytes(10000, '\0');
    bytes.resize(static_cast<std::size_t>(zip_fread(file, bytes.data(), bytes.size())));
    zip_fclose(file);
    zip_discard(zip);
    return bytes;
  };
  CHECK(raw(folder.file("out.xlsx")) == raw(in));
  CHECK(part_of(folder.file("out.xlsx"), "xl/media/image1.png") == picture);
}

TEST_CASE("the last sheet lists the reasons, each with a link to its cell") {
  Folder folder;
  const std::string in = folder.put("in.xlsx", two_sheets().zip());
  const std::string out = folder.file("out.xlsx");
  fix_copy(in, out, {{"One", 3, 28, "a <b> & \"c\""}, {"Two", 9, 0, "=cmd|x"}}, kWords);
  CHECK(rows_of(out, "Reasons") == Rows{{"Sheet", "Cell", "Reason"},
                                        {"One", "AB3", "a <b> & \"c\""},
                                        {"Two", "A9", "=cmd|x"}});
  CHECK(sheet_names(out).back().name == "Reasons");
  const std::string sheet = part_of(out, "xl/worksheets/reasons.xml");
  CHECK(sheet.find("<hyperlink ref=\"B2\" location=\"'One'!AB3\"/>") != std::string::npos);
  CHECK(part_of(out, "[Content_Types].xml").find("/xl/worksheets/reasons.xml") !=
        std::string::npos);
}

TEST_CASE("cells and rows that are not there are put in where they belong") {
  Folder folder;
  const std::string in = folder.put("in.xlsx", two_sheets().zip());
  const std::string out = folder.file("out.xlsx");
  fix_copy(in, out,
           {{"One", 1, 2, "r"},
            {"One", 1, 4, "r"},
            {"One", 2, 2, "r"},
            {"One", 3, 2, "r"},
            {"One", 5, 1, "r"},
            {"One", 7, 3, "r"},
            {"Two", 4, 1, "r"}},
           kWords);
  const std::string sheet = part_of(out, "xl/worksheets/sheet1.xml");
  const std::string data = sheet.substr(sheet.find("<sheetData>") + 11);
  CHECK(data ==
        "<row r=\"1\">" + text_cell("A1", "a") +
            "<c s=\"2\" r=\"B1\" t=\"inlineStr\"><is><t>b</t></is></c><c r=\"D1\" s=\"2\"/></row>"
            "<row r=\"2\"><c r=\"B2\" s=\"2\"/></row>"
            "<row r=\"3\"><c r=\"A3\" s=\"1\"><v>42614</v></c><c r=\"B3\" s=\"2\"/></row>"
            "<row r=\"5\"><c r=\"A5\" s=\"2\"/></row><row r=\"7\"><c r=\"C7\" s=\"2\"/></row>"
            "</sheetData></worksheet>");
  CHECK(rows_of(out) == rows_of(in));
}

TEST_CASE("a sheet without any row can be marked") {
  Folder folder;
  Book book = two_sheets();
  Parts parts = book.parts();
  parts.back().second = "<worksheet xmlns=\"m\"><sheetData/></worksheet>";
  const std::string in = folder.put("in.xlsx", make_zip(parts));
  fix_copy(in, folder.file("out.xlsx"), {{"Two", 2, 2, "r"}}, kWords);
  CHECK(part_of(folder.file("out.xlsx"), "xl/worksheets/sheet2.xml") ==
        "<worksheet xmlns=\"m\"><sheetData><row r=\"2\"><c r=\"B2\" "
        "s=\"2\"/></row></sheetData></worksheet>");
}

TEST_CASE("a missing cell takes the look of its row or column") {
  Folder folder;
  Book book = two_sheets();
  Parts parts = book.parts();
  parts.back().second =
      "<worksheet xmlns=\"m\"><cols><col min=\"2\" max=\"3\" style=\"1\"/></cols><sheetData>"
      "<row r=\"1\" s=\"1\" customFormat=\"1\"></row><row r=\"2\"></row></sheetData></worksheet>";
  const std::string in = folder.put("in.xlsx", make_zip(parts));
  fix_copy(in, folder.file("out.xlsx"),
           {{"Two", 1, 1, "r"}, {"Two", 2, 3, "r"}, {"Two", 2, 5, "r"}}, kWords);
  const std::string sheet = part_of(folder.file("out.xlsx"), "xl/worksheets/sheet2.xml");
  CHECK(sheet.find("<c r=\"A1\" s=\"2\"/>") != std::string::npos);
  CHECK(sheet.find("<c r=\"C2\" s=\"2\"/><c r=\"E2\" s=\"3\"/>") != std::string::npos);
}

TEST_CASE("a copy marked before is marked anew: old red gone, one sheet of reasons") {
  Folder folder;
  const std::string in = folder.put("in.xlsx", two_sheets().zip());
  const std::string once = folder.file("once.xlsx");
  const std::string twice = folder.file("twice.xlsx");
  fix_copy(in, once, {{"One", 3, 1, "first"}, {"One", 1, 1, "gone"}}, kWords);
  fix_copy(once, twice, {{"One", 3, 1, "second"}}, kWords);
  CHECK(rows_of(twice, "Reasons") == Rows{{"Sheet", "Cell", "Reason"}, {"One", "A3", "second"}});
  CHECK(sheet_names(twice).size() == 3);
  const std::string sheet = part_of(twice, "xl/worksheets/sheet1.xml");
  const std::string styles = part_of(twice, "xl/styles.xml");
  // A1 keeps its number of a format, which isn't red any more; A3 has a new red one.
  CHECK(sheet.find("<c s=\"2\" r=\"A1\"") != std::string::npos);
  CHECK(sheet.find("<c r=\"A3\" s=\"4\"") != std::string::npos);
  std::size_t red = 0;
  for (auto at = styles.find("fillId=\"2\""); at != std::string::npos;
       at = styles.find("fillId=\"2\"", at + 1))
    ++red;
  CHECK(red == 1);
  CHECK(styles.find("fillId=\"1\"") == std::string::npos);
}

TEST_CASE("a sheet of the clerk's own with the name of the reasons is left alone") {
  Folder folder;
  const std::string in = folder.put("in.xlsx", two_sheets().zip());
  ReasonSheet words = kWords;
  words.name = "Two";
  fix_copy(in, folder.file("out.xlsx"), {{"One", 1, 1, "r"}}, words);
  CHECK(rows_of(folder.file("out.xlsx"), "Two") == Rows{{"x"}});
  CHECK(rows_of(folder.file("out.xlsx"), "Two 2")[1] == Texts{"One", "A1", "r"});
}

TEST_CASE("prefixes are kept in what is put in") {
  Folder folder;
  Parts parts = two_sheets().parts();
  parts.back().second =
      "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"2\"><x:c "
      "r=\"B2\"/></x:row></x:sheetData></x:worksheet>";
  const std::string in = folder.put("in.xlsx", make_zip(parts));
  fix_copy(in, folder.file("out.xlsx"),
           {{"Two", 1, 1, "r"}, {"Two", 2, 1, "r"}, {"Two", 2, 2, "r"}}, kWords);
  CHECK(part_of(folder.file("out.xlsx"), "xl/worksheets/sheet2.xml") ==
        "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" "
        "s=\"2\"/></x:row><x:row r=\"2\">"
        "<x:c r=\"A2\" s=\"2\"/><x:c s=\"2\" r=\"B2\"/></x:row></x:sheetData></x:worksheet>");
}

TEST_CASE("a prefix that only a sheet's own tag declares is declared for the new one too") {
  Folder folder;
  Parts parts = two_sheets().parts();
  const std::string doc = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  parts[2].second =
      "<workbook xmlns=\"m\"><sheets><sheet xmlns:r=\"" + doc +
      "\" name=\"One\" sheetId=\"7\" state=\"visible\" r:id=\"s1\"/></sheets></workbook>";
  const std::string in = folder.put("in.xlsx", make_zip(parts));
  fix_copy(in, folder.file("out.xlsx"), {{"One", 1, 1, "r"}}, kWords);
  CHECK(part_of(folder.file("out.xlsx"), "xl/workbook.xml")
            .find("<sheet xmlns:r=\"" + doc +
                  "\" name=\"Reasons\" sheetId=\"8\" r:id=\"rIdReasons1\"/>") != std::string::npos);
}

TEST_CASE("a large sheet is copied in pieces without losing a byte") {
  Folder folder;
  Book book = two_sheets();
  book.second.clear();
  std::string data;
  for (int row = 1; row <= 20000; ++row) {
    const std::string n = std::to_string(row);
    data += "<row r=\"" + n + "\">" + text_cell("A" + n, "value " + n) + "<c r=\"B" + n + "\"><v>" +
            n + "</v></c></row>\n";
  }
  book.second = data;
  const std::string in = folder.put("in.xlsx", book.zip());
  std::vector<Mark> marks;
  std::string wanted = part_of(in, "xl/worksheets/sheet2.xml");
  for (int row = 7; row <= 20000; row += 97) {
    marks.push_back({"Two", static_cast<std::uint64_t>(row), 2, "r"});
    const std::string cell = "<c r=\"B" + std::to_string(row) + "\">";
    wanted.replace(wanted.find(cell), cell.size(),
                   "<c s=\"2\" r=\"B" + std::to_string(row) + "\">");
  }
  fix_copy(in, folder.file("out.xlsx"), marks, kWords);
  CHECK(part_of(folder.file("out.xlsx"), "xl/worksheets/sheet2.xml") == wanted);
}

TEST_CASE("what is no workbook or has no such sheet is refused, nothing is left") {
  Folder folder;
  const std::string csv = folder.put("in.csv", "a,b\n1,2\n");
  CHECK(code_of([&] { fix_copy(csv, folder.file("out.xlsx"), {}, kWords); }) == "sheet.wrong-kind");
  const std::string in = folder.put("in.xlsx", two_sheets().zip());
  CHECK(code_of([&] {
          fix_copy(in, folder.file("out.xlsx"), {{"Three", 1, 1, "r"}}, kWords);
        }) == "sheet.not-found");
  CHECK(code_of([&] { fix_copy(in, "/no/such/folder/out.xlsx", {}, kWords); }) ==
        "file.unwritable");
  CHECK(folder.count() == 2);
}

TEST_CASE("the copy has mode 0600") {
  Folder folder;
  const std::string in = folder.put("in.xlsx", two_sheets().zip());
  fix_copy(in, folder.file("out.xlsx"), {}, kWords);
  struct stat info {};
  REQUIRE(::stat(folder.file("out.xlsx").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("attributes of a tag are changed whatever their quotes and spaces") {
  Tag tag{"<a:c  r='A1'\n s = \"1>2\"/>"};
  CHECK(tag.name() == "a:c");
  CHECK(tag.is_empty());
  tag.set("s", "3");
  CHECK(tag.text() == "<a:c  r='A1'\n s = \"3\"/>");
  tag.set("t", "x");
  CHECK(tag.text() == "<a:c t=\"x\"  r='A1'\n s = \"3\"/>");
  tag.remove("r");
  CHECK(tag.text() == "<a:c t=\"x\"\n s = \"3\"/>");
  tag.open();
  CHECK(tag.text() == "<a:c t=\"x\"\n s = \"3\">");
}

TEST_CASE("a copy marked in another language has one sheet of reasons, in the language of now") {
  Folder folder;
  const std::string in = folder.put("in.xlsx", two_sheets().zip());
  const std::string once = folder.file("once.xlsx");
  const std::string twice = folder.file("twice.xlsx");
  fix_copy(in, once, {{"One", 3, 1, "first"}}, reason_sheet(Language::en));
  fix_copy(once, twice, {{"One", 1, 1, "second"}}, kWords);
  CHECK(sheet_names(twice).size() == 3);
  CHECK(sheet_names(twice).back().name == "Reasons");
  CHECK(rows_of(twice, "Reasons") == Rows{{"Sheet", "Cell", "Reason"}, {"One", "A1", "second"}});
}

TEST_CASE("a cell with a fill of its own gets it back, after two rounds too") {
  Folder folder;
  Parts parts = two_sheets().parts();
  for (auto& [name, text] : parts) {
    if (name != "xl/styles.xml") continue;
    const std::string end = "</fills>", xf = "fontId=\"3\" fillId=\"0\"";
    text.replace(text.find(end), end.size(),
                 "<fill><patternFill patternType=\"solid\"><fgColor theme=\"7\" tint=\"0.6\"/>"
                 "</patternFill></fill></fills>");
    text.replace(text.find(xf), xf.size(), "fontId=\"3\" fillId=\"1\"");
  }
  const std::string in = folder.put("in.xlsx", make_zip(parts));
  const std::string own = "<fgColor theme=\"7\" tint=\"0.6\"/><bgColor indexed=\"64\"/>";
  const std::string red = "<fgColor rgb=\"FFFF9B9B\"/><bgColor theme=\"7\" tint=\"0.6\"/>";
  std::string last = in;
  for (const char* name : {"1.xlsx", "2.xlsx"}) {
    fix_copy(last, folder.file(name), {{"One", 3, 1, "r"}}, kWords);
    last = folder.file(name);
    CHECK(part_of(last, "xl/styles.xml").find(red) != std::string::npos);
  }
  fix_copy(last, folder.file("3.xlsx"), {{"One", 1, 1, "r"}}, kWords);
  const std::string styles = part_of(folder.file("3.xlsx"), "xl/styles.xml");
  const std::size_t at = styles.rfind(own);
  REQUIRE(at != std::string::npos);
  std::size_t fills = 0;
  for (auto i = styles.find("<fill>"); i < at; i = styles.find("<fill>", i + 1)) ++fills;
  const std::string sheet = part_of(folder.file("3.xlsx"), "xl/worksheets/sheet1.xml");
  CHECK(sheet.find("<c r=\"A3\" s=\"3\">") != std::string::npos);
  std::size_t xf = styles.find("<cellXfs");
  for (int i = 0; i <= 3; ++i) xf = styles.find("<xf", xf + 1);
  CHECK(
      styles.substr(xf, styles.find('>', xf) - xf).find("fillId=\"" + std::to_string(fills - 1)) !=
      std::string::npos);
}

}  // namespace
}  // namespace tmis::sheet
