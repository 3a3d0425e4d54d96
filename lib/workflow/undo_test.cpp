#include "workflow/undo.h"

#include <doctest/doctest.h>

#include "dossier/edit.h"
#include "dossier/import.h"
#include "journal/verify.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

/// Imports lines of annual assessments as the manager.
dossier::ImportReport import(TestDossiers& t, const std::string& lines) {
  const auto source =
      sheet::open_bytes("teacher_number,year,result,unit_name\n" + lines, {"a.csv", "", "utf-8"});
  auto report =
      dossier::import_records(t.desk, t.desk.catalogue.at("annual_assessment"), *source, {});
  REQUIRE(report.stored);
  return report;
}

std::int64_t count(TestDossiers& t) {
  return t.desk.db.number("SELECT count(*) FROM annual_assessment");
}

}  // namespace

TEST_CASE("rows that a batch added are withdrawn, rows it changed are as they were") {
  TestDossiers t;
  import(t, t.wang.number + ",2015,1,一中\n");
  const auto second = import(t, t.wang.number + ",2015,2,一中\n" + t.li.number + ",2015,1,一中\n");
  CHECK(second.updated == 1);
  CHECK(second.accepted == 1);
  const auto done = undo(t.desk, second.event, "导入了错误的文件");
  CHECK(done.withdrawn == 1);
  CHECK(done.restored == 1);
  CHECK(count(t) == 1);
  CHECK(t.desk.db.number("SELECT result FROM annual_assessment") == 1);
  CHECK(journal::verify(t.desk).findings.empty());
  CHECK(code_of([&] { undo(t.desk, second.event, "x"); }) == &codes::undo_already);
}

TEST_CASE("what was changed, passed or signed since keeps the whole batch") {
  TestDossiers t;
  const auto first = import(t, t.wang.number + ",2015,1,一中\n" + t.li.number + ",2015,1,一中\n");
  import(t, t.wang.number + ",2015,2,一中\n");
  CHECK(code_of([&] { undo(t.desk, first.event, "x"); }) == &codes::undo_changed);
  CHECK(count(t) == 2);

  const auto other = import(t, t.li.number + ",2016,1,一中\n");
  pass(t.desk, {.teacher = t.li.number, .set = "annual_assessment"});
  try {
    undo(t.desk, other.event, "x");
    FAIL("undone");
  } catch (const Error& error) {
    CHECK(&error.code() == &codes::undo_changed);
    REQUIRE(error.details().size() == 1);
    CHECK(error.details()[0].field == "annual_assessment#3");
  }
}

TEST_CASE("a change of an audited row taken back leaves the row audited") {
  TestDossiers t;
  const auto first = import(t, t.wang.number + ",2015,1,一中\n");
  pass(t.desk, {.all = true});
  const auto second = import(t, t.wang.number + ",2015,2,一中\n");
  const dossier::RecordId id{&t.desk.catalogue.at("annual_assessment"), 1};
  CHECK(dossier::item(t.desk, id).state == "submitted");
  undo(t.desk, second.event, "x");
  CHECK(dossier::item(t.desk, id).state == "audited");
  CHECK_FALSE(dossier::item(t.desk, id).changed());
  CHECK(code_of([&] { undo(t.desk, first.event, "x"); }) == &codes::undo_changed);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("two batches are taken back one after another, the last first") {
  TestDossiers t;
  const auto first = import(t, t.wang.number + ",2015,1,一中\n");
  const auto second = import(t, t.wang.number + ",2015,2,一中\n");
  undo(t.desk, second.event, "x");
  CHECK(undo(t.desk, first.event, "x").withdrawn == 1);
  CHECK(count(t) == 0);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a withdrawn row comes back") {
  TestDossiers t;
  import(t, t.wang.number + ",2015,1,一中\n");
  const auto removed = dossier::remove(t.desk, "annual_assessment#1", "重复");
  CHECK(count(t) == 0);
  CHECK(undo(t.desk, removed.event, "并不重复").restored == 1);
  CHECK(count(t) == 1);
  CHECK(t.desk.db.number("SELECT year FROM annual_assessment") == 2015);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("accounts go with everything of theirs, as long as nobody has used them") {
  TestDossiers t;
  t.sit("admin");
  const auto made = t.accounts("张三,1,1990-01-01,1,110101199001010015,\n");
  REQUIRE(made.stored);
  undo(t.desk, made.event, "误建");
  CHECK_FALSE(people::find_person(t.desk, "110101199001010015"));
  CHECK(t.desk.db.number("SELECT count(*) FROM account WHERE teacher IS NOT NULL") == 2);
  const auto again = t.accounts("张三,1,1990-01-01,1,110101199001010015,\n");
  t.sit("manager");
  t.put("paper", *people::find_person(t.desk, "110101199001010015"), {});
  t.sit("admin");
  CHECK(code_of([&] { undo(t.desk, again.event, "误建"); }) == &codes::undo_changed);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("an original that was recorded by mistake is taken back") {
  TestDossiers t;
  const auto seen =
      add_original(t.desk, {t.wang.number, "id_card", "110101198001010010", "", true});
  undo(t.desk, seen.event, "看错了人");
  CHECK(originals(t.desk, t.desk.permit("evidence list"), std::nullopt).empty());
}

TEST_CASE(
    "the right to the command undone is needed, a reason, and an event that can be taken back") {
  TestDossiers t;
  const auto report = import(t, t.wang.number + ",2015,1,一中\n");
  CHECK(code_of([&] { undo(t.desk, report.event, " "); }) == &codes::usage_missing);
  CHECK(code_of([&] { undo(t.desk, 9999, "x"); }) == &codes::undo_not_found);
  CHECK(code_of([&] { undo(t.desk, 0, "x"); }) == &codes::undo_not_possible);
  t.sit("admin");
  CHECK(code_of([&] { undo(t.desk, report.event, "x"); }) == &codes::denied_role);
  t.sit(t.wang.number);
  CHECK(code_of([&] { undo(t.desk, report.event, "x"); }) == &codes::denied_role);
}
