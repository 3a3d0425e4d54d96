// What is erased is gone, stays proved, and nothing goes without its event.
#include "dossier/erase.h"

#include <doctest/doctest.h>

#include "dossier/edit.h"
#include "dossier/records.h"
#include "journal/as_of.h"
#include "journal/look.h"
#include "journal/verify.h"
#include "workflow/record_proof.h"
#include "workflow/test_dossiers.h"
#include "workflow/undo.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

constexpr const char* kSet = "annual_assessment";
constexpr const char* kId = "annual_assessment#1";

/// A row with two versions, the school's.
struct Twice : TestDossiers {
  Twice() {
    put(kSet, li, {{"year", "2015"}, {"result", "1"}, {"unit_name", "一中"}});
    change(kSet, 1, "unit_name", "二中");
  }
  dossier::RecordId id() { return {&desk.catalogue.at(kSet), 1}; }
  void damage(const std::string& sql) { desk.db.execute(sql); }
  bool finds(const Code& code) {
    for (const auto& d : journal::verify(desk).findings) {
      if (d.code == &code) return true;
    }
    return false;
  }
};

std::string of_set(Twice& t) {
  return "table_id = " + std::to_string(t.desk.catalogue.at(kSet).number);
}

}  // namespace

TEST_CASE("a row that stands isn't erased, what it was before is") {
  Twice t;
  CHECK(code_of([&] { dossier::erase(t.desk, kId, "保存期满", false); }) == &codes::record_in_use);
  const auto done = dossier::erase(t.desk, kId, "保存期满", true);
  CHECK(done.versions == std::vector<std::int64_t>{1});
  CHECK(journal::verify(t.desk).findings.empty());
  const auto history = dossier::history(t.desk, t.id());
  REQUIRE(history.size() == 2);
  CHECK(history[0].erased_by == -1);
  CHECK(history[1].erased_by == done.event);
  CHECK(history[1].values[1].is_null());
  CHECK(history[1].actor == "manager");
  CHECK(dossier::erase(t.desk, kId, "保存期满", true).unchanged);
}

TEST_CASE("a row that was withdrawn is erased whole, and who erased it stays known") {
  Twice t;
  dossier::remove(t.desk, kId, "重复");
  const auto done = dossier::erase(t.desk, kId, "保存期满", false);
  CHECK(done.versions.size() == 3);
  CHECK(t.desk.db.number("SELECT count(*) FROM history WHERE " + of_set(t) +
                         " AND (body IS NOT NULL OR salt IS NOT NULL)") == 0);
  CHECK(journal::verify(t.desk).findings.empty());
  CHECK(dossier::owner(t.desk, t.id()) == t.li.row);
  CHECK(code_of([&] { prove(t.desk, t.desk.permit("journal prove"), t.id(), false); }) ==
        &codes::proof_erased);
  const auto events = journal::events(t.desk, t.desk.permit("journal list"), {"", "", t.li.row});
  CHECK(events.back().kind == journal::kErase);
  CHECK(dossier::erase(t.desk, kId, "保存期满", false).unchanged);
  CHECK(t.last_event() == done.event);
}

TEST_CASE("the version in force stays until another one has passed") {
  Twice t;
  pass(t.desk, {.teacher = t.li.number, .set = kSet});
  t.change(kSet, 1, "unit_name", "三中");
  CHECK(dossier::erase(t.desk, kId, "保存期满", true).versions == std::vector<std::int64_t>{1});
  CHECK(dossier::erase(t.desk, kId, "保存期满", true).unchanged);
}

TEST_CASE("only a manager of the school erases, and says why") {
  Twice t;
  dossier::remove(t.desk, kId, "重复");
  CHECK(code_of([&] { dossier::erase(t.desk, kId, " ", false); }) == &codes::record_reason);
  CHECK(code_of([&] { dossier::erase(t.desk, "annual_assessment#9", "x", false); }) ==
        &codes::record_not_found);
  t.sit("admin");
  CHECK(code_of([&] { dossier::erase(t.desk, kId, "x", false); }) == &codes::denied_role);
  t.sit("bureau");
  CHECK(code_of([&] { dossier::erase(t.desk, kId, "x", false); }) == &codes::denied_role);
}

TEST_CASE("a rehearsal erases nothing") {
  Twice t;
  dossier::remove(t.desk, kId, "重复");
  t.desk.dry_run = true;
  CHECK(dossier::erase(t.desk, kId, "保存期满", false).versions.size() == 3);
  t.desk.dry_run = false;
  CHECK(dossier::erase(t.desk, kId, "保存期满", false).versions.size() == 3);
}

TEST_CASE("what was erased is in no look at the past, and nothing brings it back") {
  Twice t;
  const std::int64_t edit = t.last_event();
  t.on("2017-02-21");
  dossier::edit(t.desk, kId, {{"unit_name", "四中"}}, "更正");
  dossier::erase(t.desk, kId, "保存期满", true);
  int seen = 0;
  const journal::PastQuestion then{t.desk.table(t.desk.catalogue.at(kSet)), {"unit_name"}, edit};
  journal::each_row(t.desk.db, then, [&](const journal::PastRow&) { ++seen; });
  CHECK(seen == 0);
  CHECK(code_of([&] { undo(t.desk, edit + 1, "x"); }) == &codes::undo_changed);
}

TEST_CASE("a version whose content is gone without an event is found") {
  Twice t;
  t.damage("UPDATE history SET body = NULL, salt = NULL WHERE " + of_set(t));
  CHECK(t.finds(codes::journal_row));
}

TEST_CASE("an erased version that has a content again, or is gone altogether, is found") {
  Twice t;
  t.damage("CREATE TEMP TABLE kept AS SELECT * FROM history WHERE " + of_set(t));
  dossier::erase(t.desk, kId, "保存期满", true);
  t.damage("UPDATE history SET (salt, body) = (SELECT salt, body FROM kept) WHERE " + of_set(t));
  CHECK(t.finds(codes::journal_erased));
  t.damage("DELETE FROM history WHERE " + of_set(t));
  CHECK(t.finds(codes::journal_erased));
}

TEST_CASE("the right to edit a row is no right to erase it") {
  Twice t;
  {
    journal::Transaction tx{t.desk, t.desk.permit("record submit"), {.kind = "record.edit"}};
    tx.erase(t.desk.table(t.desk.catalogue.at(kSet)), 1, 1);
    tx.commit();
  }
  CHECK(t.finds(codes::journal_erased));
}
