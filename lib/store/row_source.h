// Many rows into one table by one statement: SQLite draws them from the caller, instead of being
// started, bound and reset for each.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/value.h"

namespace tmis::store {

/// Rows that SQLite asks for one after another. What `at` lends must live until the next `next`.
class RowSource {
 public:
  /// One cell: `number` for an integer, `bytes` for text and blob.
  struct Cell {
    Value::Kind kind = Value::Kind::null;
    std::int64_t number = 0;
    std::string_view bytes = {};
  };

  RowSource() = default;
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;
  virtual ~RowSource() = default;

  /// Goes to the next row (at first: to the first one); false when there is none.
  virtual bool next() = 0;
  virtual Cell at(int column) const = 0;
};

/// A row has fewer columns than this.
inline constexpr int kMostFedColumns = 256;

}  // namespace tmis::store
