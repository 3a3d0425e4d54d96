// Many rows of one table: SQLite hands each to the caller, instead of being asked for it and then
// for each of its columns.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

struct sqlite3;
struct sqlite3_value;

namespace tmis::store {

class Database;

/// The columns of one row, counted from 0. Good until the visitor returns.
class Cells {
 public:
  explicit Cells(sqlite3_value** values) : values_(values) {}

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;
  /// Into a value that keeps its memory.
  void value(int column, Value& out) const;

 private:
  sqlite3_value** values_;
};

/// Visits all rows of `table` in the order of their numbers. `columns`: at most 120 names.
/// `visit` may ask the database anything; what it throws ends the scan.
void scan(Database& db, const std::string& table, const std::vector<std::string>& columns,
          const std::function<void(const Cells&)>& visit);

/// Inside this room: makes the function that hands rows over known to a connection.
void attach_scan(sqlite3* connection);

}  // namespace tmis::store
