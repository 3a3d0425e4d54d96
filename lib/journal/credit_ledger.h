// Confirmed credits as rows, and the derived table `credit_ledger`: what they come to in each
// cycle. Here, below the workflow, since verifying must be able to rebuild it. What may be
// confirmed and what binds whom is left to workflow/credit_entries and workflow/credit_rule.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "credits/calculation.h"
#include "journal/as_of.h"
#include "journal/versions.h"
#include "store/database.h"

namespace tmis::journal {

/// A row of `credit_entry` as the calculation takes it.
struct CreditRow {
  std::int64_t row = 0;
  std::uint32_t version = 1;
  std::int64_t seq = -1;
  std::int64_t teacher = 0;
  std::string case_id;
  credits::Entry entry;  // its id orders those of one day
  std::string rule, rule_version;
  credits::Amount credits, counted, surplus;
  std::int64_t org = 0;  // confirmed it
};
/// Hundredths of an hour, as rows have them, to an amount and back.
inline credits::Amount hours_of(std::int64_t hundredths) { return {hundredths * 100}; }
inline std::int64_t hundredths_of(credits::Amount hours) { return hours.units / 100; }

/// What is selected of `credit_entry` (alias e), for `credit_row`.
std::string_view credit_columns();
/// A row selected so, from column `first` on. Throws journal.damaged for what no program wrote.
CreditRow credit_row(const store::Statement& row, int first = 0);
/// An entry as an earlier version of its row had it.
CreditRow as_it_was(CreditRow now, const StoredVersion& then);
/// A teacher's entries by end date, then entry id, as they were after an event.
std::vector<CreditRow> credit_rows(store::Database& db, std::int64_t teacher,
                                   std::int64_t at = kNow);

/// The rule sets under which something was confirmed, by id and version; each is read once.
class CreditRules {
 public:
  explicit CreditRules(store::Database& db) : db_(db) {}
  /// Nullptr when the file hasn't this version.
  const credits::RuleSet* find(const std::string& id, const std::string& version);

 private:
  store::Database& db_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<credits::RuleSet>> known_;
};

/// Of a teacher's entries those of one cycle under one rule set id, as a row of `credit_ledger`
/// sums them up.
struct CreditCycle {
  std::int64_t teacher = 0;
  std::string cycle;  // first day
  std::string rule, rule_version;
  std::int64_t entries = 0;
  credits::Amount total;
  std::string sums;
  friend bool operator==(const CreditCycle&, const CreditCycle&) = default;
};
/// Those of the entries of one teacher, in the order of the table.
std::vector<CreditCycle> credit_cycles(CreditRules& rules, const std::vector<CreditRow>& rows);
CreditCycle credit_cycle_in(const store::Statement& row);  // of all columns of the table

/// Writes a teacher's rows of `credit_ledger` anew.
void write_credit_ledger(store::Database& db, CreditRules& rules, std::int64_t teacher);
/// All rows anew, within the caller's transaction.
void rebuild_credit_ledger(store::Database& db);
/// Names the teachers (rows) whose part of the table isn't what the evidence says.
void check_credit_ledger(store::Database& db, const std::function<void(std::int64_t)>& differs);

}  // namespace tmis::journal
