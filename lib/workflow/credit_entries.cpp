// A confirmation reads every teacher once, computes the cycles it touches, and writes: the new
// entries in one run, then those earlier ones of which something else counts now.
#include "workflow/credit_entries.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "credits/calculation.h"
#include "journal/as_of.h"
#include "journal/credit_ledger.h"
#include "journal/versions.h"
#include "workflow/credit_rule.h"

namespace tmis::workflow {
namespace {

using credits::Amount;
using credits::Counting;
using journal::CreditRow;
using store::program_table;

const store::TableDef& entry_table() { return program_table("credit_entry"); }

std::string entry_id(const CreditResult& r) { return r.entry_id.empty() ? r.case_id : r.entry_id; }

credits::Entry entry_of(const CreditResult& r) {
  const auto end = day_from_iso(r.end_date);
  const auto result = credits::result_from(r.result);
  if (!end || !result || r.hours < 0 || r.times < 1) bug("credit result " + r.case_id);
  return {entry_id(r),
          *end,
          journal::hours_of(r.hours),
          {r.category, r.mode, r.course, r.activity, r.honour},
          r.times,
          *result};
}

Values entry_columns(const CreditRow& row) {
  const credits::Entry& e = row.entry;
  Values out{Value{row.teacher}, Value{e.id}, Value{row.case_id}, Value{to_iso(e.end)},
             Value{journal::hundredths_of(e.hours)}};
  for (const std::string& trait : e.traits) out.push_back(or_null(trait));
  out.insert(out.end(), {Value{e.times}, Value{credits::name(e.result)}, Value{row.rule},
                         Value{row.rule_version}, Value{row.credits.units},
                         Value{row.counted.units}, Value{row.surplus.units}, Value{row.org}});
  return out;
}

/// Where people stood on a day: by the events up to its end; before their first one, where they
/// came to.
class Schools {
 public:
  explicit Schools(Desk& desk) : desk_(desk) {}

  std::int64_t on(std::int64_t teacher, Day day) {
    const auto [known, fresh] = events_.try_emplace(day.number);
    if (fresh) known->second = journal::last_event_of(desk_.db, day);
    auto now = desk_.db.statement("SELECT org, seq, version FROM teacher WHERE row = ?");
    now.with(teacher);
    if (!now.step()) bug("teacher");
    if (now.integer(1) <= known->second || now.integer(2) == 1) return now.integer(0);
    const auto& table = program_table("teacher");
    const auto all = journal::versions(desk_.db, table, teacher);
    if (all.empty()) return now.integer(0);
    const auto* then = journal::at(all, known->second);
    return (then == nullptr ? all.front() : *then).columns[table.column("org")].number;
  }

 private:
  Desk& desk_;
  std::unordered_map<std::int32_t, std::int64_t> events_;
};

/// Steps 1 to 6 for one result.
class Judge {
 public:
  explicit Judge(Desk& desk) : book_(desk), schools_(desk) {}

  RuleBook& book() { return book_; }

  /// The row to be, counted without its cycle; or a refusal in `said`.
  std::optional<CreditRow> row(const CreditResult& result, ConfirmedCredits& said,
                               const KnownRule** under) {
    CreditRow out;
    out.teacher = result.teacher;
    out.case_id = result.case_id;
    out.entry = entry_of(result);
    const KnownRule* rule = book_.bound(schools_.on(result.teacher, out.entry.end), out.entry.end);
    if (rule == nullptr) return refuse(said, codes::credits_no_rule);
    try {
      const auto give = credits::given(rule->set, out.entry);
      if (!give) return refuse(said, codes::credits_no_rule);
      out.credits = give->credits;
      out.counted = give->may_count;
    } catch (const Error& e) {
      if (&e.code() != &codes::credits_too_large) throw;
      return refuse(said, e.code());
    }
    out.rule = rule->set.id;
    out.rule_version = rule->version;
    *under = rule;
    return out;
  }

 private:
  static std::nullopt_t refuse(ConfirmedCredits& said, const Code& code) {
    said.refusal = &code;
    return std::nullopt;
  }

