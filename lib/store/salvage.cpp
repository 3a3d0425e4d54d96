// SQLite stops at the first page that it can't read. So a table is read from both ends, and what
// lies between is asked for key by key: tables' keys are small numbers nearly without gaps.
#include "store/salvage.h"

#include <sqlite3.h>
#include <unistd.h>

#include <optional>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "base/interrupt.h"

namespace tmis::store {
namespace {

/// So many keys in a row without a row behind them: there are no more.
constexpr std::int64_t kPatience = 5'000;

using Prepared = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

/// The columns of a table as its file has them; `key` are those of the primary key, in its order.
struct Shape {
  std::vector<std::string> columns;
  std::vector<std::string> key;
  bool numbers = true;  // the key's columns are integers
};

Shape shape_of(sqlite3* db, const std::string& table) {
  Shape out;
  sqlite3_stmt* raw = nullptr;
  sqlite3_prepare_v2(db,
                     "SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY pk = 0, pk, cid",
                     -1, &raw, nullptr);
  const Prepared rows{raw, &sqlite3_finalize};
  sqlite3_bind_text(raw, 1, table.c_str(), -1, SQLITE_TRANSIENT);
  while (raw != nullptr && sqlite3_step(raw) == SQLITE_ROW) {
    out.columns.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(raw, 0)));
    if (sqlite3_column_int(raw, 2) == 0) continue;
    out.key.push_back(out.columns.back());
    const std::string type = reinterpret_cast<const char*>(sqlite3_column_text(raw, 1));
    out.numbers = out.numbers && type == "INTEGER";
  }
  return out;
}

std::string listed(const std::vector<std::string>& names, const std::string& after = {}) {
  std::string out;
  for (const std::string& name : names)
    out.append(out.empty() ? "" : ", ").append(as_name(name)).append(after);
  return out;
}

/// One table on its way over.
class Crossing {
 public:
  Crossing(sqlite3* from, Database& into, const std::string& table)
      : from_(from), into_(into), table_(table), shape_(shape_of(from, table)) {
    if (shape_.columns.empty()) return;
    std::string marks;
    for (std::size_t i = 0; i < shape_.columns.size(); ++i) marks.append(i == 0 ? "?" : ", ?");
    insert_ = "INSERT OR IGNORE INTO " + as_name(table) + " (" + listed(shape_.columns) +
              ") VALUES (" + marks + ")";
  }

  Wreck::Found run() {
    if (insert_.empty()) return {0, true};
    read({});
    return {into_.number("SELECT count(*) FROM " + as_name(table_)), unread_};
  }

 private:
  using Key = std::vector<std::int64_t>;

  /// All rows whose key begins with `prefix`.
  void read(const Key& prefix) {
    const auto first = pass(prefix, "");
    if (first.whole) return;
    unread_ = true;
    const auto second = pass(prefix, " DESC");
    // Below a key of which nothing was read at all, asking for every number would have no end.
    const bool some = prefix.empty() || first.last || second.last;
    if (some && shape_.numbers && prefix.size() < shape_.key.size())
      between(prefix, first.last.value_or(0), second.last);
  }

  /// The rows behind one key and before another, or as far as there are any.
  void between(const Key& prefix, std::int64_t after, std::optional<std::int64_t> before) {
    std::int64_t missed = 0;
    for (std::int64_t next = after; before ? next <= *before : missed < kPatience; ++next) {
      Key key = prefix;
      key.push_back(next);
      const std::int64_t rows = rows_;
      read(key);
      missed = rows_ == rows ? missed + 1 : 0;
    }
  }

  /// Reads in one direction up to the end or the first page that can't be read. `last`: the number
  /// behind the prefix in the last row that was read.
  struct Passed {
    bool whole = false;
    std::optional<std::int64_t> last;
  };
  Passed pass(const Key& prefix, const std::string& direction) {
    std::string sql = "SELECT " + listed(shape_.columns) + " FROM " + as_name(table_);
    for (std::size_t i = 0; i < prefix.size(); ++i) {
      sql.append(i == 0 ? " WHERE " : " AND ").append(as_name(shape_.key[i]));
      sql.append(" = ").append(std::to_string(prefix[i]));
    }
    if (!shape_.key.empty()) sql.append(" ORDER BY ").append(listed(shape_.key, direction));
    sqlite3_stmt* raw = nullptr;
    sqlite3_prepare_v2(from_, sql.c_str(), -1, &raw, nullptr);
    const Prepared rows{raw, &sqlite3_finalize};
    Passed out;
    int result = raw == nullptr ? SQLITE_CORRUPT : SQLITE_ROW;
    while (raw != nullptr && (result = sqlite3_step(raw)) == SQLITE_ROW) {
      store(raw);
      if (prefix.size() < shape_.key.size())
        out.last = sqlite3_column_int64(raw, static_cast<int>(prefix.size()));
    }
    out.whole = result == SQLITE_DONE;
    return out;
  }

