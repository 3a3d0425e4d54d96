// The present cycle and the one before it, of each dossier; which school had begun by then is known
// only after the last one.
#include "report/credit_requirements.h"

#include <algorithm>
#include <unordered_map>

#include "report/credit_census.h"

namespace tmis::report {
namespace {

using workflow::AskedCycle;
using workflow::CreditState;
using workflow::RequirementLine;
using workflow::Standing;

class Requirements {
 public:
  Requirements(Desk& desk, std::int64_t at, Day day, int soon_days)
      : desk_(desk),
        day_(day),
        soon_days_(soon_days),
        book_(desk),
        present_(desk, book_, "", day, at),
        ledger_(desk.db, at) {}

  std::vector<UnmetCredits> run(const workflow::Standings& standings) {
    for (const Standing& s : standings.all) {
      const auto& rows = ledger_.of(s.person.row);
      for (const AskedCycle& cycle : cycles_of(s.person.org)) {
        Counted one{s.person.row, s.person.org, &cycle, {}, {}};
        present_.count(one, rows);
        begun(one);
        for (const RequirementLine& line : present_.lines(one)) {
          if (presses(line, cycle, s)) found_.push_back({standings.place(s), s.person.org, line});
        }
      }
    }
    std::vector<UnmetCredits> out;
    for (const Found& f : found_) {
      const auto& begun = begun_[f.org];
      const auto& since = f.line.year == 0 ? begun.cycle : begun.year;
      if (!since || *since > f.line.from) continue;
      const bool told =
          !out.empty() && out.back().dossier == f.dossier && out.back().until == f.line.until;
      if (!told) out.push_back({f.dossier, f.line.until});
    }
    return out;
  }

 private:
  struct Found {
    std::size_t dossier;
    std::int64_t org;
    RequirementLine line;
  };
  /// First days of the first year and cycle in which somebody has credits.
  struct Begun {
    std::optional<Day> year, cycle;
  };

  /// The one before, then the present one.
  const std::vector<AskedCycle>& cycles_of(std::int64_t school) {
    const auto [known, fresh] = cycles_.try_emplace(school);
    const AskedCycle* now = fresh ? present_.cycle_of(school) : nullptr;
    if (now == nullptr) return known->second;
    const Day before{now->first.number - 1};
    if (auto last = workflow::asked_cycle(book_, school, to_iso(before), day_))
      known->second.push_back(*last);
    known->second.push_back(*now);
    return known->second;
  }

  void begun(const Counted& one) {
    const auto earlier = [](std::optional<Day>& known, Day day) {
      if (!known || day < *known) known = day;
    };
    Begun& school = begun_[one.org];
    for (const credits::Sum& sum : one.sums) {
      earlier(school.cycle, one.cycle->first);
      if (sum.year != 0) earlier(school.year, one.cycle->rule->set.cycles.year_start(sum.year));
    }
  }

  /// What nobody works yet when it ends is asked of nobody.
  bool presses(const RequirementLine& line, const AskedCycle& cycle, const Standing& s) {
    if (line.state == CreditState::met || line.state == CreditState::noted) return false;
    if (line.until.number - day_.number >= soon_days_) return false;
    const auto& years = cycle.rule->set.cycles;
    if (line.year != 0 && line.year < years.year_of(day_) - 1) return false;
    const auto joined = workflow::first_work_day(desk_, s.person.row);
    return !joined || *joined <= line.until;
  }

  Desk& desk_;
  Day day_;
  int soon_days_;
  workflow::RuleBook book_;
  CreditCensus present_;
  LedgerRows ledger_;
  std::unordered_map<std::int64_t, std::vector<AskedCycle>> cycles_;  // by school
  std::unordered_map<std::int64_t, Begun> begun_;
  std::vector<Found> found_;
};

}  // namespace

std::vector<UnmetCredits> unmet_credits(Desk& desk, const workflow::Standings& standings,
                                        std::int64_t at, Day day, int soon_days) {
  if (desk.db.number("SELECT EXISTS (SELECT 1 FROM credit_ledger)") == 0) return {};
  return Requirements{desk, at, day, soon_days}.run(standings);
}

}  // namespace tmis::report
