#include "report/deadlines.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/file.h"
#include "campaign/lock.h"
#include "report/campaign_status.h"
#include "workflow/claim.h"
#include "workflow/submission.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::report;
using workflow::TestDossiers;

namespace {

Day day(const char* iso) { return day_from_iso(iso).value(); }

void import_campaign(TestDossiers& t) {
  campaign::import_campaign(
      t.desk, read_file(std::string{TMIS_SOURCE_DIR} + "/examples/campaign-2017.json"), "");
}

std::vector<DeadlineLine> lines(TestDossiers& t, const char* on,
                                const std::string& department = {}) {
  return deadlines(t.desk, t.desk.permit("report deadlines"), day(on), department);
}

/// Lines of one step about one subject; empty: any.
std::vector<DeadlineLine> of(const std::vector<DeadlineLine>& all, std::string_view step,
                             std::string_view subject = {}) {
  std::vector<DeadlineLine> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out), [&](const DeadlineLine& l) {
    return l.step == step && (subject.empty() || l.subject == subject);
  });
  return out;
}

StepStatus step(const std::vector<StepStatus>& all, std::string_view id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const StepStatus& s) { return s.step == id; });
  REQUIRE(found != all.end());
  return *found;
}

std::int64_t count(const StepStatus& s, std::string_view name) {
  for (const auto& [key, n] : s.counts) {
    if (key == name) return n;
  }
  FAIL("no such count");
  return -1;
}

std::vector<StepStatus> status(TestDossiers& t, const char* on) {
  return campaign_status(t.desk, t.desk.permit("campaign status"), day(on));
}

}  // namespace

TEST_CASE("without a campaign nothing of one is late") {
  TestDossiers t;
  const auto all = lines(t, "2017-03-10");
  CHECK(of(all, "self_entry").empty());
  CHECK(status(t, "2017-03-10").empty());
}

TEST_CASE("self-entry is due soon to the end of its last day and late from the next") {
  TestDossiers t;
  import_campaign(t);
  CHECK(of(lines(t, "2017-02-22"), "self_entry").empty());
  const auto soon = of(lines(t, "2017-02-25"), "self_entry", t.wang.number);
  REQUIRE(soon.size() == 1);
  CHECK(soon[0].state == "due_soon");
  CHECK_FALSE(soon[0].late());
  const auto late = of(lines(t, "2017-02-26"), "self_entry", t.wang.number);
  REQUIRE(late.size() == 1);
  CHECK(late[0].days_late == 1);
  CHECK(late[0].due == "2017-02-25");
  CHECK(late[0].name == "王强");
  CHECK(late[0].responsible == "teacher");
  CHECK(late[0].department == "语文教研组");
  CHECK(of(lines(t, "2017-02-26", "数学教研组"), "self_entry").size() == 1);
}

TEST_CASE("an earlier day asks the file of that day, not today's") {
  TestDossiers t;
  import_campaign(t);
  t.on("2017-02-27");
  t.fill(t.wang);
  t.hand_in(t.wang);
  CHECK(of(lines(t, "2017-02-26"), "self_entry").size() == 2);
  CHECK(of(lines(t, "2017-02-27"), "self_entry").size() == 1);
  CHECK(lines(t, "2017-02-19").empty());  // there was no file yet
  const auto before = lines(t, "2017-02-26");
  t.on("2017-03-05");
  workflow::pass(t.desk, {.teacher = t.wang.number});
  const auto after = lines(t, "2017-02-26");
  REQUIRE(before.size() == after.size());
  for (std::size_t i = 0; i < before.size(); ++i) CHECK(before[i].subject == after[i].subject);
}

TEST_CASE("a returned item has seven days, submitted ones fifteen") {
  TestDossiers t;
  const auto row = t.put("annual_assessment", t.wang, {});
  t.put("annual_assessment", t.li, {});
  workflow::give_back(t.desk, {.record = "annual_assessment#" + std::to_string(row)}, "年度不清");
  CHECK(of(lines(t, "2017-02-24"), "returned_item").empty());
  CHECK(of(lines(t, "2017-02-25"), "returned_item")[0].state == "due_soon");
  const auto late = of(lines(t, "2017-02-28"), "returned_item");
  REQUIRE(late.size() == 1);
  CHECK(late[0].subject == "annual_assessment#" + std::to_string(row));
  CHECK(late[0].days_late == 1);
  const auto waiting = of(lines(t, "2017-03-08"), "submitted_item");
  REQUIRE(waiting.size() == 1);
  CHECK(waiting[0].subject == t.li.number);
  CHECK(waiting[0].due == "2017-03-07");
  CHECK(waiting[0].responsible == "manager");
}