  RuleBook book_;
  Schools schools_;
};

/// Step 7 for all cycles among a teacher's entries. What can't be computed any more, since the file
/// hasn't the version, stays as it is.
void count_anew(const RuleBook& book, std::vector<CreditRow>& rows) {
  std::map<std::pair<std::string, std::int32_t>, std::vector<std::size_t>> cycles;
  std::vector<const KnownRule*> rules;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const KnownRule* rule = book.version(rows[i].rule, rows[i].rule_version);
    rules.push_back(rule);
    if (rule == nullptr) continue;
    cycles[{rows[i].rule, rule->set.cycles.first_day(rows[i].entry.end).number}].push_back(i);
  }
  for (const auto& [key, places] : cycles) {
    std::vector<Counting> counting;
    for (const std::size_t i : places) {
      const auto give = credits::given(rules[i]->set, rows[i].entry);
      if (!give) bug("credit entry without a row of its rule");
      counting.push_back({&rules[i]->set, &rows[i].entry, *give});
    }
    credits::count(counting);
    for (std::size_t n = 0; n < places.size(); ++n) {
      CreditRow& row = rows[places[n]];
      row.credits = counting[n].give.credits;
      row.counted = counting[n].counted;
      row.surplus = counting[n].surplus;
    }
  }
}

ConfirmedCredits said_of(const CreditRow& row) {
  return {nullptr,           row.row,  row.credits.units, row.counted.units,
          row.surplus.units, row.rule, row.rule_version};
}

/// A whole confirmation, teacher by teacher in the order of the results.
class Confirmation {
 public:
  Confirmation(journal::Transaction& tx, Desk& desk, const Permit& permit)
      : tx_(tx), org_(permit.org()), judge_(desk), ledger_(desk.db) {}

  std::vector<ConfirmedCredits> run(const std::vector<CreditResult>& results) {
    said_.resize(results.size());
    std::map<std::int64_t, std::vector<std::size_t>> of_teacher;
    for (std::size_t i = 0; i < results.size(); ++i) of_teacher[results[i].teacher].push_back(i);
    for (const auto& [teacher, places] : of_teacher) take(teacher, places, results);
    write();
    return std::move(said_);
  }

 private:
  void take(std::int64_t teacher, const std::vector<std::size_t>& places,
            const std::vector<CreditResult>& results) {
    auto before = journal::credit_rows(tx_.db(), teacher);
    auto rows = before;
    std::vector<std::size_t> fresh;  // results, in the order of the rows behind `before`
    std::set<std::string> ids;
    for (const CreditRow& row : before) ids.insert(row.entry.id);
    for (const std::size_t i : places) {
      if (!ids.insert(entry_id(results[i])).second) {
        said_[i].refusal = &codes::credits_confirmed;
        continue;
      }
      const KnownRule* under = nullptr;
      auto row = judge_.row(results[i], said_[i], &under);
      if (!row) continue;
      row->org = org_;
      used_.insert(under);
      fresh.push_back(i);
      rows.push_back(std::move(*row));
    }
    if (fresh.empty()) return;
    count_anew(judge_.book(), rows);
    for (std::size_t n = 0; n < before.size(); ++n) {
      if (rows[n].counted != before[n].counted || rows[n].surplus != before[n].surplus)
        changed_.push_back(rows[n]);
    }
    for (std::size_t n = 0; n < fresh.size(); ++n) {
      inserted_.push_back(std::move(rows[before.size() + n]));
      places_.push_back(fresh[n]);
    }
    touched_.push_back(teacher);
  }

  void write() {
    for (const KnownRule* rule : used_) keep_rule(tx_, org_, *rule);
    if (inserted_.empty()) return;
    const std::int64_t first = tx_.insert_many(entry_table(), inserted_.size(), [&] {
      return [&](std::size_t i, Values& out) { out = entry_columns(inserted_[i]); };
    });
    for (std::size_t i = 0; i < inserted_.size(); ++i) {
      inserted_[i].row = first + static_cast<std::int64_t>(i);
      said_[places_[i]] = said_of(inserted_[i]);
    }
    for (const CreditRow& row : changed_) tx_.update(entry_table(), row.row, entry_columns(row));
    for (const std::int64_t teacher : touched_)
      journal::write_credit_ledger(tx_.db(), ledger_, teacher);
  }

  journal::Transaction& tx_;
  std::int64_t org_;
  Judge judge_;
  journal::CreditRules ledger_;
  std::vector<ConfirmedCredits> said_;
  std::set<const KnownRule*> used_;
  std::vector<CreditRow> inserted_, changed_;
  std::vector<std::size_t> places_;  // of the results that were inserted
  std::vector<std::int64_t> touched_;
};

CreditEntry entry_of(CreditRow row) {
  CreditEntry out;
  out.row = row.row;
  credits::Entry& e = row.entry;
  out.result = {row.teacher,
                std::move(row.case_id),
                std::move(e.id),
                to_iso(e.end),
                journal::hundredths_of(e.hours),
                std::move(e.traits[0]),
                std::move(e.traits[1]),
                std::move(e.traits[2]),
                std::move(e.traits[3]),
                std::move(e.traits[4]),
                e.times,
                std::string{credits::name(e.result)}};
  out.credits = row.credits.units;
  out.counted = row.counted.units;
  out.surplus = row.surplus.units;
  out.rule = std::move(row.rule);
  out.version = std::move(row.rule_version);
  out.confirmed_by = row.org;
  out.row_version = row.version;
  out.seq = row.seq;
  return out;
}

}  // namespace

