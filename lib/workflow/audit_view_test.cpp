#include "workflow/audit_view.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "campaign/lock.h"
#include "dossier/edit.h"
#include "dossier/opening.h"
#include "journal/verify.h"
#include "workflow/reasons.h"
#include "workflow/test_dossiers.h"
#include "workflow/undo.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

Permit auditing(TestDossiers& t) { return t.desk.permit("audit list"); }

dossier::RecordId place(TestDossiers& t, const std::string& set, std::int64_t row) {
  return {&t.desk.catalogue.at(set), row};
}

std::string state(TestDossiers& t, const std::string& id) {
  return dossier::item(t.desk, dossier::record_id(t.desk, id)).state;
}

const FieldView& field(const ItemView& view, std::string_view id) {
  return *std::find_if(view.fields.begin(), view.fields.end(),
                       [&](const auto& f) { return f.field->id == id; });
}

/// A post that the teacher typed himself and handed in, in a dossier that lacks nothing.
std::string handed_in_post(TestDossiers& t) {
  t.fill(t.wang);
  t.sit(t.wang.number);
  const auto done = dossier::add(t.desk, "work_experience", t.wang.number,
                                 {{"unit_name", "青澜市第一中学"},
                                  {"start_month", "2008-09"},
                                  {"unit_nature", "23"},
                                  {"position", "教师"}},
                                 "");
  t.sit("manager");
  t.hand_in(t.wang);
  return done.id;
}

void campaign_of_2017(TestDossiers& t) {
  campaign::import_campaign(
      t.desk, read_file(std::string{TMIS_SOURCE_DIR} + "/examples/campaign-2017.json"), "");
}

}  // namespace

TEST_CASE("beside a value that changed since the last audit stands the one of then") {
  TestDossiers t;
  const auto row = t.put("annual_assessment", t.wang, {{"year", "2015"}, {"result", "1"}});
  pass(t.desk, {.all = true});
  t.change("annual_assessment", row, "result", "2");
  const auto view = look_at(t.desk, auditing(t), t.wang, place(t, "annual_assessment", row));
  CHECK(view.line.item.changed());
  CHECK(field(view, "result").changed);
  CHECK(field(view, "result").before != field(view, "result").now);
  CHECK_FALSE(field(view, "year").changed);
  CHECK(view.passed_written == "2017-02-20");
}

TEST_CASE("an item shows its papers: what is called for, what was recorded, its number") {
  TestDossiers t;
  const auto row =
      t.put("teacher_qualification", t.wang,
            {{"qualification_type", "40"}, {"certificate_number", "20104300141000123"}});
  add_original(t.desk, {t.wang.number, "qualification", "20104300141000123", "", false});
  const auto view = look_at(t.desk, auditing(t), t.wang, place(t, "teacher_qualification", row));
  REQUIRE(view.papers.size() == 1);
  CHECK(view.papers[0].number == "20104300141000123");
  CHECK(view.papers[0].called == 1);
  CHECK(view.papers[0].seen == 0);
  REQUIRE(view.papers[0].recorded.size() == 1);
  CHECK_FALSE(view.papers[0].recorded[0].seen);
  CHECK(view.line.original_pending);
  CHECK(view.own_hand);
}

TEST_CASE("the walk goes by dossiers; the own one is not among them, and that is said") {
  TestDossiers t;
  t.put("annual_assessment", t.wang, {});
  t.put("discipline", t.wang, {});
  t.put("annual_assessment", t.li, {});
  auto all = waiting(t.desk, {});
  REQUIRE(all.dossiers.size() == 2);
  CHECK(all.items == 3);
  CHECK(all.own == 0);
  t.desk.actor.teacher = t.wang.row;
  t.desk.actor.teacher_org = t.wang.org;
  all = waiting(t.desk, {});
  REQUIRE(all.dossiers.size() == 1);
  CHECK(all.dossiers[0].teacher.row == t.li.row);
  CHECK(all.own == 2);
  CHECK(waiting(t.desk, {.department = "语文教研组"}).items == 0);
  CHECK(waiting(t.desk, {.set = "annual_assessment"}).items == 1);
  CHECK(code_of([&] { waiting(t.desk, {.teacher = t.wang.number}); }) ==
        &codes::denied_own_dossier);
}

TEST_CASE("what a batch covers is counted by department and table before it is passed") {
  TestDossiers t;
  t.put("annual_assessment", t.wang, {});
  t.put("annual_assessment", t.li, {});
  t.put("study_experience", t.li, {{"education_level", "21"}, {"degree_level", "0"}});
  t.hand_in(t.li);
  const auto whole = cover(t.desk, {.all = true});
  CHECK(whole.dossiers == 2);
  CHECK(whole.original_pending >= 1);
  CHECK(whole.departments.size() == 2);
  const auto assessments = std::find_if(whole.tables.begin(), whole.tables.end(), [](auto& line) {
    return line.set->id == "annual_assessment";
  });
  REQUIRE(assessments != whole.tables.end());
  CHECK(assessments->dossiers == 2);
  CHECK(whole.first == std::vector<std::string>{"李娜", "王强"});
  const auto some = cover(t.desk, {.set = "annual_assessment", .department = "数学教研组"});
  REQUIRE(some.lines.size() == 1);
  CHECK(some.lines[0].items == 1);
  CHECK(some.items == 1);
  const auto done =
      pass(t.desk, {.set = "annual_assessment", .all = true, .department = "数学教研组"});
  CHECK(done.items == some.items);
}

