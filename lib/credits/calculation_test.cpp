// The worked examples that the program brings along, and what they don't reach.
#include "credits/calculation.h"

#include <doctest/doctest.h>

#include <functional>
#include <limits>

#include "base/error.h"
#include "credits/examples.h"

namespace tmis::credits {
namespace {

const RuleSet& rule(std::string_view id) {
  for (const RuleSet& r : default_rules()) {
    if (r.id == id) return r;
  }
  bug("rule");
}

Day day(std::string_view iso) { return *day_from_iso(iso); }

const Code* refused(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& e) {
    return &e.code();
  }
  return nullptr;
}

TEST_CASE("every worked example of every rule set comes out to the last digit") {
  std::size_t examples = 0;
  for (const RuleSet& r : default_rules()) {
    for (const ExampleRun& run : run_examples(r)) {
      ++examples;
      CAPTURE(run.id);
      CHECK(run.refusal.empty());
      for (const Difference& d : run.differences) {
        CAPTURE(d.place);
        CHECK(d.expected == d.found);
      }
    }
  }
  CHECK(examples == 33);
}

TEST_CASE("credits are exact up to the point where they are rounded, and half goes up") {
  Fraction third{Amount::of(100)};
  third.over(Amount::of(3)).times(Amount::of(3));
  CHECK(to_text(third.rounded({0, true})) == "100");
  CHECK(to_text(Fraction{Amount::of(1)}.over(Amount::of(8)).rounded({2, false})) == "0.13");
  CHECK(to_text(Fraction{Amount::of(1)}.over(Amount::of(8)).rounded({2, true})) == "0.12");
  CHECK(to_text(Fraction{*amount_from("0.0050")}.rounded({2, false})) == "0.01");
}

TEST_CASE("an amount is digits and at most four places, and says itself without zeros too many") {
  for (const char* good : {"0", "36", "1.1", "0.0001", "999999.9999"})
    CHECK(to_text(*amount_from(good)) == good);
  CHECK(to_text(*amount_from("12.50")) == "12.5");
  for (const char* bad : {"", ".5", "5.", "1e3", "-1", "1.23456", "99999999999999999999"})
    CHECK_FALSE(amount_from(bad));
}

TEST_CASE("what is too large for a number is refused, never wrong") {
  const Amount most{std::numeric_limits<std::int64_t>::max()};
  CHECK(refused([&] { most + Amount{1}; }) == &codes::credits_too_large);
  CHECK(refused([&] {
          Fraction{most}.times(Amount::of(2)).rounded({2, false});
        }) == &codes::credits_too_large);
  CHECK(refused([&] {
          Fraction f{most};
          for (int i = 0; i < 9; ++i) f.times(most);
        }) == &codes::credits_too_large);
}

TEST_CASE("a cycle before the first one has its years too") {
  const Cycles& five = rule("zhejiang-2010").cycles;  // years from 1 September, cycle 0 in 2011
  CHECK(five.year_of(day("2013-03-10")) == 2012);
  CHECK(to_iso(five.first_day(day("2011-08-31"))) == "2006-09-01");
  CHECK(to_iso(five.next_first_day(day("2011-08-31"))) == "2011-09-01");
  CHECK(to_iso(five.first_day(day("2016-08-31"))) == "2011-09-01");
}

TEST_CASE("who comes from another province is measured by the hours, and keeps his own credits") {
  const RuleSet& beijing = rule("beijing-13th");
  const RuleSet& hunan = rule("hunan-2011");
  const Entry there{"a", day("2018-05-01"), Amount::of(100), {"2", "1"}};
  std::vector<Counting> entries{{&beijing, &there, *given(beijing, there)}};
  count(entries);
  CHECK(to_text(entries.front().counted) == "10");
  const auto here = measured(hunan, entries);
  CHECK(to_text(here.front().counted) == "100");
  CHECK(to_text(entries.front().counted) == "10");
}

TEST_CASE("sums are kept as text and come back the same") {
  const RuleSet& hunan = rule("hunan-2011");
  const Entry one{"a", day("2018-05-01"), Amount::of(100), {"2", "1"}};
  const Entry other{"b", day("2019-05-01"), Amount{125'000}, {"2", "1"}};
  std::vector<Counting> entries{{&hunan, &one, *given(hunan, one)},
                                {&hunan, &other, *given(hunan, other)}};
  count(entries);
  const Sums all = sums(hunan, entries);
  CHECK(to_text(all) == "0=1125000 1@2018=1000000 1@2019=125000");
  CHECK(sums_from(hunan, to_text(all)) == all);
  CHECK(sums_from(hunan, "")->empty());
  for (const char* bad : {"9=1", "0", "0=", "0@=1", "0=1,1=1", "x"})
    CHECK_FALSE(sums_from(hunan, bad));
}

TEST_CASE("sums are good for another version that asks for more of the same") {
  const RuleSet& hunan = rule("hunan-2011");
  RuleSet other = hunan;
  other.requirements.front().at_least = Amount::of(400);
  other.conversions.back().amount = Amount::of(2);
  CHECK(same_sums(hunan, other));
  other.requirements.front().yearly = true;
  CHECK_FALSE(same_sums(hunan, other));
  CHECK_FALSE(same_sums(hunan, rule("cn-360")));
}

TEST_CASE("a rule set that means two things is refused") {
  const std::string text = rule("beijing-13th").text;
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return refused([&] { read_rule_set(changed); });
  };
  CHECK(with(R"("start":"2016-01-01")", R"("start":"2016-02-01")") == &codes::credits_rule_invalid);
  CHECK(with(R"("from":"professional_required")", R"("from":"nothing")") ==
        &codes::credits_rule_invalid);
  CHECK(with(R"("until":"2020-12-31")", R"("until":"2015-12-31")") == &codes::credits_rule_invalid);
}

}  // namespace
}  // namespace tmis::credits
