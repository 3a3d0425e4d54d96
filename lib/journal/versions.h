// All versions of rows of evidence, live and past, for looking back at who people were.
// Rows of a whole table by the million are left to as_of.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "journal/commitment.h"
#include "journal/event.h"
#include "store/database.h"

namespace tmis::journal {

/// One version of a row. `gone`: the row was withdrawn with it. Of an erased one salt and encoded
/// are empty and all columns null.
struct StoredVersion {
  RowVersion row;
  std::int64_t seq = 0;
  std::int64_t idx = 0;
  std::string salt;
  std::string encoded;  // the hashed bytes of the columns
  bool gone = false;
  Values columns;
};
using StoredVersions = std::vector<StoredVersion>;  // the oldest first

/// The versions of one row; none when there never was one. Those that can't be read are left out:
/// `verify` finds them by their commitment.
StoredVersions versions(store::Database& db, const store::TableDef& table, std::int64_t record);
/// Those of every row of a small table, by row.
std::map<std::int64_t, StoredVersions> all_versions(store::Database& db,
                                                    const store::TableDef& table);

/// The dossier that a row of a field set's table belongs to; 0 when there is none, or no version
/// left that says so: then its erasures may (`erasures`).
std::int64_t teacher_of(store::Database& db, const store::TableDef& table, std::int64_t record);
/// Which versions of a row were erased, and by which event.
std::map<std::uint32_t, Event> erasures(store::Database& db, const store::TableDef& table,
                                        std::int64_t record);

/// Whether one of these versions has no content any more.
bool any_erased(store::Database& db, const store::TableDef& table, std::int64_t record,
                std::uint32_t first, std::uint32_t last);

/// The version that stood after event `seq`; nullptr before the first and after a withdrawal.
const StoredVersion* at(const StoredVersions& all, std::int64_t seq);

}  // namespace tmis::journal
