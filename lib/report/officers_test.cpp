#include "report/officers.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/file.h"
#include "campaign/declaration.h"
#include "campaign/lock.h"
#include "journal/verify.h"
#include "report/campaign_status.h"
#include "report/deadlines.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::report;
using people::code_of;

namespace {

constexpr const char* kOfficerHeading = "部门,姓名,职责,办公电话,手机,电子邮箱,培训日期,备注\n";

struct Officers : workflow::TestDossiers {
  people::OfficerReport bring(const std::string& rows, people::OfficerImport how = {}) {
    const auto source = sheet::open_bytes(kOfficerHeading + rows, {"信息员名单.csv", "", "utf-8"});
    return people::import_officers(desk, *source, how);
  }
  std::vector<OfficerLine> lines() {
    return officer_sheet(desk, desk.permit("org officers list"), desk.today()).lines;
  }
  void begin_campaign() {
    campaign::import_campaign(
        desk, read_file(std::string{TMIS_SOURCE_DIR} + "/examples/campaign-2017.json"), "");
  }
  StepStatus step(const std::string& id, const char* day) {
    for (const auto& s :
         campaign_status(desk, desk.permit("campaign status"), day_from_iso(day).value())) {
      if (s.step == id) return s;
    }
    FAIL("no such step");
    return {};
  }
  std::vector<DeadlineLine> late_training(const char* day) {
    auto all = deadlines(desk, desk.permit("report deadlines"), day_from_iso(day).value());
    std::erase_if(all, [](const DeadlineLine& l) { return l.step != "officer_training"; });
    return all;
  }
  std::int64_t counted(const StepStatus& s, std::string_view name) {
    for (const auto& [key, n] : s.counts) {
      if (key == name) return n;
    }
    return -1;
  }
};

constexpr const char* kTwo =
    "语文教研组,周梅,部门信息员,0731-88880001,13800000001,zhou@school.example,2017-02-14,\n"
    "数学教研组,何平,部门信息员,,13800000002,,,新任\n";

}  // namespace

TEST_CASE("the list of officers comes in once; the same file again changes nothing") {
  Officers t;
  const auto first = t.bring(kTwo);
  CHECK(first.accepted == 2);
  CHECK(first.event > 0);
  CHECK(first.stored);
  const auto again = t.bring(kTwo);
  CHECK(again.unchanged == 2);
  CHECK(again.event == -1);
  const auto lines = t.lines();
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].organisation == "4301020012");
  CHECK(lines[0].teachers == 1);
  CHECK(journal::verify(t.desk, {}).findings.empty());
}

TEST_CASE("a list with a bad row stores nothing, unless the good ones are wanted") {
  Officers t;
  const std::string bad = std::string{kTwo} + "英语教研组,,部门信息员,,123,,2017年2月30日,\n";
  const auto refused = t.bring(bad);
  CHECK(refused.rejected == 1);
  CHECK(refused.event == -1);
  CHECK(t.lines().empty());
  CHECK(refused.findings.size() >= 2);
  CHECK(refused.findings.front().row == 4);
  CHECK(t.bring(bad, {.partial = true}).accepted == 2);
  CHECK(t.lines().size() == 2);
}

TEST_CASE("an empty cell keeps what is there, and empties it where that is wanted") {
  Officers t;
  t.bring(kTwo);
  const std::string row = "语文教研组,周 梅,部门信息员,,,,,\n";
  CHECK(t.bring(row).unchanged == 1);
  const auto fields = people::officer_fields(t.desk.catalogue);
  const auto mobile = fields.field_index("mobile").value();
  CHECK(t.lines()[0].officer.values[mobile].text == "13800000001");
  CHECK(t.bring(row, {.clear_blanks = true}).updated == 1);
  CHECK(t.lines()[0].officer.values[mobile].is_null());
}

