// A province has 600,000 teachers: they and their rows of `credit_ledger` are read side by side, in
// one pass each. A look at the past takes the same rows, but those of whom something was confirmed
// since are added up anew.
#include "report/credit_census.h"

#include "people/timeline.h"

namespace tmis::report {
namespace {

using journal::CreditCycle;
using workflow::AskedCycle;
using workflow::CreditState;
using workflow::KnownRule;
using workflow::RequirementLine;

std::unordered_set<std::int64_t> changed_after(store::Database& db, std::int64_t at) {
  std::unordered_set<std::int64_t> out;
  if (at == journal::kNow) return out;
  auto rows = db.statement("SELECT DISTINCT teacher FROM credit_entry WHERE seq > ?");
  rows.with(at);
  while (rows.step()) out.insert(rows.integer(0));
  return out;
}

/// Whether a cycle of another rule set may share days with this one: twenty years are the longest.
bool may_touch(const CreditCycle& row, const AskedCycle& cycle) {
  constexpr std::int32_t kLongest = 20 * 366;
  const auto first = day_from_iso(row.cycle);
  return !first || (*first < cycle.next && first->number + kLongest > cycle.first.number);
}

}  // namespace

LedgerRows::LedgerRows(store::Database& db, std::int64_t at)
    : db_(db),
      at_(at),
      rules_(db),
      changed_(changed_after(db, at)),
      rows_(db.statement("SELECT teacher, cycle, rule, rule_version, entries, total, sums FROM "
                         "credit_ledger ORDER BY teacher, cycle, rule")),
      more_(rows_.step()) {}

const std::vector<CreditCycle>& LedgerRows::of(std::int64_t teacher) {
  found_.clear();
  for (; more_ && rows_.integer(0) <= teacher; more_ = rows_.step()) {
    if (rows_.integer(0) == teacher) found_.push_back(journal::credit_cycle_in(rows_));
  }
  if (changed_.contains(teacher))
    found_ = journal::credit_cycles(rules_, journal::credit_rows(db_, teacher, at_));
  return found_;
}

void CreditCensus::each(const Permit& permit, const std::function<void(const Counted&)>& visit) {
  LedgerRows ledger{desk_.db, at_};
  auto all = desk_.db.statement("SELECT row, org FROM teacher ORDER BY row");
  while (all.step()) {
    Counted one{all.integer(0), all.integer(1), nullptr, {}, {}};
    if (permit.refusal(one.teacher, one.org) != nullptr) continue;
    one.cycle = cycle_of(one.org);
    if (one.cycle != nullptr) count(one, ledger.of(one.teacher));
    visit(one);
  }
}

const AskedCycle* CreditCensus::cycle_of(std::int64_t school) {
  const auto [known, fresh] = cycles_.try_emplace(school);
  if (fresh) known->second = workflow::asked_cycle(book_, school, word_, asked_);
  return known->second ? &*known->second : nullptr;
}

std::vector<RequirementLine> CreditCensus::lines(const Counted& one) {
  auto out = workflow::requirement_lines(*one.cycle, one.sums, std::nullopt);
  if (workflow::gravest(out) < CreditState::behind) return out;
  const auto joined = workflow::first_work_day(desk_, one.teacher);
  if (!joined || *joined <= one.cycle->first) return out;
  return workflow::requirement_lines(*one.cycle, one.sums, joined);
}

bool CreditCensus::gone(std::int64_t teacher) {
  if (!gone_) gone_ = people::gone_on(desk_.db, asked_, at_);
  return gone_->contains(teacher);
}

/// The table has the sums of a rule set in one cycle. Where something else of the teacher's lies in
/// the cycle as well (another rule set, another version of it), the entries themselves are asked.
void CreditCensus::count(Counted& one, const std::vector<CreditCycle>& rows) {
  const AskedCycle& cycle = *one.cycle;
  const CreditCycle* exact = nullptr;
  bool others = false;
  for (const CreditCycle& row : rows) {
    if (row.rule == cycle.rule->set.id) {
      const bool same = adds_up_alike(row, *cycle.rule);
      if (row.cycle == first_day(cycle)) exact = &row;
      others = others || (!same && may_touch(row, cycle));
    } else {
      others = others || may_touch(row, cycle);
    }
  }
  if (others) {
    const auto entries = journal::credit_rows(desk_.db, one.teacher, at_);
    one.sums = workflow::measured_sums(book_, cycle, entries);
  } else if (exact != nullptr) {
    if (auto sums = credits::sums_from(cycle.rule->set, exact->sums)) one.sums = std::move(*sums);
  }
  if (exact != nullptr) one.total = exact->total;
}

/// Of another version only sums over the same groups and years can be taken as they are.
bool CreditCensus::adds_up_alike(const CreditCycle& row, const KnownRule& rule) {
  if (row.rule_version == rule.version) return true;
  const auto [known, fresh] = alike_.try_emplace({&rule, row.rule_version});
  if (fresh) {
    const KnownRule* other = book_.version(row.rule, row.rule_version);
    known->second = other != nullptr && credits::same_sums(other->set, rule.set);
  }
  return known->second;
}

const std::string& CreditCensus::first_day(const AskedCycle& cycle) {
  std::string& text = days_[cycle.first.number];
  if (text.empty()) text = to_iso(cycle.first);
  return text;
}

}  // namespace tmis::report
