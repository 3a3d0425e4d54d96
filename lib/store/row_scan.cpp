// An SQL function that is true of no row: asked whether a row is wanted, it shows the row to the
// visitor that its first argument points to (SQLite, "Pointer Passing Interfaces").
#include "store/row_scan.h"

#include <sqlite3.h>

#include <exception>

#include "store/database.h"

namespace tmis::store {
namespace {

constexpr const char* kFunction = "shown";
constexpr const char* kPointer = "tmis-visitor";

struct Visitor {
  const std::function<void(const Cells&)>& visit;
  std::exception_ptr failure;  // SQLite only hears that there was one
};

void show(sqlite3_context* context, int, sqlite3_value** values) {
  auto* visitor = static_cast<Visitor*>(sqlite3_value_pointer(values[0], kPointer));
  if (visitor == nullptr) return sqlite3_result_error(context, kFunction, -1);
  try {
    visitor->visit(Cells{values + 1});
  } catch (...) {
    visitor->failure = std::current_exception();
    sqlite3_result_error(context, kFunction, -1);
  }
}

}  // namespace

bool Cells::is_null(int column) const { return sqlite3_value_type(values_[column]) == SQLITE_NULL; }
std::int64_t Cells::integer(int column) const { return sqlite3_value_int64(values_[column]); }
std::string_view Cells::text(int column) const {
  const void* bytes = sqlite3_value_blob(values_[column]);
  const int size = sqlite3_value_bytes(values_[column]);
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

void Cells::value(int column, Value& out) const {
  switch (sqlite3_value_type(values_[column])) {
    case SQLITE_INTEGER:
      return out.set(integer(column));
    case SQLITE_TEXT:
      return out.set(text(column));
    case SQLITE_BLOB:
      out.set(text(column));
      out.kind = Value::Kind::blob;
      return;
    default:
      out.set_null();
  }
}

void scan(Database& db, const std::string& table, const std::vector<std::string>& columns,
          const std::function<void(const Cells&)>& visit) {
  std::string sql =
      std::string{"SELECT 1 FROM "} + as_name(table) + " NOT INDEXED WHERE " + kFunction + "(?1";
  for (const std::string& column : columns) sql += ", " + as_name(column);
  sql += ") ORDER BY row";
  Visitor visitor{visit, nullptr};
  auto rows = db.statement(sql);
  rows.lend_pointer(1, &visitor, kPointer);
  try {
    rows.step();
  } catch (...) {
    if (visitor.failure) std::rethrow_exception(visitor.failure);
    throw;
  }
}

void attach_scan(sqlite3* connection) {
  sqlite3_create_function_v2(connection, kFunction, -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, nullptr,
                             show, nullptr, nullptr, nullptr);
}

}  // namespace tmis::store
