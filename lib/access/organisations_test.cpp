// The tree, also a damaged one; and accounts as the file has them.
#include "access/organisations.h"

#include <doctest/doctest.h>

#include "access/actor.h"
#include "access/test_tree.h"
#include "store/database.h"

using namespace tmis;
using namespace tmis::access;

TEST_CASE("below means at any depth, and never oneself") {
  const Organisations tree = test_tree();
  CHECK(tree.is_below(kBranch, kNation));
  CHECK(tree.is_below(kBranch, kSchool));
  CHECK_FALSE(tree.is_below(kSchool, kSchool));
  CHECK_FALSE(tree.is_below(kNation, kSchool));
  CHECK_FALSE(tree.is_below(kFarSchool, kCounty));
  CHECK(tree.steps_up(kBranch, kCounty) == 2U);
  CHECK(tree.with_below(kCounty) == std::vector<std::int64_t>{kCounty, kSchool, kBranch,
                                                              kOtherSchool, kInstitution,
                                                              kInstitute});
  CHECK(tree.children(kCity) == std::vector<std::int64_t>{kCounty, kFarCounty});
  CHECK(tree.children(kBranch).empty());
}

TEST_CASE("a school's authority is the nearest above it") {
  const Organisations tree = test_tree();
  CHECK(tree.authority_of(kBranch)->row == kCounty);
  CHECK(tree.authority_of(kCounty)->row == kCity);
  CHECK(tree.authority_of(kNation) == nullptr);
  CHECK(tree.authority_of(99) == nullptr);
}

TEST_CASE("an organisation is found by row and by code") {
  const Organisations tree = test_tree();
  CHECK(tree.find("S2")->row == kOtherSchool);
  CHECK(tree.find(kOtherSchool)->code == "S2");
  CHECK(tree.find("s2") == nullptr);
  CHECK(tree.find(99) == nullptr);
}

TEST_CASE("organisations in a circle are walked round once") {
  const Organisations circle{{{1, "A", "", "authority", "", 2}, {2, "B", "", "authority", "", 1}}};
  CHECK(circle.with_below(1) == std::vector<std::int64_t>{1, 2});
  CHECK(circle.is_below(1, 2));
  CHECK_FALSE(circle.is_below(1, 3));
  CHECK(circle.authority_of(1)->row == 2);
  const Organisations orphan{{{1, "A", "", "school", "", 9}}};
  CHECK(orphan.authority_of(1) == nullptr);
}

namespace {

/// A file with a county, a school, a teacher and two accounts. Commitments are the journal's
/// business.
store::Database test_file() {
  store::Database db = store::Database::in_memory();
  if (db.number("SELECT count(*) FROM sqlite_schema") == 0) {
    for (const store::TableDef& table : store::program_tables()) db.make_table(table);
  }
  const std::string evidence = "1, 1, x'00', 0, 0";
  db.execute("PRAGMA foreign_keys=OFF");
  db.execute(
      "INSERT INTO organisation (row, version, cv, salt, seq, idx, code, name, kind, level, "
      "parent, box) VALUES (1, " +
      evidence + ", 'CO', 'County', 'authority', 'county', NULL, x'00'), (2, " + evidence +
      ", 'S1', 'School', 'school', NULL, 1, x'00')");
  db.execute(
      "INSERT INTO teacher (row, version, cv, salt, seq, idx, number, org, id_index, key_number, "
      "key_check) VALUES (7, " +
      evidence + ", 'T000000000000', 2, x'01', 1, x'00')");
  db.execute(
      "INSERT INTO account (row, version, cv, salt, seq, idx, login, name, teacher, org, "
      "state) VALUES (3, " +
      evidence + ", 'wang', 'Wang', NULL, 2, 'active'), (4, " + evidence +
      ", 'T000000000000', NULL, 7, 2, 'active'), (5, " + evidence +
      ", 'li', 'Li', 7, 2, 'active')");
  db.execute(
      "INSERT INTO grant_role (row, version, cv, salt, seq, idx, account, role, org) VALUES "
      "(1, " +
      evidence + ", 3, 'sysadmin', 1), (2, " + evidence + ", 3, 'manager', 2), (3, " + evidence +
      ", 5, 'manager', 2)");
  return db;
}

}  // namespace

TEST_CASE("the tree of a file is read with its parents") {
  store::Database db = test_file();
  const Organisations tree = Organisations::read(db);
  CHECK(tree.all().size() == 2);
  CHECK(tree.is_below(2, 1));
  CHECK(tree.find("CO")->level == "county");
  CHECK(tree.find("S1")->level.empty());
}

TEST_CASE("an account is read with its roles, and a teacher's without one is a teacher") {
  store::Database db = test_file();
  const auto wang = read_actor(db, "wang");
  REQUIRE(wang.has_value());
  CHECK(wang->account == 3);
  CHECK(wang->name == "Wang");
  CHECK_FALSE(wang->teacher.has_value());
  CHECK(wang->grants == std::vector<Grant>{{"sysadmin", 1}, {"manager", 2}});
  const auto teacher = read_actor(db, 4);
  REQUIRE(teacher.has_value());
  CHECK(teacher->teacher == 7);
  CHECK(teacher->teacher_org == 2);
  CHECK(teacher->grants == std::vector<Grant>{{"teacher", 2}});
  // An officer's account that is linked to his dossier is no teacher's account.
  CHECK(read_actor(db, "li")->grants == std::vector<Grant>{{"manager", 2}});
  CHECK_FALSE(read_actor(db, "nobody").has_value());
  CHECK_FALSE(read_actor(db, 99).has_value());
}
