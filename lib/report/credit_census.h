// Teachers and what counts of their training credits in a cycle. Inside this room: `credits` and
// `credit_requirements` make lines of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "journal/credit_ledger.h"
#include "journal/desk.h"
#include "workflow/credit_standing.h"

namespace tmis::report {

/// Rows of `credit_ledger` as they were after an event, in the order of teachers.
class LedgerRows {
 public:
  LedgerRows(store::Database& db, std::int64_t at);

  /// Those of a teacher; each call asks for a later one.
  const std::vector<journal::CreditCycle>& of(std::int64_t teacher);

 private:
  store::Database& db_;
  std::int64_t at_;
  journal::CreditRules rules_;
  std::unordered_set<std::int64_t> changed_;  // teachers of whom something was confirmed later
  store::Statement rows_;
  bool more_;
  std::vector<journal::CreditCycle> found_;
};

/// A teacher with what counts in the cycle that was asked for.
struct Counted {
  std::int64_t teacher = 0, org = 0;
  const workflow::AskedCycle* cycle = nullptr;  // nullptr: no rule set binds the school
  credits::Sums sums;
  credits::Amount total;
};

class CreditCensus {
 public:
  /// `cycle` as in workflow::asked_cycle; of what was confirmed by the event `at`.
  CreditCensus(Desk& desk, workflow::RuleBook& book, std::string cycle, Day asked,
               std::int64_t at = journal::kNow)
      : desk_(desk), book_(book), word_(std::move(cycle)), asked_(asked), at_(at) {}

  /// Visits all in reach, in the order of their rows.
  void each(const Permit& permit, const std::function<void(const Counted&)>& visit);

  const workflow::AskedCycle* cycle_of(std::int64_t school);

  /// Fills in what counts of a teacher's rows of the ledger.
  void count(Counted& one, const std::vector<journal::CreditCycle>& rows);

  /// Requirements against what counts; when somebody began to work is asked only where it could
  /// excuse him.
  std::vector<workflow::RequirementLine> lines(const Counted& one);

  bool gone(std::int64_t teacher);

 private:
  bool adds_up_alike(const journal::CreditCycle& row, const workflow::KnownRule& rule);
  const std::string& first_day(const workflow::AskedCycle& cycle);

  Desk& desk_;
  workflow::RuleBook& book_;
  std::string word_;
  Day asked_;
  std::int64_t at_;
  std::unordered_map<std::int64_t, std::optional<workflow::AskedCycle>> cycles_;  // by school
  std::unordered_map<std::int32_t, std::string> days_;
  std::map<std::pair<const workflow::KnownRule*, std::string>, bool> alike_;
  std::optional<std::unordered_set<std::int64_t>> gone_;
};

}  // namespace tmis::report
