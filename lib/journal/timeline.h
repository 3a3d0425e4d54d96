// All versions of the rows of a table, for reports that follow a file through many days at once.
// The state of one day is left to as_of.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/value.h"
#include "store/database.h"

namespace tmis::journal {

/// One version of a row. `gone`: the row was withdrawn with it, or its content was erased; then
/// there are no values.
struct TimelineVersion {
  std::int64_t row = 0;
  std::int64_t version = 0;
  std::int64_t seq = 0;
  bool gone = false;
  Values values;  // of the columns asked for
};

/// Visits the versions that events up to `at` made, by row and version. `visit` may ask the
/// database anything but the same question.
void each_version(store::Database& db, const store::TableDef& table,
                  const std::vector<std::string>& columns, std::int64_t at,
                  const std::function<void(const TimelineVersion&)>& visit);

}  // namespace tmis::journal