std::string credits_text(std::int64_t ten_thousandths) {
  return credits::to_text(Amount{ten_thousandths});
}

std::vector<ConfirmedCredits> confirm_entries(journal::Transaction& tx, Desk& desk,
                                              const Permit& permit,
                                              const std::vector<CreditResult>& results) {
  return Confirmation{tx, desk, permit}.run(results);
}

std::optional<CreditEntry> find_entry(Desk& desk, std::int64_t teacher, std::string_view case_id) {
  for (CreditRow& row : journal::credit_rows(desk.db, teacher)) {
    if (row.case_id == case_id) return entry_of(std::move(row));
  }
  return std::nullopt;
}

std::vector<CreditEntry> entries_of(Desk& desk, std::int64_t teacher) {
  std::vector<CreditEntry> out;
  for (CreditRow& row : journal::credit_rows(desk.db, teacher))
    out.push_back(entry_of(std::move(row)));
  return out;
}

ConfirmedCredits correct_entry(journal::Transaction& tx, Desk& desk, const Permit&,
                               const CreditCorrection& correction) {
  std::int64_t teacher = 0;
  {
    auto whose = tx.db().statement("SELECT teacher FROM credit_entry WHERE row = ?");
    whose.with(correction.entry);
    if (!whose.step()) {
      throw Error{codes::credits_not_confirmed,
                  {arg("what", "credit_entry#" + std::to_string(correction.entry))}};
    }
    teacher = whose.integer(0);
  }
  const auto before = journal::credit_rows(tx.db(), teacher);
  auto rows = before;
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const auto& r) { return r.row == correction.entry; });
  CreditRow& row = *found;
  if (correction.hours) row.entry.hours = journal::hours_of(*correction.hours);
  if (!correction.result.empty()) {
    const auto result = credits::result_from(correction.result);
    if (!result) bug("credit result " + row.case_id);
    row.entry.result = *result;
  }
  const RuleBook book{desk};
  const KnownRule* rule = book.version(row.rule, row.rule_version);
  if (rule == nullptr) {
    throw Error{codes::credits_rule_lost,
                {arg("rule", row.rule), arg("version", row.rule_version)}};
  }
  ConfirmedCredits said;
  if (!credits::given(rule->set, row.entry)) {
    said.refusal = &codes::credits_no_rule;
    return said;
  }
  count_anew(book, rows);
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const Values is = entry_columns(rows[n]);
    if (is != entry_columns(before[n])) tx.update(entry_table(), rows[n].row, is);
  }
  journal::CreditRules ledger{tx.db()};
  journal::write_credit_ledger(tx.db(), ledger, teacher);
  return said_of(row);
}

namespace {

ConfirmedCredits bring_entry(journal::Transaction& tx, const RuleBook& book,
                             const BroughtEntry& e) {
  ConfirmedCredits said;
  CreditRow row;
  row.teacher = e.result.teacher;
  row.case_id = e.result.case_id;
  row.entry = entry_of(e.result);
  row.rule = e.rule;
  row.rule_version = e.version;
  row.org = e.confirmed_by;
  const KnownRule* rule = book.version(e.rule, e.version);
  const auto give = rule == nullptr ? std::nullopt : credits::given(rule->set, row.entry);
  if (!give) {
    said.refusal = &codes::credits_no_rule;
    return said;
  }
  row.credits = give->credits;
  row.counted = give->may_count;
  auto before = journal::credit_rows(tx.db(), row.teacher);
  auto rows = before;
  const auto known = std::find_if(rows.begin(), rows.end(),
                                  [&](const auto& r) { return r.entry.id == row.entry.id; });
  const auto at = static_cast<std::size_t>(known - rows.begin());
  if (known == rows.end()) {
    rows.push_back(row);
  } else {
    row.row = known->row;
    *known = row;
  }
  count_anew(book, rows);
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const Values is = entry_columns(rows[n]);
    if (n == before.size()) {
      rows[n].row = tx.insert(entry_table(), is);
    } else if (is != entry_columns(before[n])) {
      tx.update(entry_table(), rows[n].row, is);
    }
  }
  return said_of(rows[at]);
}

}  // namespace

std::vector<ConfirmedCredits> bring_entries(journal::Transaction& tx, Desk& desk,
                                            const std::vector<BroughtEntry>& entries) {
  const RuleBook book{desk};
  journal::CreditRules ledger{tx.db()};
  std::vector<ConfirmedCredits> said;
  for (const BroughtEntry& e : entries) {
    said.push_back(bring_entry(tx, book, e));
    journal::write_credit_ledger(tx.db(), ledger, e.result.teacher);
  }
  return said;
}

}  // namespace tmis::workflow
