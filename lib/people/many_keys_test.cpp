// The keys of many dossiers at once are those that a search for each finds, or none.
#include <doctest/doctest.h>

#include <map>

#include "people/test_school.h"
#include "schema/normalise.h"

using namespace tmis;
using namespace tmis::people;

namespace {

struct KeysSchool : TestSchool {
  std::vector<std::int64_t> teachers;
  std::map<std::int64_t, std::string> keys;

  KeysSchool() {
    std::string csv;
    for (int i = 10; i < 22; ++i) {
      const std::string digits = "110101198001010" + std::to_string(i);
      csv += "王强,男,1980-01-01,1," + digits + schema::check_digit(digits) + ",\n";
    }
    accounts(csv);
    sit("manager");
    auto rows = desk.db.statement("SELECT row FROM teacher ORDER BY row");
    while (rows.step()) teachers.push_back(rows.integer(0));
    for (const auto teacher : teachers) keys[teacher] = desk.dossier_key(teacher).key;
  }

  /// Whose keys one walk has at hand for `asked`.
  std::vector<std::int64_t> walk(const std::vector<std::int64_t>& asked) {
    desk.keyring().open_dossiers(desk.db, asked);
    std::vector<std::int64_t> out;
    for (const auto teacher : teachers) {
      const auto* key = desk.keyring().at_hand(teacher);
      if (key == nullptr) continue;
      CHECK(key->key == keys.at(teacher));
      out.push_back(teacher);
    }
    return out;
  }
};

}  // namespace

TEST_CASE("one walk opens what a search for each opens") {
  KeysSchool school;
  REQUIRE(school.teachers.size() == 12);
  school.sit("manager");
  CHECK(school.walk(school.teachers) == school.teachers);
}

TEST_CASE("a walk opens no key that wasn't asked for, and is left out for a few") {
  KeysSchool school;
  const std::vector some(school.teachers.begin() + 3, school.teachers.begin() + 9);
  school.sit("manager");
  CHECK(school.walk(some) == some);
  school.sit("manager");
  CHECK(school.walk({school.teachers.front()}).empty());
  CHECK(school.desk.dossier_key(school.teachers.front()).key == school.keys.at(school.teachers[0]));
}

TEST_CASE("a walk passes over keys that aren't held") {
  KeysSchool school;
  school.desk.db.execute(
      "UPDATE key_wrap SET blob = zeroblob(72) "
      "WHERE parent = 'org:1' AND child = 'dossier:' || (SELECT min(row) FROM teacher) || ':1'");
  school.sit("manager");
  const std::vector others(school.teachers.begin() + 1, school.teachers.end());
  CHECK(school.walk(school.teachers) == others);
  CHECK(code_of([&] { school.desk.dossier_key(school.teachers.front()); }) == &codes::key_needed);
  school.sit("admin");
  CHECK(school.walk(school.teachers) == others);
}

TEST_CASE("a walk takes no key that isn't the dossier's") {
  KeysSchool school;
  school.desk.db.execute(
      "UPDATE teacher SET key_check = zeroblob(16) WHERE row = (SELECT max(row) FROM teacher)");
  school.sit("manager");
  CHECK(code_of([&] { school.walk(school.teachers); }) == &codes::journal_damaged);
}
