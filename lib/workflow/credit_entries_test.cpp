#include "workflow/credit_entries.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "credits/rule_set.h"
#include "journal/verify.h"
#include "workflow/credit_rule.h"
#include "workflow/credit_standing.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

/// A bureau of Hunan over the school; what it confirms is of 2016, when nobody was in the file yet.
struct Bureau : TestDossiers {
  Bureau() { sit("bureau"); }

  CreditResult result(const people::Person& person, int n, const std::string& day, int hours) {
    return {person.row, "project#" + std::to_string(n), "", day, hours * 100, "4", "1"};
  }
  std::vector<ConfirmedCredits> confirm(const std::vector<CreditResult>& results) {
    const Permit permit = desk.permit("credits confirm");
    journal::Transaction tx{desk, permit, {}};
    auto out = confirm_entries(tx, desk, permit, results);
    tx.commit();
    return out;
  }
  ConfirmedCredits correct(const CreditCorrection& correction) {
    const Permit permit = desk.permit("credits correct");
    journal::Transaction tx{desk, permit, {.reason = "考勤表有误"}};
    const auto out = correct_entry(tx, desk, permit, correction);
    tx.commit();
    return out;
  }
  /// A rule set of the district: ten hours a credit, two credits a year at most.
  std::string district(const std::string& hours_per_credit) {
    return R"({"format":"tmis-credit-rules","version":1,"rules":[{"id":"own","province":"43",
      "level":"district","zh":"区","en":"district","unit":"credit",
      "valid":{"from":"2016-01-01","until":null,"provenance":"published"},
      "cycle":{"years":5,"year_starts":"01-01","start":"2016-01-01","provenance":"published"},
      "requirements":[{"id":"total","zh":"合计","en":"total","per":"cycle","group":{},
        "at_least":"6","provenance":"published"}],
      "conversion":[{"id":"all","when":{},"hours_per_credit":")" +
           hours_per_credit + R"(","provenance":"published"}],
      "caps":[{"id":"year","group":{},"per":"year","at_most":"2","provenance":"published"}],
      "rounding":{"scale":2,"mode":"half_up"}}]})";
  }
  /// Whose side the bureau is on says the project, which isn't there.
  bool sound() {
    const auto verdict = journal::verify(desk);
    return std::all_of(verdict.findings.begin(), verdict.findings.end(),
                       [](const auto& d) { return d.code == &codes::journal_reach; });
  }
  Ledger ledger_of(const people::Person& person) {
    book.emplace(desk);
    return ledger(desk, *book, person, "2017", desk.today());
  }
  std::optional<RuleBook> book;
};

}  // namespace

TEST_CASE("credits are confirmed by the rule of the school's province, once") {
  Bureau t;
  const auto done =
      t.confirm({t.result(t.wang, 1, "2016-05-01", 40), t.result(t.li, 1, "2016-05-01", 24),
                 t.result(t.li, 1, "2016-05-01", 24), t.result(t.wang, 2, "2010-05-01", 24)});
  CHECK(done[0].refusal == nullptr);
  CHECK(done[0].rule == "hunan-2011");
  CHECK(credits_text(done[0].credits) == "40");
  CHECK(hundredths(done[0].credits) == 4000);
  CHECK(done[1].entry == done[0].entry + 1);
  CHECK(done[2].refusal == &codes::credits_confirmed);
  CHECK(done[3].refusal == &codes::credits_no_rule);
  CHECK(t.confirm({t.result(t.wang, 1, "2016-05-01", 40)})[0].refusal == &codes::credits_confirmed);
  CHECK(find_entry(t.desk, t.li.row, "project#1")->result.hours == 2400);
  CHECK_FALSE(find_entry(t.desk, t.li.row, "project#2"));
  CHECK(t.sound());
}

TEST_CASE(
    "an earlier entry that comes later takes the room under the cap, and history keeps both") {
  Bureau t;
  import_rules(t.desk, t.district("10"));
  const auto later = t.confirm({t.result(t.wang, 1, "2016-09-01", 15)})[0];
  CHECK(credits_text(later.counted) == "1.5");
  const auto earlier = t.confirm({t.result(t.wang, 2, "2016-03-01", 15)})[0];
  CHECK(credits_text(earlier.counted) == "1.5");
  const auto now = find_entry(t.desk, t.wang.row, "project#1");
  CHECK(credits_text(now->credits) == "1.5");
  CHECK(credits_text(now->counted) == "0.5");
  CHECK(credits_text(now->surplus) == "1");
  CHECK(now->row_version == 2);
  CHECK(t.sound());
}

TEST_CASE("a correction computes under the version that was confirmed, whatever holds now") {
  Bureau t;
  import_rules(t.desk, t.district("10"));
  const auto first = t.confirm({t.result(t.wang, 1, "2016-09-01", 10)})[0];
  CHECK(credits_text(first.credits) == "1");
  import_rules(t.desk, t.district("5"));
  CHECK(credits_text(t.confirm({t.result(t.li, 1, "2016-09-01", 10)})[0].credits) == "2");
  const auto corrected = t.correct({first.entry, 800});
  CHECK(credits_text(corrected.credits) == "0.8");
  CHECK(corrected.version == first.version);
  const auto failed = t.correct({first.entry, std::nullopt, "fail"});
  CHECK(credits_text(failed.counted) == "0");
  CHECK(code_of([&] { t.correct({99, 100}); }) == &codes::credits_not_confirmed);
  const auto lines = t.ledger_of(t.wang).lines;
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].replaced);
  CHECK(credits::to_text(lines[0].row.entry.hours) == "10");
  CHECK(lines[2].row.entry.result == credits::Result::fail);
  CHECK(t.sound());
}

TEST_CASE("credits of another rule set stay as they are, and are measured by their hours") {
  Bureau t;
  t.confirm({t.result(t.wang, 1, "2016-02-01", 40)});  // by the province's
  import_rules(t.desk, t.district("10"));
  t.confirm({t.result(t.wang, 2, "2017-01-10", 15)});
  const auto all = t.ledger_of(t.wang);
  REQUIRE(all.lines.size() == 2);
  CHECK(all.lines[0].row.rule == "hunan-2011");
  CHECK(credits::to_text(all.counted) == "41.5");
  CHECK(credits::to_text(all.lines[0].measured) == "2");  // four credits, two a year
  CHECK(credits::to_text(all.measured) == "3.5");
  REQUIRE(all.requirements.size() == 1);
  CHECK(credits::to_text(all.requirements[0].shortfall) == "2.5");
  CHECK(t.sound());
}

TEST_CASE("two rule sets of one place and level must not hold on one day") {
  Bureau t;
  CHECK(import_rules(t.desk, t.district("10")).fresh == 1);
  CHECK(import_rules(t.desk, t.district("10")).unchanged == 1);
  CHECK(import_rules(t.desk, t.district("5")).replaced == 1);
  CHECK(import_rules(t.desk, t.district("10")).replaced == 1);
  std::string other = t.district("10");
  other.replace(other.find("\"own\""), 5, "\"new\"");
  CHECK(code_of([&] { import_rules(t.desk, other); }) == &codes::credits_rule_overlap);
  const RuleBook book{t.desk};
  CHECK(book.named("own").state == "in-force");
  CHECK(code_of([&] { book.named("nothing"); }) == &codes::credits_rule_not_found);
}

TEST_CASE("sums that were changed past the program are found") {
  Bureau t;
  t.confirm({t.result(t.wang, 1, "2016-05-01", 40)});
  CHECK(t.sound());
  t.desk.db.execute("UPDATE credit_ledger SET total = total + 1");
  CHECK_FALSE(t.sound());
}