TEST_CASE("a pass that is taken back leaves the item waiting, and both stand in the journal") {
  TestDossiers t;
  const auto row = t.put("annual_assessment", t.wang, {});
  const std::string id = "annual_assessment#" + std::to_string(row);
  const auto passed = pass(t.desk, {.record = id});
  const auto back = undo(t.desk, passed.event, "看错");
  CHECK(state(t, id) == "submitted");
  CHECK(back.event > passed.event);
  CHECK(pass(t.desk, {.record = id}).items == 1);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a return is taken back only until the teacher has corrected the item") {
  TestDossiers t;
  const std::string id = handed_in_post(t);
  const auto first = give_back(t.desk, {.record = id}, "日期有误");
  undo(t.desk, first.event, "看错");
  CHECK(state(t, id) == "submitted");
  const auto second = give_back(t.desk, {.record = id}, "日期有误");
  t.sit(t.wang.number);
  dossier::edit(t.desk, id, {{"start_month", "2009-09"}}, "");
  t.sit("manager");
  CHECK(code_of([&] { undo(t.desk, second.event, "看错"); }) == &codes::undo_changed);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a pass that was signed over stays") {
  TestDossiers t;
  t.fill(t.wang);
  t.hand_in(t.wang);
  const auto passed = pass(t.desk, {.teacher = t.wang.number});
  t.sign_all(t.wang);
  CHECK(code_of([&] { undo(t.desk, passed.event, "看错"); }) == &codes::undo_changed);
}

TEST_CASE("a removal that was passed and taken back waits again under a new number") {
  TestDossiers t;
  const auto row = t.put("annual_assessment", t.wang, {{"year", "2015"}, {"result", "1"}});
  pass(t.desk, {.all = true});
  dossier::remove(t.desk, "annual_assessment#" + std::to_string(row), "误录");
  const auto gone = pass(t.desk, {.all = true});
  CHECK(t.desk.db.number("SELECT count(*) FROM annual_assessment") == 0);
  undo(t.desk, gone.event, "看错");
  const auto items = dossier::items(t.desk, t.wang.row);
  const auto back = std::find_if(items.begin(), items.end(), [](const auto& item) {
    return item.set->id == "annual_assessment";
  });
  REQUIRE(back != items.end());
  CHECK(back->state == "submitted");
  CHECK(back->removal);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("after the deadline a returned item alone is open, through its correction, until a day") {
  TestDossiers t;
  const std::string id = handed_in_post(t);
  campaign_of_2017(t);
  t.on("2017-02-27");
  give_back(t.desk, {.record = id}, "日期有误", "2017-03-05");
  CHECK(code_of([&] { give_back(t.desk, {.record = id}, "x", "3 月"); }) == &codes::usage_value);
  t.sit(t.wang.number);
  const auto other = [&] {
    dossier::add(t.desk, "work_experience", t.wang.number,
                 {{"unit_name", "乙"},
                  {"start_month", "2001-09"},
                  {"unit_nature", "23"},
                  {"position", "教师"}},
                 "");
  };
  CHECK(code_of(other) == &codes::lock_self_entry);
  dossier::edit(t.desk, id, {{"start_month", "2009-09"}}, "");
  CHECK(state(t, id) == "draft");
  t.on("2017-03-05");
  dossier::edit(t.desk, id, {{"start_month", "2009-08"}}, "");
  t.on("2017-03-06");
  CHECK(code_of([&] {
          dossier::edit(t.desk, id, {{"start_month", "2009-07"}}, "");
        }) == &codes::lock_self_entry);
  CHECK(code_of([&] { dossier::submit(t.desk, t.wang.number); }) == &codes::lock_self_entry);
  t.on("2017-03-05");
  CHECK(dossier::submit(t.desk, t.wang.number).items == 1);
  CHECK_FALSE(dossier::opening(t.desk, dossier::item(t.desk, dossier::record_id(t.desk, id))));
}

TEST_CASE("reasons are a list that an installation writes, or none") {
  const auto folder = std::filesystem::temp_directory_path();
  const std::string path = (folder / "tmis-reasons-test.json").string();
  CHECK(return_reasons(path + ".none").empty());
  CHECK_FALSE(
      return_reasons(std::string{TMIS_SOURCE_DIR} + "/schemas/return-reasons.json").empty());
  for (const char* wrong : {"[]", "{", R"({"reasons": [{"zh": "甲"}]})", R"({"reasons": ["甲"]})",
                            R"({"reasons": [{"zh": " ", "en": "a"}]})"}) {
    write_file(path, wrong);
    CAPTURE(wrong);
    CHECK(code_of([&] { return_reasons(path); }) == &codes::audit_reasons);
  }
  write_file(path, R"({"reasons": [{"zh": " 甲 ", "en": "a"}]})");
  CHECK(return_reasons(path).at(0).zh == "甲");
  std::filesystem::remove(path);
}