  /// Rows that a STRICT table doesn't take were no rows of the program's.
  void store(sqlite3_stmt* row) {
    try {
      Statement insert = into_.statement(insert_);
      for (int i = 0; i < sqlite3_column_count(row); ++i) lay(insert, row, i);
      insert.run();
      ++rows_;
    } catch (const Error& e) {
      if (e.code().exit == Exit::unavailable) throw;  // the disk is full
      unread_ = true;
    }
  }

  static void lay(Statement& insert, sqlite3_stmt* row, int i) {
    const int type = sqlite3_column_type(row, i);
    if (type == SQLITE_NULL) {
      insert.bind_null(i + 1);
    } else if (type == SQLITE_INTEGER) {
      insert.bind(i + 1, std::int64_t{sqlite3_column_int64(row, i)});
    } else {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, i));
      const std::string_view view{bytes == nullptr ? "" : bytes,
                                  static_cast<std::size_t>(sqlite3_column_bytes(row, i))};
      if (type == SQLITE_TEXT) {
        insert.bind(i + 1, view);
      } else {
        insert.bind_blob(i + 1, view);
      }
    }
  }

  sqlite3* from_;
  Database& into_;
  std::string table_;
  Shape shape_;
  std::string insert_;
  std::int64_t rows_ = 0;
  bool unread_ = false;
};

/// What was cut off is read as zeros: SQLite wants as many pages as the header counts (SQLite file
/// format, bytes 16 and 28), at most as many as a file can have lost.
std::size_t cut_off(std::string_view bytes) {
  if (bytes.size() < 100) return 0;
  const auto at = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(bytes[i])}; };
  const std::size_t field = at(16) * 256 + at(17);
  const std::size_t page = field == 1 ? 65'536 : field;
  std::size_t pages = 0;
  for (std::size_t i = 28; i < 32; ++i) pages = pages * 256 + at(i);
  const std::size_t whole = page * pages;
  return whole > bytes.size() && whole / 64 < bytes.size() ? whole - bytes.size() : 0;
}

}  // namespace

struct Wreck::Inside {
  Inside(const std::string& path, const std::string& place)
      : file(place), log(file.path() + "-wal"), index(file.path() + "-shm") {
    const FileBytes bytes{path};
    file.append(bytes.view());
    file.append(std::string(cut_off(bytes.view()), '\0'));
    if (file_exists(path + "-wal")) write_file(log.path, FileBytes{path + "-wal"}.view());
    sqlite3_open_v2(file.path().c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // The pragma, not the option of the same name: it alone lets the entries of the schema that can
    // be read stand where others can't.
    sqlite3_exec(db, "PRAGMA writable_schema=ON; PRAGMA cell_size_check=ON", nullptr, nullptr,
                 nullptr);
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  ~Inside() { sqlite3_close_v2(db); }

  /// What stands beside the copy goes with it.
  struct Beside {
    explicit Beside(std::string name) : path(std::move(name)), unfinished(path) {}
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;
    ~Beside() { ::unlink(path.c_str()); }
    std::string path;
    Unfinished unfinished;
  };
  OutputFile file;
  Beside log, index;
  sqlite3* db = nullptr;
};

Wreck::Wreck(const std::string& path, const std::string& copy)
    : inside_(std::make_unique<Inside>(path, copy)) {
  const int result = sqlite3_exec(inside_->db, "PRAGMA schema_version", nullptr, nullptr, nullptr);
  if (result != SQLITE_OK || FileBytes{path}.view().empty())
    throw Error{codes::db_nothing_to_salvage, {arg("file", path)}};
}

Wreck::~Wreck() = default;

const std::string& Wreck::path() const { return inside_->file.path(); }

bool Wreck::sound() {
  sqlite3_stmt* raw = nullptr;
  sqlite3_prepare_v2(inside_->db, "PRAGMA integrity_check(1)", -1, &raw, nullptr);
  const Prepared check{raw, &sqlite3_finalize};
  if (raw == nullptr || sqlite3_step(raw) != SQLITE_ROW) return false;
  return std::string_view{reinterpret_cast<const char*>(sqlite3_column_text(raw, 0))} == "ok";
}

Wreck::Found Wreck::copy(const std::string& table, Database& into) {
  return Crossing{inside_->db, into, table}.run();
}

}  // namespace tmis::store
