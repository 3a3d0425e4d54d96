#include "workflow/audit.h"

#include <doctest/doctest.h>

#include "dossier/edit.h"
#include "journal/verify.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

TEST_CASE("a submitted item is passed in the version that was looked at") {
  TestDossiers t;
  const auto row = t.put("annual_assessment", t.wang, {});
  const std::string id = "annual_assessment#" + std::to_string(row);
  const auto done = pass(t.desk, {.record = id});
  CHECK(done.id == id);
  CHECK(done.state == "audited");
  CHECK(done.items == 1);
  CHECK(dossier::item(t.desk, dossier::record_id(t.desk, id)).audited_version == 1);
  t.change("annual_assessment", row, "result", "1");
  CHECK(dossier::item(t.desk, dossier::record_id(t.desk, id)).changed());
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("passing again changes nothing and writes no event") {
  TestDossiers t;
  t.put("annual_assessment", t.wang, {});
  pass(t.desk, {.teacher = t.wang.number, .set = "annual_assessment"});
  const auto before = t.last_event();
  const auto again = pass(t.desk, {.teacher = t.wang.number, .set = "annual_assessment"});
  CHECK(again.unchanged == 1);
  CHECK(again.event == -1);
  CHECK(t.last_event() == before);
}

TEST_CASE(
    "a single draft answers with its refusal; among others it is listed and the others pass") {
  TestDossiers t;
  const auto draft = t.put("work_experience", t.wang, {});
  CHECK(code_of([&] { pass(t.desk, {.record = "work_experience#" + std::to_string(draft)}); }) ==
        &codes::audit_not_submitted);
  CHECK(code_of([&] { pass(t.desk, {.teacher = t.wang.number}); }) == &codes::audit_not_submitted);
  t.put("annual_assessment", t.wang, {});
  const auto done = pass(t.desk, {.teacher = t.wang.number});
  CHECK(done.items == 1);
  CHECK(done.skipped == 2);  // the row made with the account, and the draft
  CHECK(done.passed_over[0].code == &codes::audit_not_submitted);
}

TEST_CASE("a batch passes every submitted item but the auditor's own") {
  TestDossiers t;
  t.put("annual_assessment", t.wang, {});
  t.put("annual_assessment", t.li, {});
  t.put("work_experience", t.li, {});
  t.desk.actor.teacher = t.li.row;
  t.desk.actor.teacher_org = t.li.org;
  CHECK(code_of([&] { pass(t.desk, {.teacher = t.li.number}); }) == &codes::denied_own_dossier);
  const auto done = pass(t.desk, {.all = true});
  CHECK(done.items == 1);
  CHECK(done.done == 1);
  CHECK(done.id.empty());
  REQUIRE(done.passed_over.size() == 1);
  CHECK(done.passed_over[0].code == &codes::denied_own_dossier);
  CHECK(done.passed_over[0].teacher.number == t.li.number);
}

TEST_CASE(
    "what comes back carries the reason, and what was passed comes back by opening it again") {
  TestDossiers t;
  const auto row = t.put("annual_assessment", t.wang, {});
  const auto id = dossier::RecordId{&t.desk.catalogue.at("annual_assessment"), row};
  give_back(t.desk, {.teacher = t.wang.number, .set = "annual_assessment"}, "年度不清");
  CHECK(dossier::item(t.desk, id).state == "returned");
  CHECK(dossier::item(t.desk, id).reason == "年度不清");
  CHECK(code_of([&] { pass(t.desk, {.teacher = t.wang.number, .set = "annual_assessment"}); }) ==
        &codes::audit_not_submitted);

  const auto other = t.put("annual_assessment", t.li, {});
  const ItemFilter li{.teacher = t.li.number, .set = "annual_assessment"};
  CHECK(code_of([&] { reopen(t.desk, li, "更正"); }) == &codes::audit_not_audited);
  pass(t.desk, li);
  CHECK(code_of([&] { give_back(t.desk, li, "更正"); }) == &codes::audit_already_done);
  reopen(t.desk, li, "更正");
  CHECK(dossier::item(t.desk, {id.set, other}).state == "reopened");
  CHECK(code_of([&] { reopen(t.desk, li, ""); }) == &codes::usage_missing);
}

TEST_CASE("what was audited goes only by an audit of its removal") {
  TestDossiers t;
  const auto row = t.put("annual_assessment", t.wang, {});
  const std::string id = "annual_assessment#" + std::to_string(row);
  const ItemFilter wang{.teacher = t.wang.number, .set = "annual_assessment"};
  const auto present = [&] {
    return dossier::item(t.desk, {&t.desk.catalogue.at("annual_assessment"), row});
  };
  pass(t.desk, wang);
  CHECK(dossier::remove(t.desk, id, "重复").state == "submitted");
  CHECK(present().removal);
  CHECK(dossier::remove(t.desk, id, "重复").unchanged);
  give_back(t.desk, wang, "并不重复");  // the proposal is declined: as it was
  CHECK(present().state == "audited");
  CHECK_FALSE(present().removal);
  dossier::remove(t.desk, id, "确实重复");
  const auto done = pass(t.desk, {.record = id});
  CHECK(done.state == "withdrawn");
  CHECK(code_of([&] { present(); }) == &codes::record_not_found);
}

TEST_CASE("the queue shows who typed a row and whether its original was seen") {
  TestDossiers t;
  t.put("study_experience", t.wang, {{"education_level", "21"}, {"degree_level", "0"}});
  t.hand_in(t.wang);
  const auto permit = t.desk.permit("audit list");
  const auto lines = queue(t.desk, permit, {});
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].item.set->id == "study_experience");
  CHECK(lines[1].same_hand);
  CHECK(lines[1].original_pending);
  CHECK(lines[1].since == "2017-02-20");
  CHECK(pass(t.desk, {.all = true}).same_hand == 1);
  t.see_originals(t.wang);
  const auto shown = items_of(t.desk, permit, t.wang);
  CHECK(std::none_of(shown.begin(), shown.end(), [](const auto& l) { return l.original_pending; }));
}

TEST_CASE("another school's dossier doesn't exist for a manager") {
  TestDossiers t;
  CHECK(code_of([&] { pass(t.desk, {.teacher = "T00000000000"}); }) == &codes::teacher_not_found);
  t.sit("admin");
  CHECK(code_of([&] { pass(t.desk, {.teacher = t.wang.number}); }) == &codes::denied_role);
}

TEST_CASE("what was opened again and is handed in untouched is passed as it was, and sound") {
  TestDossiers t;
  t.fill(t.wang);
  t.hand_in(t.wang);
  pass(t.desk, {.teacher = t.wang.number});
  reopen(t.desk, {.teacher = t.wang.number, .set = "teaching"}, "补充");
  t.sit(t.wang.number);
  CHECK(dossier::submit(t.desk, t.wang.number).items == 1);
  for (const auto& item : dossier::items(t.desk, t.wang.row)) CHECK(item.state == "audited");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a dossier that was given back is not handed in as it was, and the teacher is told so") {
  TestDossiers t;
  t.fill(t.wang);
  t.hand_in(t.wang);
  give_back(t.desk, {.teacher = t.wang.number, .set = "teaching"}, "学年不对");
  t.sit(t.wang.number);
  CHECK(code_of([&] { dossier::submit(t.desk, t.wang.number); }) == &codes::record_not_corrected);
}
