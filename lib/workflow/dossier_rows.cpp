// Half of a report's time is SQLite walking over rows: two connections walk over two tables at
// once.
#include "workflow/dossier_rows.h"

#include <atomic>
#include <future>
#include <string>
#include <system_error>

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

}  // namespace

DossierRows dossier_rows(Desk& desk, std::int64_t at, std::optional<std::int64_t> teacher,
                         bool beside) {
  const auto& sets = desk.catalogue.all();
  DossierRows out(sets.size());
  std::atomic<std::size_t> next{0};
  const auto read = [&](store::Database& db) {
    for (std::size_t i = next++; i < sets.size(); i = next++) {
      const FieldSet& set = sets[i];
      if (set.originals.size() > 64) bug(set.id);
      PastQuestion q{desk.table(set), columns_of(set), at};
      if (teacher) q.where.emplace("teacher", *teacher);
      journal::each_row(db, q, [&](const PastRow& row) {
        out[i].push_back({row.values[0].number, row.row, row.seq, row.idx, row.version,
                          row.values[1].number != 0, !row.values[2].is_null(), calls_of(set, row)});
      });
    }
  };
  auto second = beside ? desk.db.beside() : std::nullopt;
  std::future<void> other;
  try {
    if (second) other = std::async(std::launch::async, [&] { read(*second); });
  } catch (const std::system_error&) {  // no room for one more thread
  }
  read(desk.db);
  if (other.valid()) other.get();
  return out;
}

}  // namespace tmis::workflow
