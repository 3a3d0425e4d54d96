// Inside this room: the virtual table through which a connection draws from a RowSource.
#pragma once

#include <exception>
#include <string>

#include "store/row_source.h"

struct sqlite3;

namespace tmis::store {

/// What stands behind the virtual table of one connection; must outlive the connection.
struct RowFeed {
  RowSource* source = nullptr;
  std::exception_ptr failure;  // what the source threw: SQLite only hears that there is no more

  /// Makes the virtual table `name` known to the connection.
  void attach(sqlite3* connection);
  static constexpr const char* kName = "fed_row";
  /// "c0, c1, …": its first `n` columns.
  static std::string columns(int n);
};

}  // namespace tmis::store
