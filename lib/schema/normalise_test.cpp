#include "schema/normalise.h"

#include <random>

#include "schema/display.h"
#include "schema/testing.h"

namespace tmis::schema {
namespace {

using testing::cell;
using testing::field;
using Kind = Cell::Kind;

/// The value in the form of files, "-" for none, or the code of the fault.
std::string normalised_of(const Field& f, std::string_view text, Kind kind = Kind::text) {
  Value out{"from the row before"};
  std::string scratch = "too";
  const Fault fault = normalise(f, cell(text, kind), out, scratch);
  if (fault) return fault.code->name;
  return out.is_null() ? "-" : display(f, out, Form::code);
}

struct Case {
  const char* text;
  const char* value;
  Kind kind = Kind::text;
};
void check(const Field& f, std::initializer_list<Case> cases) {
  for (const Case& c : cases) CHECK_MESSAGE(normalised_of(f, c.text, c.kind) == c.value, c.text);
}

const Field& name() { return field("basic_information", "name"); }
const Field& text() { return field("basic_information", "remarks"); }
const Field& sex() { return field("basic_information", "sex"); }
const Field& yes() { return field("basic_information", "on_establishment"); }
const Field& born() { return field("basic_information", "birth_date"); }
const Field& month() { return field("study_experience", "entry_month"); }
const Field& year() { return field("annual_assessment", "year"); }
const Field& money() { return field("basic_pay", "basic_salary"); }
const Field& hours() { return field("teaching", "weekly_class_hours"); }
const Field& courses() { return field("teaching", "courses"); }
const Field& funds() { return field("basic_pay", "insurance_fund"); }

TEST_CASE("an empty cell is no value, of whatever type") {
  for (const Field* f : {&text(), &sex(), &yes(), &born(), &month(), &year(), &money(), &hours(),
                         &courses(), &field("basic_information", "identity_document_number")}) {
    for (const char* s : {"", " ", "　", "\t\n", "\xC2\xA0", "\xEF\xBB\xBF"})
      CHECK_MESSAGE(normalised_of(*f, s) == "-", f->id);
  }
}

TEST_CASE("free text is trimmed and composed, and its punctuation left as typed") {
  check(text(), {{" 好 ", "好"},
                 {"　好，很好！　", "好，很好！"},
                 {"（重）", "（重）"},
                 {"１２３", "１２３"},
                 {"a\tb", "a\tb"},
                 {"一\n二", "一\n二"},
                 {"e\xCC\x81tude", "\xC3\xA9tude"},  // NFC
                 {"=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
                 {"12.0", "12.0", Kind::number},
                 {"2016-09-01", "2016-09-01", Kind::date},
                 {"𠅤䶮", "𠅤䶮"}});
}

TEST_CASE("control characters and a formula's error are refused") {
  check(text(), {{"a\x01", "value.control"},
                 {"\x1B[31mred", "value.control"},
                 {"a\x7F", "value.control"},
                 {"a\xC2\x9B", "value.control"},
                 {"#N/A", "value.formula-error", Kind::error}});
  CHECK(normalised_of(text(), std::string_view{"a\0b", 3}) == "value.control");
  check(sex(), {{"#REF!", "value.formula-error", Kind::error}});
  check(money(), {{"#DIV/0!", "value.formula-error", Kind::error}});
}

TEST_CASE("a number in a text field that a spreadsheet has rounded is refused") {
  const Field& certificate = field("teacher_qualification", "certificate_number");
  check(certificate, {{"20084301012345678", "20084301012345678"},
                      {"2.00843E+16", "value.spoilt"},
                      {"2.00843010123457E+16", "value.spoilt", Kind::number},
                      {"２００８", "2008"},
                      {"2008", "2008", Kind::number}});
  check(text(), {{"4.3E+17", "value.spoilt"}, {"1E", "1E"}, {"第4.3E+17号", "第4.3E+17号"}});
}

TEST_CASE("a name of two characters is closed up, others keep their spaces") {
  check(name(), {{"张三", "张三"},
                 {"张 三", "张三"},
                 {"张　三", "张三"},
                 {"张   三", "张三"},
                 {"欧阳 修文", "欧阳 修文"},
                 {"约翰 史密斯", "约翰 史密斯"},
                 {"MARIA GARCIA LOPEZ", "MARIA GARCIA LOPEZ"},
                 {"A B", "A B"},
                 {"张 A", "张 A"},
                 {"买买提·艾力", "买买提·艾力"},
                 {"𠅤 䶮", "𠅤䶮"}});
}

TEST_CASE("a code field takes code and label, in any width, and tells what may have been meant") {
  check(sex(), {{"1", "1"},
                {"1", "1", Kind::number},
                {"１", "1"},
                {"男性", "1"},
                {"男", "1"},
                {" 女 ", "2"},
                {"Female", "2"},
                {"3", "value.code"},
                {"男女", "value.code-near"},
                {"X9", "value.code"}});
  Value out;
  std::string scratch;
  const Fault f = normalise(sex(), cell("男姓"), out, scratch);
  CHECK(*testing::argument(f.args, "near") == "男性");
  const Fault ambiguous = normalise(field("technical_position_appointment", "technical_position"),
                                    cell("编辑"), out, scratch);
  CHECK(ambiguous.code == &codes::value_code_ambiguous);
  CHECK(testing::argument(ambiguous.args, "codes")->find(", ") != std::string::npos);
  const Fault zero = normalise(field("basic_information", "ethnicity"), cell("1"), out, scratch);
  CHECK(*testing::argument(zero.args, "near") == "01");
}

TEST_CASE("several codes may be joined in every way that is clear") {
  const FieldSet& set = testing::catalogue().at("teaching");
  const CodeTable& table = *courses().codes;
  REQUIRE(table.entries().size() > 3);
  const auto& a = table.entries()[0];
  const auto& b = table.entries()[1];
  const std::string both = a.code + ";" + b.code;
  for (const char* by : {";", "；", " ; ", ",", "，", "、", " ", "　", "/", "\n", ";;", "; "}) {
    CHECK_MESSAGE(normalised_of(courses(), a.code + by + b.code) == both, by);
    CHECK_MESSAGE(normalised_of(courses(), a.zh + by + b.zh) == both, by);
  }
  CHECK(normalised_of(courses(), b.code + ";" + a.code) ==
        b.code + ";" + a.code);  // the order given
  CHECK(normalised_of(courses(), a.code) == a.code);
  CHECK(normalised_of(courses(), ";" + a.code + ";") == a.code);
  CHECK(normalised_of(courses(), a.code + ";" + a.zh) == "value.code-twice");
  CHECK(normalised_of(courses(), a.code + "," + a.code) == "value.code-twice");
  CHECK(normalised_of(courses(), ";;") == "-");
  CHECK(normalised_of(courses(), a.code + ";X9") == "value.code");
  CHECK(set.fields[set.field_index("courses").value()].multiple);
}

TEST_CASE("a label that holds a comma or a space is one label") {
  const CodeTable table{"t", "1\t辅导员、教练员\tcounsellor or coach\n2\t班主任\tclass teacher\n"};
  Field f;
  f.type = FieldType::code;
  f.multiple = true;
  f.codes = &table;
  check(f, {{"辅导员、教练员", "1"},
            {"班主任、辅导员、教练员", "2;1"},
            {"辅导员、教练员、班主任", "1;2"},
            {"辅导员、教练员 班主任", "1;2"},
            {"class teacher, counsellor or coach", "2;1"},
            {"class teacher counsellor or coach", "2;1"},
            {"1、2", "1;2"},
            {"辅导员、班主任", "value.code-near"},
            {"班主任、辅导员、教练员、班主任", "value.code-twice"}});
}

TEST_CASE("of several codes the wrong one is named, unless the field is sensitive") {
  Value out;
  std::string scratch;
  const Fault f =
      normalise(courses(), cell(courses().codes->entries()[0].code + ";X9"), out, scratch);
  REQUIRE(testing::argument(f.args, "value") != nullptr);
  CHECK(*testing::argument(f.args, "value") == "X9");
  REQUIRE(funds().sensitive);
  const Fault hidden =
      normalise(funds(), cell(funds().codes->entries()[0].code + ";X9"), out, scratch);
  CHECK(hidden.code == &codes::value_code);
  CHECK(testing::argument(hidden.args, "value") == nullptr);
}

TEST_CASE("yes and no are read as offices write them") {
  for (const char* s :
       {"1", "是", "true", "TRUE", "True", "yes", "YES", "Y", "y", "√", "✓", "有", "１", "Ｙ"})
    CHECK_MESSAGE(normalised_of(yes(), s) == "1", s);
  for (const char* s : {"0", "否", "false", "FALSE", "no", "No", "N", "n", "×", "x", "无", "０"})
    CHECK_MESSAGE(normalised_of(yes(), s) == "0", s);
  check(yes(), {{"也许", "value.boolean"},
                {"2", "value.boolean"},
                {"10", "value.boolean"},
                {"是的", "value.boolean"},
                {"-", "value.boolean"},
                {"不是这样的一回事", "value.boolean"}});
  check(yes(), {{"1", "1", Kind::boolean}, {"TRUE", "1", Kind::boolean}, {"1", "1", Kind::number}});
}

TEST_CASE("amounts are exact, and nothing is rounded") {
  check(money(), {{"0", "0.00"},
                  {"1234.5", "1234.50"},
                  {"1234.50", "1234.50"},
                  {"1,234.50", "1234.50"},
                  {"123,456", "123456.00"},
                  {"1,234,567.89", "1234567.89"},
                  {"１２３４．５０", "1234.50"},
                  {"１，２３４．５", "1234.50"},
                  {"0.1", "0.10"},
                  {"0.30", "0.30", Kind::number},
                  {"12.5000", "12.50"},
                  {"-1", "-1.00"},
                  {"－1", "-1.00"},
                  {"00012", "12.00"},
                  {"92233720368547758.07", "92233720368547758.07"}});
  check(money(), {{"约12", "value.number"},
                  {"12元", "value.number"},
                  {"abc", "value.number"},
                  {"1-2", "value.number"},
                  {"1,23", "value.number"},
                  {"1,2345", "value.number"},
                  {"1234,567", "value.number"},
                  {",123", "value.number"},
                  {"1,,234", "value.number"},
                  {"12.", "value.number"},
                  {".5", "value.number"},
                  {"1.2.3", "value.number"},
                  {"1.234,5", "value.number"},
                  {"--1", "value.number"},
                  {"-", "value.number"},
                  {"+1", "value.number"},
                  {"1e3", "value.number"},
                  {"1 234", "value.number"},
                  {"12.345", "value.decimals"},
                  {"0.001", "value.decimals"},
                  {"92233720368547758.08", "value.range"},
                  {"99999999999999999999999999", "value.range"}});
}

TEST_CASE("whole numbers take 12.0 but not 12.5") {
  check(hours(), {{"12", "12"},
                  {"12.0", "12"},
                  {"12.00", "12", Kind::number},
                  {"12.5", "value.decimals"},
                  {"十二", "value.number"},
                  {"1,200", "1200"}});
}

TEST_CASE("dates and months are stored in one form") {
  check(born(), {{"1985-06-15", "1985-06-15"},
                 {"1985/6/15", "1985-06-15"},
                 {"1985年6月15日", "1985-06-15"},
                 {"１９８５．６．１５", "1985-06-15"},
                 {"19850615", "1985-06-15"},
                 {"31213", "1985-06-15"},
                 {"31213", "1985-06-15", Kind::number},
                 {"1985-06-15 00:00:00", "1985-06-15"},
                 {"1985-06-15", "1985-06-15", Kind::date},
                 {"2000-02-29", "2000-02-29"}});
  check(month(), {{"2016-09", "2016-09"},
                  {"2016/9", "2016-09"},
                  {"2016年9月", "2016-09"},
                  {"201609", "2016-09"},
                  {"２０１６－０９", "2016-09"},
                  {"2016-09-01", "2016-09", Kind::date},
                  {"2016-09-17", "2016-09", Kind::date},
                  {"42614", "2016-09"}});
}

TEST_CASE("a date that doesn't exist, or isn't what the field asks for, is refused") {
  check(born(), {{"1985-06", "value.date"},
                 {"85-06-15", "value.date"},
                 {"1985", "value.date"},
                 {"不详", "value.date"},
                 {"1985-02-30", "value.no-such-day"},
                 {"1985-04-31", "value.no-such-day"},
                 {"1900-02-29", "value.no-such-day", Kind::date},
                 {"2001-02-29", "value.no-such-day"},
                 {"1985-13-01", "value.no-such-day"},
                 {"1985-00-10", "value.no-such-day"},
                 {"19850631", "value.no-such-day"},
                 {"0985-06-15", "value.no-such-day"}});
  check(month(), {{"2016-09-01", "value.month"},  // typed: the month may be meant, or the day
                  {"20160901", "value.month"},
                  {"16-09", "value.month"},
                  {"2016", "value.month"},
                  {"2016-13", "value.no-such-day"},
                  {"2016-00", "value.no-such-day"},
                  {"201619", "value.no-such-day"}});
}

TEST_CASE("a year is four digits, with or without its sign") {
  check(year(), {{"2016", "2016"},
                 {"2016年", "2016"},
                 {"2016年度", "2016"},
                 {"2016学年", "2016"},
                 {"2016 年", "2016"},
                 {"２０１６", "2016"},
                 {"2016", "2016", Kind::number},
                 {"16", "value.year"},
                 {"20A6", "value.year"},
                 {"0016", "value.year"},
                 {"2016-2017", "value.year"},
                 {"2016-09", "value.year"},
                 {"二〇一六", "value.year"}});
}

TEST_CASE("an identity number is read as such where the data say so") {
  const Field& f = field("basic_information", "identity_document_number");
  check(f, {{"11010519491231002x", "11010519491231002X"},
            {"4.30102E+17", "value.identity-spoilt"},
            {"110105491231002", "value.identity-15"},
            {"110105194912310021", "110105194912310021"}});  // the document type decides
}

TEST_CASE("a staff number is half-width, so that rows can name it") {
  check(field("basic_information", "staff_number"), {{"Ａ００１", "A001"}, {"a001", "a001"}});
}

/// Text that looks like what offices send, cut and mixed.
std::string noise(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {"2016",
                                                   "年",
                                                   "月",
                                                   "日",
                                                   "-",
                                                   "/",
                                                   ".",
                                                   ",",
                                                   "，",
                                                   "；",
                                                   ";",
                                                   "、",
                                                   " ",
                                                   "　",
                                                   "9",
                                                   "0",
                                                   "01",
                                                   "E+",
                                                   "X",
                                                   "男",
                                                   "是",
                                                   "'",
                                                   "＝",
                                                   "\n",
                                                   "\t",
                                                   "\x01",
                                                   "\xC2\x85",
                                                   "𠅤",
                                                   "\xEF\xBB\xBF",
                                                   "１",
                                                   "(",
                                                   "）",
                                                   "4.30102E+17",
                                                   "00:00",
                                                   "T",
                                                   "约",
                                                   "\xFF",
                                                   "\xE4\xB8",
                                                   "110105"};
  std::string out;
  for (std::size_t n = random() % 9; n > 0; --n) out += kPieces[random() % kPieces.size()];
  return out;
}

TEST_CASE("no text of a cell, however odd, breaks reading; what is read is read again the same") {
  std::mt19937 random{20170213};
  for (int i = 0; i < 300; ++i) {
    const std::string text_of_cell = noise(random);
    const auto kind = static_cast<Kind>(1 + random() % 5);
    for (const FieldSet& set : testing::catalogue().all()) {
      const Field& f = set.fields[random() % set.fields.size()];
      Value out;
      std::string scratch;
      if (normalise(f, cell(text_of_cell, kind), out, scratch)) continue;
      if (out.is_null()) continue;
      const std::string shown_form = display(f, out, Form::code);
      Value again;
      const Fault fault = normalise(f, cell(shown_form), again, scratch);
      CAPTURE(text_of_cell);
      CAPTURE(f.id);
      // Free text may turn into what a spreadsheet spoils only by being that already.
      CHECK_FALSE(fault);
      CHECK(again == out);
    }
  }
}

TEST_CASE("a month of which a number cell may have dropped the last 0 is refused") {
  CHECK(normalised_of(month(), "2016.1", Kind::number) == "value.month-ambiguous");
  CHECK(normalised_of(month(), "2016.1") == "2016-01");
  CHECK(normalised_of(month(), "2016.2", Kind::number) == "2016-02");
  CHECK(normalised_of(month(), "2016.11", Kind::number) == "2016-11");
}

TEST_CASE("a formula without its result is told apart from one that failed") {
  CHECK(normalised_of(month(), "=A1&B1", Kind::error) == "value.formula-pending");
  CHECK(normalised_of(text(), "#N/A", Kind::error) == "value.formula-error");
}

}  // namespace
}  // namespace tmis::schema
