// One pass over the states of items, one over each table; only rows that were changed after their
// last pass are looked up in history one by one.
#include "report/audited.h"

#include <algorithm>
#include <string>

#include "dossier/derived.h"
#include "journal/as_of.h"
#include "journal/commitment.h"
#include "journal/field_rows.h"

namespace tmis::report {
namespace {

using journal::PastRow;
using schema::Field;
using schema::FieldSet;
using schema::FieldType;

/// What orders the rows of a teacher: the times of the key first, then the rest of it.
std::vector<std::size_t> ordering(const FieldSet& set) {
  const auto is_time = [&](std::size_t field) {
    const FieldType type = set.fields[field].type;
    return type == FieldType::year || type == FieldType::year_month || type == FieldType::date;
  };
  std::vector<std::size_t> out;
  for (const std::size_t field : set.key) {
    if (!set.fields[field].sensitive && set.fields[field].stored()) out.push_back(field);
  }
  std::stable_partition(out.begin(), out.end(), is_time);
  return out;
}

std::string rank(const Values& row, const std::vector<std::size_t>& by) {
  std::string out;
  for (const std::size_t field : by) out.append(row[field].text).push_back('\x1f');
  return out;
}

}  // namespace

Audited::Audited(Desk& desk, std::int64_t at) : desk_(desk), at_(at) {
  const journal::PastQuestion q{
      store::program_table("item_state"), {"table_id", "record", "audited_version"}, at};
  journal::each_row(desk.db, q, [&](const PastRow& row) {
    if (!row.values[2].is_null())
      passed_.push_back({row.values[0].number, row.values[1].number, row.values[2].number});
  });
  std::sort(passed_.begin(), passed_.end());
}

std::optional<std::int64_t> Audited::version_of(const FieldSet& set, std::int64_t record) const {
  const auto found =
      std::lower_bound(passed_.begin(), passed_.end(), Passed{set.number, record, 0});
  if (found == passed_.end() || found->table != set.number || found->record != record)
    return std::nullopt;
  return found->version;
}

std::optional<Values> Audited::earlier(const FieldSet& set, std::int64_t record,
                                       std::int64_t version) {
  auto old = desk_.db.statement(
      "SELECT body FROM history WHERE table_id = ? AND record = ? AND version = ?");
  old.with(std::int64_t{set.number}, record, version);
  if (!old.step() || old.is_null(0)) return std::nullopt;
  return journal::decode_columns(desk_.table(set), old.blob(0));
}

void Audited::each(const FieldSet& set, const std::vector<std::size_t>& fields,
                   const Visit& visit) {
  std::vector<std::string> columns{"teacher"};
  for (const std::size_t field : fields) columns.push_back(set.fields[field].id);
  Values values(set.fields.size());
  journal::each_row(desk_.db, {desk_.table(set), columns, at_}, [&](const PastRow& row) {
    const auto version = version_of(set, row.row);
    if (!version) return;
    if (*version == row.version) {
      for (std::size_t i = 0; i < fields.size(); ++i) values[fields[i]] = row.values[i + 1];
      return visit(row.values[0].number, values);
    }
    const auto passed = earlier(set, row.row, *version);
    if (!passed) return;
    const auto& table = desk_.table(set);
    for (const std::size_t field : fields)
      values[field] = (*passed)[table.column(set.fields[field].id)];
    visit((*passed)[table.column("teacher")].number, values);
  });
}

void Audited::each_record(const FieldSet& set, Sealed sealed,
                          const std::function<void(journal::Record&)>& visit,
                          const std::function<void(std::int64_t)>& pending) {
  const auto& table = desk_.table(set);
  const std::size_t whose = table.column("teacher");
  journal::PastQuestion question{table, {}, at_};
  for (const auto& column : table.columns) question.columns.push_back(column.name);
  journal::Record record;
  journal::each_row(desk_.db, question, [&](const PastRow& row) {
    const auto version = version_of(set, row.row);
    const bool newest = version && *version == row.version;
    if (!newest) pending(row.values[whose].number);
    if (!version) return;
    const auto passed = newest ? std::nullopt : earlier(set, row.row, *version);
    if (!newest && !passed) return;
    const Values& columns = newest ? row.values : *passed;
    if (sealed == Sealed::open) {
      journal::read_columns(desk_, set, row.row, columns, record);
    } else {
      journal::from_columns(set, columns, record);
    }
    visit(record);
  });
}

Audited::ByTeacher Audited::chosen(const Field::Pick& pick, Day day) {
  const dossier::Choice choice{desk_.catalogue, pick, day};
  std::unordered_map<std::int64_t, dossier::Choice::Rank> ranks;
  ByTeacher out;
  each(choice.set(), choice.fields(), [&](std::int64_t teacher, const Values& row) {
    auto rank = choice.rank(row);
    if (!rank) return;
    const auto known = ranks.find(teacher);
    if (known != ranks.end() && !dossier::Choice::better(*rank, known->second)) return;
    ranks.insert_or_assign(teacher, std::move(*rank));
    out.insert_or_assign(teacher, choice.take(row));
  });
  return out;
}

Audited::ByTeacher Audited::present(const FieldSet& set, std::size_t field, Day day) {
  if (set.fields[field].pick) return chosen(*set.fields[field].pick, day);
  const auto by = ordering(set);
  auto fields = by;
  fields.push_back(field);
  std::unordered_map<std::int64_t, std::string> ranks;
  ByTeacher out;
  each(set, fields, [&](std::int64_t teacher, const Values& row) {
    if (!set.one) {
      std::string mine = rank(row, by);
      std::string& best = ranks[teacher];
      if (mine < best) return;
      best = std::move(mine);
    }
    out.insert_or_assign(teacher, row[field]);
  });
  return out;
}

}  // namespace tmis::report
