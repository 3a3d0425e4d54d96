// Nothing here writes: the ledger shows what was confirmed, and measures it beside.
#include "workflow/credit_standing.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"
#include "journal/versions.h"

namespace tmis::workflow {
namespace {

using credits::Amount;
using credits::Counting;
using journal::CreditRow;

/// The field that says since when somebody works; years before it are asked of nobody.
constexpr std::string_view kWorkStart = "work_start_month";

Day day_of_cycle(std::string_view word, Day asked) {
  if (word.empty()) return asked;
  const bool year = word.size() == 4 && is_digits(word);
  const auto day = day_from_iso(year ? std::string{word} + "-12-31" : std::string{word});
  if (!day) {
    throw Error{
        codes::usage_value,
        {arg("value", word), arg("option", "--cycle"), arg("expected", "YYYY, YYYY-MM-DD")}};
  }
  return *day;
}

/// The entries of a cycle, each with the rule set it was confirmed under; one that the file hasn't
/// any more is taken for the one that measures, if it is called the same.
std::vector<Counting> counting_in(const RuleBook& book, const AskedCycle& cycle,
                                  const std::vector<CreditRow>& rows) {
  std::vector<Counting> out;
  for (const CreditRow& row : rows) {
    if (row.entry.end < cycle.first || row.entry.end >= cycle.next) continue;
    const KnownRule* rule = book.version(row.rule, row.rule_version);
    if (rule == nullptr && row.rule == cycle.rule->set.id) rule = cycle.rule;
    const auto give = rule == nullptr ? std::nullopt : credits::given(rule->set, row.entry);
    out.push_back({rule == nullptr ? nullptr : &rule->set,
                   &row.entry,
                   {row.credits, give ? give->may_count : row.counted + row.surplus},
                   row.counted,
                   row.surplus});
  }
  return out;
}

bool all_of_one(const AskedCycle& cycle, const std::vector<Counting>& entries) {
  return std::all_of(entries.begin(), entries.end(), [&](const Counting& c) {
    return c.rule != nullptr && c.rule->id == cycle.rule->set.id;
  });
}

/// Confirmed here, they count as confirmed; else all are measured together.
std::vector<Counting> measured_in(const AskedCycle& cycle, std::vector<Counting> entries) {
  if (all_of_one(cycle, entries)) return entries;
  return credits::measured(cycle.rule->set, entries);
}

CreditState state_of(const AskedCycle& cycle, const credits::Standing& s, Day from, Day until) {
  if (s.met) return CreditState::met;
  if (s.requirement->warning || !s.requirement->checked) return CreditState::noted;
  if (cycle.asked > until) return CreditState::late;
  const std::int64_t days = until.number - from.number + 1;
  const std::int64_t passed = std::clamp<std::int64_t>(cycle.asked.number - from.number, 0, days);
  // have < at_least, which the schema keeps below 10^10 ten-thousandths: times days it fits.
  return s.have.units * days < s.requirement->at_least.units * passed ? CreditState::behind
                                                                      : CreditState::open;
}

/// Earlier versions that said something else about the result, the oldest first.
std::vector<CreditRow> earlier_versions(store::Database& db, const CreditRow& now) {
  std::vector<CreditRow> out;
  if (now.version == 1) return out;
  const auto& table = store::program_table("credit_entry");
  for (const auto& version : journal::versions(db, table, now.row)) {
    if (version.columns.empty() || version.row.version >= now.version) continue;
    CreditRow row = journal::as_it_was(now, version);
    const auto same = [&](const CreditRow& other) {
      return other.entry.hours == row.entry.hours && other.entry.result == row.entry.result;
    };
    // One that only counted otherwise is the same entry still.
    if (!out.empty() && same(out.back())) out.pop_back();
    if (!same(now)) out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

std::string_view name(CreditState state) {
  static constexpr std::array<std::string_view, 5> kNames = {"met", "open", "noted", "behind",
                                                             "late"};
  return kNames.at(static_cast<std::size_t>(state));
}

std::optional<AskedCycle> asked_cycle(RuleBook& book, std::int64_t school, std::string_view word,
                                      Day asked) {
  const Day wanted = day_of_cycle(word, asked);
  const KnownRule* rule = book.bound(school, wanted);
  if (rule == nullptr) return std::nullopt;
  // Another rule set may have taken over before the cycle's end: then that one measures.
  const Day last{rule->set.cycles.next_first_day(wanted).number - 1};
  const Day by = std::min(last, std::max(asked, wanted));
  if (const KnownRule* later = book.bound(school, by)) rule = later;
  return AskedCycle{rule, rule->set.cycles.first_day(by), rule->set.cycles.next_first_day(by),
                    asked};
}

std::vector<RequirementLine> requirement_lines(const AskedCycle& cycle, const credits::Sums& sums,
                                               std::optional<Day> joined) {
  const credits::RuleSet& rule = cycle.rule->set;
  const Day begun = joined ? std::max(*joined, cycle.first) : cycle.first;
  const int first_year = rule.cycles.year_of(begun);
  const int last_year = rule.cycles.year_of(cycle.measured());
  std::vector<RequirementLine> out;
  for (const auto& s : credits::standings(rule, sums, first_year, last_year)) {
    RequirementLine line{s.requirement, s.year,      cycle.first,      cycle.last(),
                         s.have,        s.shortfall, CreditState::open};
    if (s.year != 0) {
      line.from = rule.cycles.year_start(s.year);
      line.until = {rule.cycles.year_start(s.year + 1).number - 1};
    }
    line.state = state_of(cycle, s, std::max(line.from, begun), line.until);
    out.push_back(line);
  }
  return out;
}

CreditState gravest(const std::vector<RequirementLine>& lines) {
  CreditState out = CreditState::met;
  for (const RequirementLine& line : lines) out = std::max(out, line.state);
  return out;
}

std::optional<Day> first_work_day(Desk& desk, std::int64_t teacher) {
  const auto& set = desk.catalogue.person();
  const auto field = set.field_index(kWorkStart);
  if (!field || set.fields[*field].sensitive) return std::nullopt;
  auto find = desk.db.statement("SELECT " + store::as_name(kWorkStart) + " FROM " +
                                store::as_name(set.id) + " WHERE teacher = ?");
  find.with(teacher);
  if (!find.step()) return std::nullopt;
  return day_from_iso(std::string{find.text(0)} + "-01");
}

credits::Sums measured_sums(const RuleBook& book, const AskedCycle& cycle,
                            const std::vector<CreditRow>& rows) {
  return credits::sums(cycle.rule->set, measured_in(cycle, counting_in(book, cycle, rows)));
}

Ledger ledger(Desk& desk, RuleBook& book, const people::Person& person, std::string_view word,
              Day asked) {
  Ledger out;
  out.person = person;
  out.cycle = asked_cycle(book, person.org, word, asked);
  const auto rows = journal::credit_rows(desk.db, person.row);
  std::vector<Counting> counted;
  if (out.cycle) counted = measured_in(*out.cycle, counting_in(book, *out.cycle, rows));
  auto next = counted.begin();
  for (const CreditRow& row : rows) {
    const bool here = !out.cycle || (next != counted.end() && next->entry == &row.entry);
    if (!here) continue;
    for (CreditRow& before : earlier_versions(desk.db, row))
      out.lines.push_back({std::move(before), true, {}});
    out.lines.push_back({row, false, out.cycle ? (next++)->counted : row.counted});
    if (row.entry.result == credits::Result::pass) out.hours += row.entry.hours;
    out.credits += row.credits;
    out.counted += row.counted;
    out.surplus += row.surplus;
  }
  if (!out.cycle) return out;
  out.measured = credits::total(counted);
  for (const auto& line :
       requirement_lines(*out.cycle, credits::sums(out.cycle->rule->set, counted),
                         first_work_day(desk, person.row))) {
    if (line.requirement->checked || credits::concerns(*line.requirement, counted))
      out.requirements.push_back(line);
  }
  return out;
}

}  // namespace tmis::workflow
