#include "sheet/template_writer.h"

#include "sheet/sheet_test.h"

namespace tmis::sheet {
namespace {

using namespace testing;

TableHead people() {
  TableHead head{"staff", {}};
  Column id;
  id.id = "id_number";
  id.title = "ID number";
  id.identity = true;
  id.required = true;
  id.note = "18 digits";
  Column sex;
  sex.id = "sex";
  sex.title = "Sex";
  sex.kind = Column::Kind::code;
  sex.choices = {"male", "female"};
  Column subject;
  subject.id = "subject";
  subject.title = "Subject";
  for (int i = 0; i < 60; ++i) subject.choices.push_back("subject number " + std::to_string(i));
  Column comma;
  comma.id = "comma";
  comma.title = "Comma";
  comma.choices = {"a,b", "c"};
  head.columns = {id, sex, subject, comma};
  return head;
}

TEST_CASE("an empty template is read as a heading, required columns starred") {
  Folder folder;
  const std::string path = folder.file("t.xlsx");
  write_template(path, {people()}, {{"Help", {{"Column", "Rule"}, {"Sex", "as in the ID card"}}}});
  CHECK(rows_of(path) == Rows{{"ID number*", "Sex", "Subject", "Comma"}});
  const auto names = sheet_names(path);
  REQUIRE(names.size() == 3);
  CHECK(names[1].name == "Help");
  CHECK(names[2].hidden);
  CHECK(rows_of(path, "Help")[1] == Texts{"Sex", "as in the ID card"});
}

TEST_CASE("short lists stand in the rule, long ones and those with commas on the hidden sheet") {
  Folder folder;
  const std::string path = folder.file("t.xlsx");
  write_template(path, {people()});
  const std::string sheet = part_of(path, "xl/worksheets/sheet1.xml");
  CHECK(sheet.find("&quot;male,female&quot;") == std::string::npos);
  CHECK(sheet.find("<formula1>\"male,female\"</formula1>") != std::string::npos);
  CHECK(sheet.find("<formula1>_choices!$A$1:$A$60</formula1>") != std::string::npos);
  CHECK(sheet.find("<formula1>_choices!$B$1:$B$2</formula1>") != std::string::npos);
  CHECK(sheet.find("sqref=\"B2:B1048576\"") != std::string::npos);
  CHECK(rows_of(path, "_choices")[0] == Texts{"subject number 0", "a,b"});
}

TEST_CASE(
    "columns of identity numbers and codes are text from top to bottom, the heading is frozen") {
  Folder folder;
  const std::string path = folder.file("t.xlsx");
  write_template(path, {people()});
  const std::string sheet = part_of(path, "xl/worksheets/sheet1.xml");
  const auto column = sheet.find("<col min=\"1\" max=\"1\"");
  REQUIRE(column != std::string::npos);
  CHECK(sheet.substr(column, 60).find("style=") != std::string::npos);
  const auto third = sheet.find("<col min=\"3\" max=\"3\"");
  CHECK(sheet.substr(third, sheet.find("/>", third) - third).find("style=") == std::string::npos);
  CHECK(part_of(path, "xl/styles.xml").find("numFmtId=\"49\"") != std::string::npos);
  CHECK(sheet.find("state=\"frozen\"") != std::string::npos);
  CHECK(part_of(path, "xl/comments1.xml").find("18 digits") != std::string::npos);
}

TEST_CASE("a template for a whole dossier has a sheet a table") {
  Folder folder;
  const std::string path = folder.file("t.xlsx");
  TableHead other = people();
  other.name = "other";
  write_template(path, {people(), other});
  CHECK(rows_of(path, "other") == Rows{{"ID number*", "Sex", "Subject", "Comma"}});
  CHECK(part_of(path, "xl/worksheets/sheet2.xml").find("_choices!$A$1:$A$60") != std::string::npos);
}

TEST_CASE("a CSV template is the heading alone") {
  Folder folder;
  write_template(folder.file("t.csv"), {people()});
  CHECK(read_file(folder.file("t.csv")) == "ID number*,Sex,Subject,Comma\n");
  CHECK(code_of([&] {
          write_template(folder.file("t.csv"), {people(), people()});
        }) == "sheet.one-table");
  CHECK(code_of([&] { write_template(folder.file("t.json"), {people()}); }) == "file.ending");
}

}  // namespace
}  // namespace tmis::sheet
