// Thin over sqlite3: what SQLiteCpp's Statement does, with views instead of copies on the row's
// path.
#include "store/statement.h"

#include <sqlite3.h>

#include "store/sqlite_error.h"

namespace tmis::store {
namespace {

void check(sqlite3_stmt* statement, int result) {
  if (result != SQLITE_OK) throw_sqlite(sqlite3_db_handle(statement), result);
}

std::string_view bytes(sqlite3_stmt* statement, int column) {
  // sqlite3_column_blob first: for text it gives the UTF-8 bytes without a conversion.
  const void* data = sqlite3_column_blob(statement, column);
  const int size = sqlite3_column_bytes(statement, column);
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

}  // namespace

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  check(statement_, sqlite3_bind_int64(statement_, parameter, value));
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  check(statement_,
        sqlite3_bind_text64(statement_, parameter, text.data() == nullptr ? "" : text.data(),
                            text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_blob(int parameter, std::string_view blob_bytes) {
  check(statement_, sqlite3_bind_blob64(statement_, parameter,
                                        blob_bytes.data() == nullptr ? "" : blob_bytes.data(),
                                        blob_bytes.size(), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  check(statement_, sqlite3_bind_null(statement_, parameter));
  return *this;
}

Statement& Statement::bind(int parameter, const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      return bind_null(parameter);
    case Value::Kind::integer:
      return bind(parameter, value.number);
    case Value::Kind::text:
      return bind(parameter, std::string_view{value.text});
    case Value::Kind::blob:
      return bind_blob(parameter, value.text);
  }
  return *this;
}

Statement& Statement::lend(int parameter, const Value& value) {
  switch (value.kind) {
    case Value::Kind::text:
      check(statement_, sqlite3_bind_text64(statement_, parameter, value.text.data(),
                                            value.text.size(), SQLITE_STATIC, SQLITE_UTF8));
      return *this;
    case Value::Kind::blob:
      return lend_blob(parameter, value.text);
    default:
      return bind(parameter, value);
  }
}

Statement& Statement::lend_blob(int parameter, std::string_view lent) {
  check(statement_,
        sqlite3_bind_blob64(statement_, parameter, lent.data(), lent.size(), SQLITE_STATIC));
  return *this;
}

Statement& Statement::lend_pointer(int parameter, void* pointer, const char* type) {
  check(statement_, sqlite3_bind_pointer(statement_, parameter, pointer, type, nullptr));
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  throw_sqlite(sqlite3_db_handle(statement_), result);
}

void Statement::run() {
  step();
  reset();
}

void Statement::reset() { check(statement_, sqlite3_reset(statement_)); }

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}
std::string_view Statement::text(int column) const { return bytes(statement_, column); }
std::string_view Statement::blob(int column) const { return bytes(statement_, column); }
int Statement::columns() const { return sqlite3_column_count(statement_); }
std::string_view Statement::column_name(int column) const {
  return sqlite3_column_name(statement_, column);
}

Value Statement::value(int column) const {
  Value out;
  value(column, out);
  return out;
}

void Statement::value(int column, Value& out) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
      return out.set(integer(column));
    case SQLITE_TEXT:
      return out.set(text(column));
    case SQLITE_BLOB:
      out.set(blob(column));
      out.kind = Value::Kind::blob;
      return;
    default:
      out.set_null();
  }
}

}  // namespace tmis::store
