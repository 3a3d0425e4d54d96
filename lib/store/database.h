// One SQLite file: opened with care, with the pragmas that keep what was acknowledged.
// What stands in it is left to the floors above.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/row_source.h"
#include "store/statement.h"
#include "store/tables.h"

namespace tmis::store {

/// Application id in the file's header: "tmis" in ASCII.
inline constexpr std::int64_t kApplicationId = 0x746D6973;
/// Version of the layout of tables.sql (PRAGMA user_version).
inline constexpr std::int64_t kLayout = 1;

/// The pages of a file in memory, as they would stand on disk. Wiped when freed.
class Image {
 public:
  Image(unsigned char* pages, std::size_t size) : pages_(pages), size_(size) {}
  Image(Image&& other) noexcept;
  Image& operator=(Image&&) = delete;
  ~Image();
  std::string_view view() const { return {reinterpret_cast<const char*>(pages_), size_}; }

 private:
  unsigned char* pages_;
  std::size_t size_;
};

/// A connection that keeps what was acknowledged: WAL, synchronous FULL, secure_delete, foreign
/// keys, trusted_schema off, defensive, no triggers, no views, 30 s of waiting for another's lock.
class Database {
 public:
  enum class Mode { read_only, read_write };

  /// Opens an existing file. Throws db.missing (6), db.foreign (7: another program's file or none
  /// of SQLite's), db.newer (5), db.unsafe (7: writable by others, owned by another, or on a
  /// network drive, whose locks lose data), db.unreadable (7).
  Database(const std::string& path, Mode mode);
  /// Makes a new file with mode 0600 and the tables of the program. Throws file.exists (5).
  static Database create(const std::string& path);
  /// A file that stands in memory only, to be read under the name `path`; `pages` must outlive it.
  /// Throws as for a file on disk: db.foreign, db.newer, db.damaged.
  static Database of_image(std::string_view pages, const std::string& path);
  /// An empty file in memory, without tables yet, for tests.
  static Database in_memory();

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// The statement for `sql`, prepared once and kept. One loan of the same text at a time.
  Statement statement(std::string_view sql);
  /// Runs `insert` ("INSERT INTO t (a, b, …)" of `columns` columns) over all rows of the source.
  /// Throws what the source throws, and what SQLite refuses; then none of these rows is there.
  void insert_rows(const std::string& insert, int columns, RowSource& rows);
  /// For SQL made of fixed texts only: the schema, pragmas, BEGIN and COMMIT.
  void execute(const std::string& sql);
  /// The first column of the first row, or 0.
  std::int64_t number(std::string_view sql);

  void make_table(const TableDef& table);

  const std::string& path() const { return path_; }
  bool read_only() const;
  /// Views for people are off for the program's own statements; a check turns them on.
  void begin();  // BEGIN IMMEDIATE: takes the write lock, waits up to 30 s
  /// From the next statement on everything is read as it stands at that moment, whatever others
  /// commit; `rollback` ends it. Within a transaction nothing changes.
  void begin_reading();
  void commit();
  void rollback() noexcept;

  /// Leaves nothing of what was deleted: writes every page anew (VACUUM; takes memory of the size
  /// of the file) and empties the log. False when the log couldn't be emptied because others read,
  /// or memory or disk were too small: then it is still to be done.
  bool scrub();

  /// A consistent copy under `target` (VACUUM INTO, fsync, integrity check, rename).
  void back_up(const std::string& target);
  /// A consistent copy in memory, where nobody finds it afterwards.
  Image image();
  /// Keeps up to so many pages in memory, for what reads the whole file. In MiB.
  void keep_pages(int mebibytes);
  /// A second connection, for another thread to read the same file; nothing where the file stands
  /// in memory only. A file that a program has open already is opened again in no other way.
  std::optional<Database> beside() const;
  /// Complaints of PRAGMA integrity_check and foreign_key_check; empty when all is well.
  std::vector<std::string> complaints();

 private:
  Database();
  void open(const std::string& path, Mode mode);
  struct Inside;
  std::unique_ptr<Inside> inside_;
  std::string path_;
};

/// The name of a table or column as SQL takes it.
inline std::string as_name(std::string_view name) { return "\"" + std::string{name} + "\""; }

}  // namespace tmis::store
