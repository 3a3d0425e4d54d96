// Entries come teacher by teacher, in the order of the index (teacher, entry): a province's six
// million never stand in memory together.
#include "journal/credit_ledger.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "base/error.h"

namespace tmis::journal {
namespace {

constexpr std::string_view kCreditColumns =
    "e.row, e.version, e.seq, e.teacher, e.entry, e.case_id, e.end_day, e.hours, e.category, "
    "e.mode, e.course, e.activity, e.honour, e.times, e.result, e.rule, e.rule_version, e.credits, "
    "e.counted, e.surplus, e.org";
constexpr int kFirstTrait = 8;

/// A rule set that is in the file no more is known by its id; its cycle can't be told.
constexpr std::string_view kNoCycle = "";

/// Visits the entries of each teacher who has any.
template <class Visit>
void each_teacher(store::Database& db, const Visit& visit) {
  auto all = db.statement("SELECT " + std::string{kCreditColumns} +
                          " FROM credit_entry e ORDER BY e.teacher, e.entry");
  std::vector<CreditRow> rows;
  while (all.step()) {
    if (!rows.empty() && rows.front().teacher != all.integer(3)) {
      visit(rows);
      rows.clear();
    }
    rows.push_back(credit_row(all));
  }
  if (!rows.empty()) visit(rows);
}

constexpr std::string_view kInsert =
    "INSERT INTO credit_ledger (teacher, cycle, rule, rule_version, entries, total, sums) VALUES "
    "(?, ?, ?, ?, ?, ?, ?)";

void insert_cycle(store::Statement& insert, const CreditCycle& c) {
  insert.with(c.teacher, std::string_view{c.cycle}, std::string_view{c.rule},
              std::string_view{c.rule_version}, c.entries, c.total.units, std::string_view{c.sums});
  insert.run();
}

}  // namespace

std::string_view credit_columns() { return kCreditColumns; }

CreditRow credit_row(const store::Statement& row, int first) {
  CreditRow out;
  const auto end = day_from_iso(row.text(first + 6));
  const auto result = credits::result_from(row.text(first + 14));
  if (!end || !result) throw Error{codes::journal_damaged, {arg("what", "credit_entry")}};
  out.row = row.integer(first);
  out.version = static_cast<std::uint32_t>(row.integer(first + 1));
  out.seq = row.integer(first + 2);
  out.teacher = row.integer(first + 3);
  out.entry.id = row.text(first + 4);
  out.case_id = row.text(first + 5);
  out.entry.end = *end;
  out.entry.hours = hours_of(row.integer(first + 7));
  for (std::size_t i = 0; i < credits::kTraits; ++i)
    out.entry.traits[i] = row.text(first + kFirstTrait + static_cast<int>(i));
  out.entry.times = row.integer(first + 13);
  out.entry.result = *result;
  out.rule = row.text(first + 15);
  out.rule_version = row.text(first + 16);
  out.credits = {row.integer(first + 17)};
  out.counted = {row.integer(first + 18)};
  out.surplus = {row.integer(first + 19)};
  out.org = row.integer(first + 20);
  return out;
}

CreditRow as_it_was(CreditRow now, const StoredVersion& then) {
  const auto& table = store::program_table("credit_entry");
  const auto value = [&](std::string_view column) { return then.columns[table.column(column)]; };
  now.version = then.row.version;
  now.seq = then.seq;
  now.entry.hours = hours_of(value("hours").number);
  now.entry.result = credits::result_from(value("result").text).value_or(now.entry.result);
  now.rule = value("rule").text;
  now.rule_version = value("rule_version").text;
  now.credits = {value("credits").number};
  now.counted = {value("counted").number};
  now.surplus = {value("surplus").number};
  return now;
}

std::vector<CreditRow> credit_rows(store::Database& db, std::int64_t teacher, std::int64_t at) {
  std::vector<CreditRow> out;
  auto rows = db.statement("SELECT " + std::string{kCreditColumns} +
                           " FROM credit_entry e WHERE e.teacher = ?");
  rows.with(teacher);
  while (rows.step()) {
    CreditRow row = credit_row(rows);
    if (row.seq > at) {
      const auto all = versions(db, store::program_table("credit_entry"), row.row);
      const StoredVersion* then = journal::at(all, at);
      if (then == nullptr || then->columns.empty()) continue;
      row = as_it_was(std::move(row), *then);
    }
    out.push_back(std::move(row));
  }
  std::sort(out.begin(), out.end(), [](const CreditRow& a, const CreditRow& b) {
    return std::tie(a.entry.end, a.entry.id) < std::tie(b.entry.end, b.entry.id);
  });
  return out;
}

const credits::RuleSet* CreditRules::find(const std::string& id, const std::string& version) {
  const auto [known, fresh] = known_.try_emplace({id, version});
  if (fresh) {
    auto text = db_.statement("SELECT text FROM credit_rule WHERE id = ? AND rule_version = ?");
    text.with(std::string_view{id}, std::string_view{version});
    if (text.step())
      known->second = std::make_unique<credits::RuleSet>(credits::read_rule_set(text.text(0)));
  }
  return known->second.get();
}

std::vector<CreditCycle> credit_cycles(CreditRules& rules, const std::vector<CreditRow>& rows) {
  std::map<std::pair<std::string, std::string>, std::vector<const CreditRow*>> cycles;
  for (const CreditRow& row : rows) {
    const credits::RuleSet* rule = rules.find(row.rule, row.rule_version);
    const std::string cycle =
        rule == nullptr ? std::string{kNoCycle} : to_iso(rule->cycles.first_day(row.entry.end));
    cycles[{cycle, row.rule}].push_back(&row);
  }
  std::vector<CreditCycle> out;
  for (const auto& [key, of] : cycles) {
    CreditCycle c;
    c.teacher = of.front()->teacher;
    std::tie(c.cycle, c.rule) = key;
    const auto newest =
        std::max_element(of.begin(), of.end(), [](const CreditRow* a, const CreditRow* b) {
          return std::tie(a->seq, a->row) < std::tie(b->seq, b->row);
        });
    c.rule_version = (*newest)->rule_version;
    c.entries = static_cast<std::int64_t>(of.size());
    std::vector<credits::Counting> counting;
    const credits::RuleSet* rule = rules.find(c.rule, c.rule_version);
    for (const CreditRow* row : of) {
      counting.push_back({rule, &row->entry, {row->credits, {}}, row->counted, row->surplus});
      c.total += row->counted;
    }
    if (rule != nullptr) c.sums = credits::to_text(credits::sums(*rule, counting));
    out.push_back(std::move(c));
  }
  return out;
}

CreditCycle credit_cycle_in(const store::Statement& row) {
  return {row.integer(0),           std::string{row.text(1)}, std::string{row.text(2)},
          std::string{row.text(3)}, row.integer(4),           {row.integer(5)},
          std::string{row.text(6)}};
}

void write_credit_ledger(store::Database& db, CreditRules& rules, std::int64_t teacher) {
  db.statement("DELETE FROM credit_ledger WHERE teacher = ?").with(teacher).run();
  auto insert = db.statement(kInsert);
  for (const CreditCycle& c : credit_cycles(rules, credit_rows(db, teacher)))
    insert_cycle(insert, c);
}

void rebuild_credit_ledger(store::Database& db) {
  db.execute("DELETE FROM credit_ledger");
  CreditRules rules{db};
  auto insert = db.statement(kInsert);
  each_teacher(db, [&](const std::vector<CreditRow>& rows) {
    for (const CreditCycle& c : credit_cycles(rules, rows)) insert_cycle(insert, c);
  });
}

void check_credit_ledger(store::Database& db, const std::function<void(std::int64_t)>& differs) {
  CreditRules rules{db};
  auto stored = db.statement(
      "SELECT teacher, cycle, rule, rule_version, entries, total, sums FROM credit_ledger ORDER BY "
      "teacher, cycle, rule");
  bool more = stored.step();
  const auto unexpected = [&](std::int64_t before) {  // rows of teachers without entries
    for (std::int64_t last = 0; more && stored.integer(0) < before; more = stored.step()) {
      if (stored.integer(0) != last) differs(last = stored.integer(0));
    }
  };
  each_teacher(db, [&](const std::vector<CreditRow>& rows) {
    const std::int64_t teacher = rows.front().teacher;
    unexpected(teacher);
    std::vector<CreditCycle> there;
    for (; more && stored.integer(0) == teacher; more = stored.step())
      there.push_back(credit_cycle_in(stored));
    if (there != credit_cycles(rules, rows)) differs(teacher);
  });
  unexpected(std::numeric_limits<std::int64_t>::max());
}

}  // namespace tmis::journal