TEST_CASE("a stale signature, an undecided report and an unused password have their terms") {
  TestDossiers t;
  t.make_complete(t.wang);
  const auto sent = workflow::send(t.desk, {.teacher = t.wang.number});
  t.on("2017-02-21");
  t.change("basic_pay", t.own_row(t.desk.catalogue.at("basic_pay"), t.wang), "year", "2016");
  CHECK(of(lines(t, "2017-03-09"), "stale_signature").at(0).due == "2017-03-08");
  const auto report = of(lines(t, "2017-03-09"), "submission");
  REQUIRE(report.size() == 1);
  CHECK(report[0].subject == sent.id);
  CHECK(report[0].organisation == "430102");
  CHECK(report[0].due == "2017-03-07");
  CHECK(of(lines(t, "2017-03-22"), "initial_password", t.li.number).at(0).state == "due_soon");
  CHECK(of(lines(t, "2017-03-23"), "initial_password", t.li.number).at(0).days_late == 1);
  t.sit("bureau");
  workflow::accept(t.desk, sent.id, "");
  CHECK(of(lines(t, "2017-03-09"), "submission").empty());
}

TEST_CASE("a teacher sees the own lines alone, an authority those of its schools") {
  TestDossiers t;
  import_campaign(t);
  t.sit(t.wang.number);
  for (const auto& line : lines(t, "2017-03-30"))
    CHECK((line.subject == t.wang.number || line.name == t.wang.name));
  t.sit("bureau");
  CHECK(of(lines(t, "2017-03-30"), "self_entry").size() == 2);
}

TEST_CASE("who is out of scope or has left is not waited for") {
  TestDossiers t;
  import_campaign(t);
  journal::Transaction tx{t.desk, t.desk.permit("record submit"), {}};
  tx.insert(
      store::program_table("status_change"),
      Values{Value{t.wang.row}, Value{"303"}, Value{"2017-02-01"}, Value{}, Value{}, Value{}});
  tx.commit();
  const auto all = lines(t, "2017-02-26");
  CHECK(of(all, "self_entry", t.wang.number).empty());
  CHECK(of(all, "self_entry", t.li.number).size() == 1);
  CHECK(count(step(status(t, "2017-02-26"), "self_entry"), "in_scope") == 1);
}

TEST_CASE("each step of the campaign stands where its dossiers stand") {
  TestDossiers t;
  import_campaign(t);
  t.make_complete(t.wang);
  t.put("paper", t.li, {}, false);
  const auto now = status(t, "2017-02-20");
  CHECK(now.size() == 7);
  CHECK(step(now, "accounts").status == "late");  // nobody has declared that all are there
  CHECK(step(now, "officer_training").status == "late");
  CHECK(count(step(now, "officer_training"), "departments") == 2);
  CHECK(count(step(now, "officer_training"), "departments_without_officer") == 2);
  CHECK(step(now, "self_entry").status == "open");
  CHECK(count(step(now, "self_entry"), "submitted") == 1);
  CHECK(count(step(now, "self_entry"), "started") == 1);
  CHECK(count(step(now, "school_tables"), "missing.basic_pay") == 1);
  CHECK(count(step(now, "audit"), "audited") == 1);
  CHECK(count(step(now, "originals_signatures"), "complete") == 1);
  CHECK(count(step(now, "originals_signatures"), "evidence_missing") == 1);
  CHECK(count(step(now, "report"), "ready") == 1);
  CHECK(step(status(t, "2017-02-27"), "self_entry").status == "late");
}

TEST_CASE("a step done after its window was done late, one done in it was done") {
  TestDossiers t;
  import_campaign(t);
  t.make_complete(t.wang);
  t.make_complete(t.li);
  t.on("2017-03-06");
  workflow::send(t.desk, {.all = true});
  const auto now = status(t, "2017-03-06");
  CHECK(step(now, "self_entry").status == "done");
  CHECK(step(now, "audit").status == "done");
  CHECK(step(now, "report").status == "done_late");
  CHECK(count(step(now, "report"), "reported") == 2);
  CHECK(step(status(t, "2017-03-05"), "report").status == "late");
}

TEST_CASE("a claim to a person is decided within thirty days, by the authority alone") {
  TestDossiers t;
  t.other_school();
  t.sit("manager2");
  const auto claim = workflow::open_claim(t.desk, {.id_number = "110101198001010010"});
  CHECK(of(lines(t, "2017-04-30"), "identity_claim").empty());
  t.sit("bureau");
  CHECK(of(lines(t, "2017-03-19"), "identity_claim").empty());
  CHECK(of(lines(t, "2017-03-20"), "identity_claim", claim.id).size() == 1);
  const auto late = of(lines(t, "2017-03-23"), "identity_claim", claim.id);
  REQUIRE(late.size() == 1);
  CHECK(late[0].due == "2017-03-22");
  CHECK(late[0].days_late == 1);
  CHECK(late[0].organisation == "430102");
  workflow::resolve_claim(t.desk, claim.id, workflow::ClaimOutcome::keep, "x");
  CHECK(of(lines(t, "2017-04-30"), "identity_claim").empty());
}
