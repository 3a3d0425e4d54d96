// The rows of many dossiers without their values: what counting and hashing them takes.
// What the counts mean standing.h says.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/bulk.h"
#include "journal/as_of.h"
#include "journal/desk.h"
#include "store/database.h"

namespace tmis::workflow {

struct DossierRow {
  std::int64_t teacher = 0;
  std::int64_t record = 0;
  std::int64_t seq = 0, idx = 0;  // the item of the journal that made this version
  std::uint32_t version = 0;
  bool complete = true;
  bool business = false;    // written by a process
  std::uint64_t calls = 0;  // bit i: calls for the original of the table's rule i
};

/// By table in the order of the catalogue, each in the order of the records.
using DossierRows = std::vector<BulkVector<DossierRow>>;

/// Read by one thread or by several at once, each on a connection of its own. `items`: with the
/// item of the journal and the version, else without.
class RowReader {
 public:
  RowReader(Desk& desk, std::int64_t at, std::optional<std::int64_t> teacher, bool items);

  /// All tables that nobody has begun with.
  void read(store::Database& db);
  DossierRows take() { return std::move(rows_); }  // once, when all have come back from `read`

 private:
  const schema::Catalogue& catalogue_;
  std::vector<journal::PastQuestion> questions_;
  DossierRows rows_;
  std::atomic<std::size_t> next_{0};  // table to begin with
};

}  // namespace tmis::workflow
