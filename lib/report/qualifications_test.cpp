#include "report/qualifications.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/message.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::report;

namespace {

struct Certificates : workflow::TestDossiers {
  Certificates() { open_texts(Language::zh, TMIS_SHARE_DIR "/../locale"); }
  ~Certificates() { open_texts(Language::en, TMIS_SHARE_DIR "/../locale"); }

  QualificationSheet sheet(const char* day = "2017-02-20", bool reveal = false) {
    return qualifications(desk, desk.permit("report qualifications"), day_from_iso(day).value(), "",
                          reveal);
  }
  std::int64_t certificate(const people::Person& who, Fields more = {}) {
    Fields all{{"qualification_type", "4"},
               {"certificate_number", "20054300141000001"},
               {"subject", "13"},
               {"issue_date", "2005-07-01"},
               {"issuing_authority", "青澜市教育局"}};
    for (auto& [id, value] : more) all[id] = value;
    return put("teacher_qualification", who, all);
  }
  void pass(const people::Person& who) {
    hand_in(who), workflow::pass(desk, {.teacher = who.number});
  }
  static std::string cell(const QualificationSheet& sheet, std::size_t line, std::string_view id) {
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
      if (sheet.columns[i].id == id) return sheet.lines[line].cells[i];
    }
    FAIL("no such column");
    return {};
  }
  static std::vector<const Code*> codes_of(const QualificationLine& line) {
    std::vector<const Code*> out;
    for (const Finding& f : line.findings) out.push_back(f.code);
    return out;
  }
};

using Codes = std::vector<const Code*>;

}  // namespace

TEST_CASE("a line a certificate, from audited content alone") {
  Certificates t;
  t.certificate(t.wang);
  auto sheet = t.sheet();
  REQUIRE(sheet.lines.size() == 2);
  CHECK(t.cell(sheet, 0, "certificate_number").empty());
  CHECK(t.codes_of(sheet.lines[0]) == Codes{&codes::qualification_not_audited});

  t.certificate(t.wang, {{"certificate_number", "20054300141000002"}});
  t.put("skills_certificates", t.wang,
        {{"language", "zh"},
         {"language_mastery", "2"},
         {"certificate_type", "2"},
         {"language_certificate", "1"},
         {"issue_month", "2004-05"},
         {"certificate_number", "43-1"}});
  t.put("annual_assessment", t.wang, {{"year", "2015"}, {"result", "1"}});
  t.put("annual_assessment", t.wang, {{"year", "2016"}, {"result", "2"}});
  t.put("ethics_assessment", t.wang, {{"assessment_month", "2016-12"}, {"result", "1"}});
  t.pass(t.wang);
  sheet = t.sheet();
  REQUIRE(sheet.lines.size() == 3);
  const auto own = std::count_if(sheet.lines.begin(), sheet.lines.end(),
                                 [&](const auto& line) { return line.teacher == t.wang.number; });
  CHECK(own == 2);
  const std::size_t at = sheet.lines[0].teacher == t.wang.number ? 0 : 1;
  CHECK(t.cell(sheet, at, "name") == "王强");
  CHECK(t.cell(sheet, at, "id_number") == "110101********0010");
  CHECK(t.cell(sheet, at, "birth_date") == "***");
  CHECK(t.cell(sheet, at, "qualification_type") == "高级中学教师资格");
  CHECK(t.cell(sheet, at, "mandarin_grade") == "熟练");
  CHECK(t.cell(sheet, at, "appraisal").starts_with("2016 "));
  CHECK(t.cell(sheet, at, "appraisal").find("2015 ") != std::string::npos);
  CHECK(t.cell(sheet, at, "ethics") == "2016 ***");  // sealed
  CHECK(t.cell(sheet, at, "credits").empty());
  CHECK(t.codes_of(sheet.lines[at]) == Codes{&codes::qualification_unregistered});
  CHECK(t.cell(sheet, at, "findings") == "没有注册记录");
  const auto revealed = t.sheet("2017-02-20", true);
  CHECK(t.cell(revealed, at, "id_number") == "110101198001010010");
  CHECK(t.cell(revealed, at, "birth_date") == "1980-01-01");
}

TEST_CASE("an earlier day has the sheet of that day, and a change counts once it is audited") {
  Certificates t;
  const auto row = t.certificate(t.wang);
  t.pass(t.wang);
  t.on("2017-03-01");
  t.change("teacher_qualification", row, "issuing_authority", "青澜区教育局");
  auto sheet = t.sheet("2017-03-01");
  CHECK(t.cell(sheet, sheet.lines[0].teacher == t.wang.number ? 0 : 1, "issuing_authority") ==
        "青澜市教育局");
  const std::size_t at = sheet.lines[0].teacher == t.wang.number ? 0 : 1;
  CHECK(t.codes_of(sheet.lines[at]).front() == &codes::qualification_not_audited);
  {
    journal::Transaction tx{t.desk, t.desk.permit("record submit"), {}};
    auto item = dossier::item(t.desk, {&t.desk.catalogue.at("teacher_qualification"), row});
    item.state = "submitted";
    dossier::put_state(tx, item);
    tx.commit();
  }
  workflow::pass(t.desk, {.teacher = t.wang.number});
  CHECK(t.cell(t.sheet("2017-03-01"), at, "issuing_authority") == "青澜区教育局");
  CHECK(t.cell(t.sheet("2017-02-28"), at, "issuing_authority") == "青澜市教育局");
}

TEST_CASE("registrations end after five years, or have been refused") {
  Certificates t;
  t.certificate(t.wang,
                {{"first_registration_date", "2011-06-30"}, {"first_registration_result", "1"}});
  t.certificate(t.li, {{"first_registration_date", "2009-06-30"},
                       {"first_registration_result", "1"},
                       {"periodic_registration_date", "2014-06-30"},
                       {"periodic_registration_result", "2"},
                       {"subject", ""}});
  t.pass(t.wang);
  t.pass(t.li);
  const auto sheet = t.sheet();
  REQUIRE(sheet.lines.size() == 2);
  const std::size_t wang = sheet.lines[0].teacher == t.wang.number ? 0 : 1;
  CHECK(t.codes_of(sheet.lines[wang]) ==
        Codes{&codes::qualification_no_mandarin, &codes::qualification_expired});
  CHECK(t.cell(sheet, wang, "findings").find("2016-06-30") != std::string::npos);
  CHECK(t.codes_of(sheet.lines[1 - wang]) == Codes{&codes::qualification_incomplete,
                                                   &codes::qualification_no_mandarin,
                                                   &codes::qualification_refused});
}

TEST_CASE("who has had audited that there is no certificate has no line") {
  Certificates t;
  t.put("teacher_qualification", t.wang, {{"qualification_type", "0"}});
  t.pass(t.wang);
  const auto sheet = t.sheet();
  REQUIRE(sheet.lines.size() == 1);
  CHECK(sheet.lines[0].teacher == t.li.number);
}
