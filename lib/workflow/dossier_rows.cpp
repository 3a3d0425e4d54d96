// Half of a report's time is SQLite walking over rows: only the columns that count are asked for.
#include "workflow/dossier_rows.h"

#include <string>

#include "base/error.h"

namespace tmis::workflow {
namespace {

using journal::PastQuestion;
using journal::PastRow;
using schema::FieldSet;

constexpr std::size_t kFixedColumns = 3;

/// The fields that say whether a row calls for an original, after the fixed columns.
std::vector<std::string> columns_of(const FieldSet& set) {
  std::vector<std::string> columns = {"teacher", "complete", "business"};
  for (const auto& rule : set.originals) {
    for (const auto* test : {&rule.when, &rule.unless}) {
      if (*test) columns.push_back(set.fields[(*test)->field].id);
    }
  }
  return columns;
}

std::uint64_t calls_of(const FieldSet& set, const PastRow& row) {
  std::uint64_t calls = 0;
  std::size_t at = kFixedColumns;
  for (std::size_t i = 0; i < set.originals.size(); ++i) {
    const auto& rule = set.originals[i];
    bool called = !rule.by_hand || row.values[2].is_null();
    if (rule.when && !(row.values[at++] == rule.when->value)) called = false;
    if (rule.unless && row.values[at++] == rule.unless->value) called = false;
    if (called) calls |= std::uint64_t{1} << i;
  }
  return calls;
}

/// No more than this are there.
std::size_t most_rows(store::Database& db, const FieldSet& set) {
  return static_cast<std::size_t>(db.number("SELECT ifnull(max(row), 0) FROM \"" + set.id + "\""));
}

}  // namespace

RowReader::RowReader(Desk& desk, std::int64_t at, std::optional<std::int64_t> teacher, bool items)
    : catalogue_(desk.catalogue), rows_(desk.catalogue.all().size()) {
  for (const FieldSet& set : catalogue_.all()) {
    if (set.originals.size() > 64) bug(set.id);
    questions_.push_back({desk.table(set), columns_of(set), at, std::nullopt, items});
    if (teacher) questions_.back().where.emplace("teacher", *teacher);
  }
}

void RowReader::read(store::Database& db) {
  for (std::size_t i = next_++; i < questions_.size(); i = next_++) {
    const PastQuestion& q = questions_[i];
    const FieldSet& set = catalogue_.all()[i];
    if (!q.where) rows_[i].reserve(most_rows(db, set));
    journal::each_row(db, q, [&](const PastRow& row) {
      rows_[i].push_back({row.values[0].number, row.row, row.seq, row.idx, row.version,
                          row.values[1].number != 0, !row.values[2].is_null(), calls_of(set, row)});
    });
  }
}

}  // namespace tmis::workflow
