// An eponymous virtual table (SQLite, "The Virtual Table Mechanism"): it has one cursor, which
// walks the source once.
#include "store/row_feed.h"

#include <sqlite3.h>

#include "base/error.h"

namespace tmis::store {
namespace {

struct FeedTable : sqlite3_vtab {
  explicit FeedTable(RowFeed* its_feed) : sqlite3_vtab{}, feed(its_feed) {}
  RowFeed* feed;
};

struct FeedCursor : sqlite3_vtab_cursor {
  FeedCursor() : sqlite3_vtab_cursor{} {}
  bool at_end = false;
  sqlite3_int64 row = 0;
};

RowFeed& feed_of(sqlite3_vtab_cursor* cursor) {
  return *static_cast<FeedTable*>(cursor->pVtab)->feed;
}

int connect(sqlite3* connection, void* feed, int, const char* const*, sqlite3_vtab** out, char**) {
  const std::string sql = "CREATE TABLE x(" + RowFeed::columns(kMostFedColumns) + ")";
  const int result = sqlite3_declare_vtab(connection, sql.c_str());
  if (result == SQLITE_OK) *out = new FeedTable(static_cast<RowFeed*>(feed));
  return result;
}

int disconnect(sqlite3_vtab* table) {
  delete static_cast<FeedTable*>(table);
  return SQLITE_OK;
}

int best_index(sqlite3_vtab*, sqlite3_index_info* info) {
  info->estimatedCost = 1;
  return SQLITE_OK;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** out) {
  *out = new FeedCursor;
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete static_cast<FeedCursor*>(cursor);
  return SQLITE_OK;
}

/// No exception may cross SQLite's C.
int next(sqlite3_vtab_cursor* cursor) {
  RowFeed& feed = feed_of(cursor);
  try {
    auto* const at = static_cast<FeedCursor*>(cursor);
    at->at_end = feed.source == nullptr || !feed.source->next();
    ++at->row;
    return SQLITE_OK;
  } catch (...) {
    feed.failure = std::current_exception();
    return SQLITE_ABORT;
  }
}

int filter(sqlite3_vtab_cursor* cursor, int, const char*, int, sqlite3_value**) {
  return next(cursor);
}

int eof(sqlite3_vtab_cursor* cursor) { return static_cast<FeedCursor*>(cursor)->at_end ? 1 : 0; }

int column(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int i) {
  const RowSource::Cell cell = feed_of(cursor).source->at(i);
  switch (cell.kind) {
    case Value::Kind::null:
      sqlite3_result_null(context);
      break;
    case Value::Kind::integer:
      sqlite3_result_int64(context, cell.number);
      break;
    case Value::Kind::text:
      sqlite3_result_text64(context, cell.bytes.data(), cell.bytes.size(), SQLITE_STATIC,
                            SQLITE_UTF8);
      break;
    case Value::Kind::blob:
      sqlite3_result_blob64(context, cell.bytes.data(), cell.bytes.size(), SQLITE_STATIC);
      break;
  }
  return SQLITE_OK;
}

int rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* out) {
  *out = static_cast<FeedCursor*>(cursor)->row;
  return SQLITE_OK;
}

const sqlite3_module& module() {
  static const sqlite3_module the_module = [] {
    sqlite3_module m{};
    m.xConnect = connect;
    m.xDisconnect = disconnect;
    m.xBestIndex = best_index;
    m.xOpen = open;
    m.xClose = close;
    m.xFilter = filter;
    m.xNext = next;
    m.xEof = eof;
    m.xColumn = column;
    m.xRowid = rowid;
    return m;
  }();
  return the_module;
}

}  // namespace

void RowFeed::attach(sqlite3* connection) {
  if (sqlite3_create_module_v2(connection, kName, &module(), this, nullptr) != SQLITE_OK)
    bug(kName);
}

std::string RowFeed::columns(int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out.append(i == 0 ? "c" : ", c").append(std::to_string(i));
  return out;
}

}  // namespace tmis::store
