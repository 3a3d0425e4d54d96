// Checkpoints of a real file: this floor can found one.
#include "journal/checkpoint.h"

#include <doctest/doctest.h>

#include "people/test_school.h"

using namespace tmis;
using namespace tmis::people;

namespace {

const Code* first_found(TestSchool& school, const std::string& text) {
  const auto discrepancy = journal::against(school.desk, text);
  return discrepancy ? discrepancy->code : nullptr;
}

}  // namespace

TEST_CASE("a checkpoint fits the file as long as nothing behind it was touched") {
  TestSchool school;
  const std::string note = journal::checkpoint(school.desk, "4301020012");
  const std::string paper = journal::short_form(journal::head(school.desk.db));
  school.accounts("王强,男,1980-01-01,1,110101198001010010,\n");
  CHECK(first_found(school, note) == nullptr);
  CHECK(first_found(school, paper) == nullptr);
  CHECK(first_found(school, "  " + paper + "\n") == nullptr);
  school.desk.db.statement("UPDATE event SET hash = randomblob(32)").run();
  CHECK(first_found(school, note) == &codes::checkpoint_differs);
  CHECK(first_found(school, paper) == &codes::checkpoint_differs);
}

TEST_CASE("an old copy, another file and a forged note are told apart") {
  TestSchool school, other;
  const std::string note = journal::checkpoint(school.desk, "4301020012");
  CHECK(first_found(other, note) == &codes::checkpoint_other_file);
  std::string forged = note;
  forged.replace(forged.find('\n') + 1, 1, "9");
  CHECK(first_found(school, forged) == &codes::checkpoint_forged);
  school.accounts("王强,男,1980-01-01,1,110101198001010010,\n");
  const std::string later = journal::checkpoint(school.desk, "4301020012");
  school.desk.db.statement("PRAGMA foreign_keys=OFF").run();
  school.desk.db.statement("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)").run();
  CHECK(first_found(school, later) == &codes::checkpoint_ahead);
  CHECK(code_of([&] { first_found(school, "no checkpoint"); }) == &codes::checkpoint_malformed);
  CHECK(code_of([&] { first_found(school, "tmis/only a line"); }) == &codes::checkpoint_malformed);
}
