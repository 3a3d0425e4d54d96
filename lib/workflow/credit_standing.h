// A teacher's cycle of training credits against its requirements, on a day: what is there, what is
// short, and whether that is late. The sums are left to credits/, many teachers to report/credits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credits/calculation.h"
#include "journal/credit_ledger.h"
#include "people/person.h"
#include "workflow/credit_rule.h"

namespace tmis::workflow {

/// A cycle that is asked for, under the rule set that measures it: the one bound on the cycle's
/// last day, or on the day asked if that is earlier.
struct AskedCycle {
  const KnownRule* rule = nullptr;
  Day first, next;  // first day, and the day after the last
  Day asked;        // the day asked
  Day last() const { return {next.number - 1}; }
  /// The day by which is measured: the day asked, at most the last.
  Day measured() const { return asked < next ? asked : last(); }
};
/// `word`: a year (its 31 December) or a day of the cycle; empty: the day asked. Nothing where no
/// rule set binds the school. Throws usage.value (2) for a word that is neither.
std::optional<AskedCycle> asked_cycle(RuleBook& book, std::int64_t school, std::string_view word,
                                      Day asked);

/// Where a requirement stands. `behind`: its time isn't over, but less is there than the same share
/// of what is asked as has passed of the time. `noted`: short, but never late (a warning, or not
/// checked).
enum class CreditState : std::uint8_t { met, open, noted, behind, late };
std::string_view name(CreditState state);

struct RequirementLine {
  const credits::Requirement* requirement = nullptr;
  int year = 0;     // 0: the cycle
  Day from, until;  // its time
  credits::Amount have, shortfall;
  CreditState state = CreditState::open;
};
/// `joined`: the first day of work, from when on years count and the pace is asked; may be empty.
std::vector<RequirementLine> requirement_lines(const AskedCycle& cycle, const credits::Sums& sums,
                                               std::optional<Day> joined);
/// The gravest state among them.
CreditState gravest(const std::vector<RequirementLine>& lines);

/// First day of the month in which a person began to work; nothing where it isn't said.
std::optional<Day> first_work_day(Desk& desk, std::int64_t teacher);

/// One line of the ledger (学分台账). An entry that was corrected has a line of each version.
struct LedgerLine {
  journal::CreditRow row;
  bool replaced = false;     // an earlier version
  credits::Amount measured;  // counted under the rule set that measures the cycle
};
struct Ledger {
  people::Person person;
  std::optional<AskedCycle> cycle;  // nothing: no rule set binds the school
  std::vector<LedgerLine> lines;
  credits::Amount hours;                      // of what was passed
  credits::Amount credits, counted, surplus;  // as confirmed
  credits::Amount measured;                   // counted under the rule set that measures
  std::vector<RequirementLine> requirements;  // the unchecked ones only where they concern
};
/// `book` must outlive the ledger.
Ledger ledger(Desk& desk, RuleBook& book, const people::Person& person, std::string_view cycle,
              Day asked);

/// What a teacher's entries come to in a cycle under its rule set, those of other rule sets
/// measured by it: for whom the table `credit_ledger` has no such row.
credits::Sums measured_sums(const RuleBook& book, const AskedCycle& cycle,
                            const std::vector<journal::CreditRow>& rows);

}  // namespace tmis::workflow
