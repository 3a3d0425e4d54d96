// A prepared statement on loan: bound, stepped, and given back clean when it goes out of scope.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/value.h"

struct sqlite3_stmt;

namespace tmis::store {

/// Columns count from 0, parameters from 1. Views into a row are good until the next step.
/// SQLite's refusals come as Error: db.busy, db.full, db.io, db.damaged, db.read-only,
/// db.constraint.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* prepared) : statement_(prepared) {}
  Statement(Statement&& other) noexcept : statement_(other.statement_) {
    other.statement_ = nullptr;
  }
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, int value) { return bind(parameter, std::int64_t{value}); }
  Statement& bind(int parameter, std::string_view text);
  Statement& bind_blob(int parameter, std::string_view bytes);
  Statement& bind_null(int parameter);
  Statement& bind(int parameter, const Value& value);
  /// Binds without a copy: the value must outlive the next step. For the rows of an import.
  Statement& lend(int parameter, const Value& value);
  Statement& lend_blob(int parameter, std::string_view bytes);
  /// For a function of this room, which asks for the same `type`.
  Statement& lend_pointer(int parameter, void* pointer, const char* type);
  /// Binds all in their order, from parameter 1.
  template <class... V>
  Statement& with(const V&... values) {
    int parameter = 0;
    (bind(++parameter, values), ...);
    return *this;
  }

  /// The next row; false at the end.
  bool step();
  /// For statements without rows; ready to be bound again afterwards.
  void run();
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  Value value(int column) const;
  /// The same into a value that keeps its memory. For rows by the million.
  void value(int column, Value& out) const;
  int columns() const;
  std::string_view column_name(int column) const;

 private:
  sqlite3_stmt* statement_;
};

}  // namespace tmis::store
