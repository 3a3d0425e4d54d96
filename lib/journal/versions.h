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
#include "store/database.h"

namespace tmis::journal {

/// One version of a row. `gone`: the row was withdrawn with it.
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

/// The version that stood after event `seq`; nullptr before the first and after a withdrawal.
const StoredVersion* at(const StoredVersions& all, std::int64_t seq);

}  // namespace tmis::journal
