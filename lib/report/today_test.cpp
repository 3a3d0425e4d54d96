// What the roles are told on the last days of a campaign.
#include "report/today.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/file.h"
#include "campaign/lock.h"
#include "report/completeness.h"
#include "workflow/submission.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::report;
using workflow::TestDossiers;

namespace {

/// The campaign of 2017, on 28 February: 王强 has handed in all, 李娜 nothing.
struct LastDay : TestDossiers {
  LastDay() {
    campaign::import_campaign(
        desk, read_file(std::string{TMIS_SOURCE_DIR} + "/examples/campaign-2017.json"), "");
    on("2017-02-25");
    fill(wang);
    hand_in(wang);
    on("2017-02-28");
  }

  const Task* task(const std::string& step) {
    tasks = today(desk, desk.permit("report deadlines"), desk.today());
    const auto at =
        std::find_if(tasks.begin(), tasks.end(), [&](const Task& t) { return t.step == step; });
    return at == tasks.end() ? nullptr : &*at;
  }
  CompletenessLine line(const std::string& set, const std::string& department = {}) {
    for (const auto& l :
         completeness(desk, desk.permit("report completeness"), desk.today(), department)) {
      if (l.set->id == set) return l;
    }
    FAIL("no such table");
    return {};
  }

  std::vector<Task> tasks;
};

}  // namespace

TEST_CASE("a manager is told each of his steps once, with how many dossiers wait") {
  LastDay t;
  const Task* audit = t.task("audit");
  REQUIRE(audit != nullptr);
  CHECK(audit->count == 2);
  CHECK(audit->days_left == 0);
  CHECK(audit->state == "due_soon");
  CHECK(audit->command == "tmis audit list --state submitted");
  CHECK(t.task("self_entry") == nullptr);  // that is the teachers'
  t.on("2017-03-01");
  CHECK(t.task("audit")->late());
  CHECK(t.task("audit")->days_left == -1);
}

TEST_CASE("what has time left is told too, and what is done isn't") {
  LastDay t;
  workflow::pass(t.desk, {.teacher = t.wang.number});
  CHECK(t.task("audit")->count == 1);
  CHECK(t.task("audit")->command == "tmis audit pass --teacher " + t.li.number);
  CHECK(t.task("report") == nullptr);  // not begun
  t.on("2017-03-01");
  CHECK(t.task("originals_signatures")->state == "due_soon");
}

TEST_CASE("a teacher is told only of the own dossier") {
  LastDay t;
  t.sit(t.li.number);
  const Task* entry = t.task("self_entry");
  REQUIRE(entry != nullptr);
  CHECK(entry->count == 1);
  CHECK(entry->days_left == -3);
  CHECK(entry->command == "tmis record submit --teacher " + t.li.number);
  t.sit(t.wang.number);
  CHECK(t.task("self_entry") == nullptr);
}

TEST_CASE("completeness counts each dossier once a table, by what is farthest from the end") {
  LastDay t;
  auto line = t.line("study_experience");
  CHECK(line.in_scope == 2);
  CHECK(line.missing == 1);
  CHECK(line.submitted == 1);
  CHECK_FALSE(line.finished());
  workflow::pass(t.desk, {.teacher = t.wang.number});
  line = t.line("study_experience", "语文教研组");
  CHECK(line.in_scope == 1);
  CHECK(line.audited == 1);
  CHECK(line.signed_off == 0);
  CHECK(line.finished());
  const auto row = t.own_row(t.desk.catalogue.at("study_experience"), t.wang);
  workflow::reopen(t.desk, {.record = "study_experience#" + std::to_string(row)}, "更正");
  CHECK(t.line("study_experience").returned == 1);
}
