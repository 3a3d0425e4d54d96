#include "schema/row_reader.h"

#include <algorithm>
#include <set>

#include "base/file.h"
#include "schema/testing.h"

namespace tmis::schema {
namespace {

using testing::line;
using testing::names;
using Names = std::vector<std::string>;

const Day kToday = *day_from_iso("2017-02-13");
constexpr std::string_view kTitles =
    "身份证件号|education_level|education_country|institution|major|normal_major|entry_month|"
    "graduation_month|"
    "degree_level|study_mode";
constexpr std::string_view kRow =
    "11010519491231002X|21|156|青澜师范大学|语文|1|2003-09|2007-06|0|1";

struct Result {
  bool read = false;
  IncomingRow row;
  Findings findings;
};

/// A row of the table under these titles, read and checked.
Result result(std::string_view set, std::string_view titles, const Line& l) {
  const FieldSet& s = testing::catalogue().at(set);
  const RowReader reader{s, HeadingFinder{s}.match(line(titles)), kToday};
  Result out;
  out.read = reader.read(l, out.row, out.findings);
  if (out.read) reader.check(out.row.values, out.row, out.findings);
  return out;
}
Result study(std::string_view row) { return result("study_experience", kTitles, line(row, 7)); }

std::string with(std::string_view row, std::size_t column, std::string_view text) {
  std::string out;
  std::size_t at = 0;
  for (const auto part : split(row, '|'))
    out.append(at == 0 ? "" : "|").append(at == column ? text : part), ++at;
  return out;
}

TEST_CASE("a row becomes values by field; what the file lacks is not given") {
  const Result r = study(kRow);
  CHECK(r.read);
  CHECK(names(r.findings) == Names{});
  CHECK(r.row.line == 7);
  CHECK(r.row.who.kind == Who::Kind::id_number);
  CHECK(r.row.who.text == "11010519491231002X");
  const FieldSet& set = testing::catalogue().at("study_experience");
  const auto at = [&](std::string_view id) { return set.field_index(id).value(); };
  CHECK(r.row.values[at("institution")] == Value{"青澜师范大学"});
  CHECK(r.row.values[at("normal_major")] == Value{std::int64_t{1}});
  CHECK(r.row.values[at("degree")].is_null());
  CHECK(r.row.given[at("institution")]);
  CHECK_FALSE(r.row.given[at("degree")]);
}

TEST_CASE("a fault stands at its row, column and field, with the label and the value as typed") {
  const Result r = study(with(kRow, 6, "2003年13月"));
  REQUIRE(names(r.findings) == Names{"entry_month value.no-such-day"});
  const Finding& f = r.findings[0];
  CHECK(f.row == 7);
  CHECK(f.column == 7);
  CHECK(f.value == "2003年13月");
  CHECK(*testing::argument(f.args, "label") ==
        testing::field("study_experience", "entry_month").label.here());
}

TEST_CASE("all faults of a row are told at once, one a cell") {
  const Result r =
      study("110105194912310021|X9|156|" + std::string(61, 'x') + "||也许|2003-13|1999-01|0|");
  CHECK(names(r.findings) == Names{"id_number value.identity-checksum",
                                   "education_level value.code", "normal_major value.boolean",
                                   "entry_month value.no-such-day", "institution value.too-long",
                                   "study_mode value.required"});
}

TEST_CASE("who the row is of must be said") {
  CHECK(names(study(with(kRow, 0, "")).findings) == Names{"id_number value.required"});
  CHECK(study(with(kRow, 0, "")).row.who.kind == Who::Kind::none);
  CHECK(names(study(with(kRow, 0, "110105491231002")).findings) ==
        Names{"id_number value.identity-15"});
  CHECK(names(study(with(kRow, 0, "1.10105E+17")).findings) ==
        Names{"id_number value.identity-spoilt"});
  Line number = line(kRow);
  number.cells[0] = testing::cell("110105194912310000", Cell::Kind::number);
  CHECK(names(result("study_experience", kTitles, number).findings) ==
        Names{"id_number value.identity-json"});
  CHECK(names(study(with(kRow, 0, "\u200B")).findings) == Names{"id_number value.required"});
}

TEST_CASE("staff and teacher numbers are taken half-width and trimmed") {
  const Result r = result("study_experience", "教职工号|education_level", line("　Ａ００１ |0"));
  CHECK(r.row.who.kind == Who::Kind::staff_number);
  CHECK(r.row.who.text == "A001");
}

TEST_CASE("in the table of the person the number's faults are told once, at its own field") {
  const Result r = result("basic_information", "姓名|身份证件类型|身份证件号",
                          line("张三|1|110105194912310021"));
  const auto told = names(r.findings);
  CHECK(std::count(told.begin(), told.end(), "identity_document_number value.identity-checksum") ==
        1);
  CHECK(std::none_of(told.begin(), told.end(),
                     [](const std::string& n) { return n.starts_with("id_number"); }));
}

TEST_CASE("sensitive values are masked in findings") {
  const Result number = study(with(kRow, 0, "110105194912310021"));
  REQUIRE(number.findings.size() == 1);
  CHECK(number.findings[0].value == "110105********0021");
  const Result pay =
      result("basic_pay", "身份证件号|year|basic_salary", line("11010519491231002X|2016|约3456"));
  const auto f = std::find_if(pay.findings.begin(), pay.findings.end(),
                              [](const Finding& x) { return x.field == "basic_salary"; });
  REQUIRE(f != pay.findings.end());
  CHECK(f->value == "***");
  for (const Finding& any : pay.findings) {
    for (const Arg& a : any.args) CHECK(a.value.find("3456") == std::string::npos);
  }
}

TEST_CASE("what would work on a terminal is shown escaped, and a huge cell in short") {
  CHECK(study(with(kRow, 3, "\x1B[31m红")).findings.at(0).value == "\\u{1b}[31m红");
  CHECK(study(with(kRow, 1, std::string(5 << 20, '9'))).findings.at(0).value.size() < 100);
}

TEST_CASE("empty rows and remarks below the table are passed over") {
  for (const char* row : {"", "||||", " |　|\t", "说明:本表一式两份", "注：红色为必填",
                          "填表人：李四　审核人：王五", "填表说明", "备注:无"})
    CHECK_MESSAGE(!study(row).read, row);
  CHECK(study("说明|21").read);          // two cells are a row
  CHECK(study("|21").read);              // and so is one that says something else
  CHECK(study("|||说明文字学院").read);  // a value, not a remark at the left
}

TEST_CASE("running numbers and reasons alone make no row") {
  const FieldSet& s = testing::catalogue().at("study_experience");
  const RowReader reader{s, HeadingFinder{s}.match(line("序号|身份证件号|获得学历|退回原因")),
                         kToday};
  IncomingRow row;
  Findings findings;
  CHECK_FALSE(reader.read(line("12|||已退回"), row, findings));
  CHECK(reader.read(line("12|11010519491231002X||"), row, findings));
}

TEST_CASE("a value beyond the last title is told") {
  CHECK(names(study(std::string{kRow} + "||x").findings) == Names{" heading.beyond"});
  CHECK(study(std::string{kRow} + "||x").findings[0].column == 12);
  CHECK(study(std::string{kRow} + "|| ").findings.empty());
}

TEST_CASE("a short row has empty cells at its end") {
  CHECK(names(study("11010519491231002X|21|156|青澜师范大学|语文|1|2003-09||0").findings) ==
        Names{"study_mode value.required"});
}

TEST_CASE("a row leaves nothing behind in the next one") {
  const FieldSet& s = testing::catalogue().at("study_experience");
  const RowReader reader{s, HeadingFinder{s}.match(line(kTitles)), kToday};
  IncomingRow row;
  Findings findings;
  CHECK(reader.read(line(with(kRow, 6, "2003-13")), row, findings));
  CHECK(reader.read(line("11010519491231002X|0||||||||1"), row, findings));
  findings.clear();
  for (std::size_t i = 0; i < s.fields.size(); ++i) {
    CHECK_FALSE(row.unreadable[i]);
    const bool filled = s.fields[i].id == "education_level" || s.fields[i].id == "study_mode";
    CHECK(row.values[i].is_null() != filled);
  }
}

/// msgid -> msgstr of a catalogue of this room or of base.
std::string text_of(const std::string& po, const std::string& key) {
  const std::string head = "\nmsgid \"" + key + "\"\nmsgstr \"";
  const auto at = po.find(head);
  if (at == std::string::npos) return {};
  const auto begin = at + head.size();
  return po.substr(begin, po.find("\"\n", begin) - begin);
}

TEST_CASE(
    "every finding has a text and a hint in both languages, and they find all their arguments") {
  Findings all;
  const auto add = [&](const Result& r) {
    all.insert(all.end(), r.findings.begin(), r.findings.end());
  };
  for (const char* bad :
       {"", "110105194912310021", "110105491231002", "110105491331002", "1.1E+17", "不详"})
    add(study(with(kRow, 0, bad)));
  for (const char* bad : {"X9", "本科毕业了", "0"}) add(study(with(kRow, 1, bad)));
  for (const char* bad : {"x\x01", "4.3E+17"}) add(study(with(kRow, 3, bad)));
  for (const char* bad : {"2003", "2003-13", "2008-01"}) add(study(with(kRow, 6, bad)));
  add(study(with(kRow, 5, "也许")));
  add(study(with(kRow, 3, std::string(99, 'x'))));
  add(study(std::string{kRow} + "|x"));
  const std::string id = "11010519491231002X|";
  add(result("study_experience", "身份证件号|degree_level|degree", line(id + "4|305")));
  add(result("basic_pay", "身份证件号|year|basic_salary|other_pay|performance_pay|insurance_fund",
             line(id + "2017|1.234|-5|abc|0;1")));
  add(result("basic_pay", "身份证件号|insurance_fund|year", line(id + "1;1|20A6")));
  add(result("annual_assessment", "身份证件号|year", line(id + "2099")));
  add(result("teaching", "身份证件号|teaching_stage|teaching_status", line(id + "0|20")));
  add(result("contact", "身份证件号|mobile", line(id + "1")));
  add(result("work", "身份证件号|work_category|own_words|total_words", line(id + "01|2|1")));
  add(result("work_experience", "身份证件号|start_month|end_month", line(id + "2010-01|2009-01")));
  add(result("overseas_study", "身份证件号|country|start_date|has_overseas_study",
             line(id + "156|2015|1")));
  add(result("exchange_rotation", "身份证件号|original_unit|rotation_unit|rotation_type",
             line(id + "甲|甲|1")));
  add(result("technical_position_appointment", "身份证件号|technical_position", line(id + "编辑")));
  add(result("basic_information", "身份证件号|身份证件类型|出生日期", line(id + "1|1950-01-01")));
  std::set<std::string> codes_seen;
  for (const char* language : {"en", "zh"}) {
    const std::string po =
        read_file(std::string{TMIS_SOURCE_DIR "/lib/schema/po/"} + language + ".po");
    for (const Finding& f : all) {
      codes_seen.insert(f.code->name);
      for (const char* ending : {"", ".hint"}) {
        const std::string text = text_of(po, f.code->name + std::string{ending});
        CHECK_MESSAGE(!text.empty(), language, " ", f.code->name, ending);
        for (auto at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
          const std::string name = text.substr(at + 1, text.find_first_of("}|", at) - at - 1);
          CHECK_MESSAGE(testing::argument(f.args, name) != nullptr, f.code->name, ending, " ",
                        name);
        }
      }
    }
  }
  CHECK(codes_seen.size() >= 30);
}

TEST_CASE("a line of signatures is passed over, but no line that holds anything else") {
  for (const char* row :
       {"填表人：张三|||审核人：李四||填表时间：2017年2月", "|填表人：张三||日期：",
        "单位负责人（签字）：||填报单位（盖章）：", "填表人:|| 审 核 人 ： "})
    CHECK_MESSAGE(!study(row).read, row);
  for (const char* row : {"填表人：张三|21", "11010519491231002X||审核人：李四", "填表人|张三",
                          "|||课题：甲||项目：乙", "填表人：张三||审核人李四：同意"})
    CHECK_MESSAGE(study(row).read, row);
}

TEST_CASE("a name beside the number is read, and no value") {
  const std::string titles = "姓名|身份证件号|education_level";
  const Result r = result("study_experience", titles, line("张 三|11010519491231002X|21"));
  CHECK(r.row.name == "张 三");
  CHECK(result("basic_information", "姓名|身份证件号", line("张三|x")).row.name.empty());
  const FieldSet& s = testing::catalogue().at("study_experience");
  const RowReader reader{s, HeadingFinder{s}.match(line(titles)), kToday};
  const Finding f = reader.name_finding(codes::teacher_other_name, r.row);
  CHECK(f.column == 1);
  CHECK(f.value == "张 三");
}

TEST_CASE("a column that is no field is a fault once it is filled") {
  const FieldSet& s = testing::catalogue().at("study_experience");
  testing::Lines lines{"身份证件号|education_level|备注"};
  const RowReader reader{s, HeadingFinder{s}.find(lines), kToday};
  IncomingRow row;
  Findings findings;
  CHECK(reader.read(line("11010519491231002X|21| "), row, findings));
  CHECK(reader.read(line("11010519491231002X|21"), row, findings));
  CHECK_THROWS_AS(reader.read(line("11010519491231002X|21|x"), row, findings), Error);
}

TEST_CASE("a day number of a workbook that counts from 1904 is read as it counts") {
  const auto day = [](std::int32_t shift) {
    Line l = line("11010519491231002X|41307");
    l.day_shift = shift;
    const FieldSet& s = testing::catalogue().at("report");
    const Result r = result("report", "身份证件号|report_date", l);
    return r.row.values[s.field_index("report_date").value()];
  };
  CHECK(day(1462) == Value{"2017-02-03"});
  CHECK(day(0) == Value{"2013-02-02"});
}

}  // namespace
}  // namespace tmis::schema