TEST_CASE("a list that replaces takes out who isn't in it, but not when a row was refused") {
  Officers t;
  t.bring(kTwo);
  const std::string one = "语文教研组,周梅,部门信息员,,,,,\n";
  CHECK(t.bring(one).removed == 0);
  CHECK(t.bring(one + "数学教研组,,x,,,,,\n", {.partial = true, .replace = true}).removed == 0);
  CHECK(t.lines().size() == 2);
  CHECK(t.bring(one, {.replace = true}).removed == 1);
  CHECK(t.lines().size() == 1);
  CHECK(journal::verify(t.desk, {}).findings.empty());
}

TEST_CASE("two rows of one officer, and a viewer who writes, are refused") {
  Officers t;
  const auto twice = t.bring(std::string{kTwo} + "语文教研组,周梅,副职,,,,,\n");
  REQUIRE(twice.findings.size() == 1);
  CHECK(twice.findings[0].code == &codes::record_duplicate);
  t.sit("admin");
  CHECK(code_of([&] { t.bring(kTwo); }) == &codes::denied_role);
  t.sit(t.wang.number);
  CHECK(code_of([&] { t.bring(kTwo); }) == &codes::denied_role);
}

TEST_CASE("who may see telephone numbers: the own organisation, and the authority above") {
  Officers t;
  t.bring(kTwo);
  for (const std::string login : {"admin", "bureau"}) {
    t.sit(login);
    CHECK(t.lines().size() == 2);
  }
  t.sit(t.wang.number);
  CHECK(t.lines().size() == 2);
}

TEST_CASE(
    "the step of the training is done when every department has an officer and all are trained") {
  Officers t;
  t.begin_campaign();
  CHECK(t.step("officer_training", "2017-02-20").status == "late");
  auto late = t.late_training("2017-02-20");
  REQUIRE(late.size() == 1);
  CHECK(late[0].subject == "4301020012");
  CHECK(late[0].days_late == 5);

  t.bring("语文教研组,周梅,部门信息员,,,,2017-02-14,\n");
  late = t.late_training("2017-02-20");
  REQUIRE(late.size() == 1);
  CHECK(late[0].department == "数学教研组");
  CHECK(t.step("officer_training", "2017-02-20").status == "late");

  t.bring(kTwo);
  late = t.late_training("2017-02-20");
  REQUIRE(late.size() == 1);
  CHECK(late[0].name == "何平");
  CHECK(late[0].responsible == "manager");
  const auto now = t.step("officer_training", "2017-02-20");
  CHECK(t.counted(now, "officers") == 2);
  CHECK(t.counted(now, "officers_trained") == 1);
  CHECK(t.counted(now, "departments_without_officer") == 0);

  t.bring("数学教研组,何平,部门信息员,,,,2017-02-21,\n");
  CHECK(t.late_training("2017-02-20").size() == 1);  // trained tomorrow
  t.on("2017-02-21");
  CHECK(t.late_training("2017-02-21").empty());
  CHECK(t.step("officer_training", "2017-02-21").status == "done_late");
}

TEST_CASE("a step that is declared counts as done from then on, until that is taken back") {
  Officers t;
  t.begin_campaign();
  CHECK(t.step("accounts", "2017-02-20").status == "late");
  CHECK(code_of([&] { campaign::declare_done(t.desk, {"audit"}); }) ==
        &codes::campaign_not_declared);
  CHECK(code_of([&] { campaign::declare_done(t.desk, {"party"}); }) == &codes::usage_value);
  const auto done = campaign::declare_done(t.desk, {"accounts"});
  CHECK(done.event > 0);
  CHECK(campaign::declare_done(t.desk, {"accounts"}).unchanged);
  CHECK(t.step("accounts", "2017-02-20").status == "done_late");
  campaign::declare_done(t.desk, {.step = "accounts", .undo = true});
  CHECK(t.step("accounts", "2017-02-20").status == "late");
  CHECK(journal::verify(t.desk, {}).findings.empty());
}
