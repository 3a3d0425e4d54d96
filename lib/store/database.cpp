// Opening is most of it: whose file it is, who can write it, whether its locks can be trusted.
#include "store/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>
#include <unordered_map>

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "store/row_feed.h"
#include "store/row_scan.h"
#include "store/sqlite_error.h"

namespace tmis::store {
namespace {

constexpr int kBusyMilliseconds = 30'000;

[[noreturn]] void refuse(const Code& code, const std::string& path, std::string_view why = {}) {
  Place place;
  place.file = path;
  throw Error{code, {arg("file", path), arg("why", why)}}.at(place);
}

/// Network file systems, whose locks lose data (statfs magic numbers).
bool on_network_drive(const std::string& path) {
  struct statfs fs {};
  if (::statfs(path.c_str(), &fs) != 0) return false;
  switch (static_cast<unsigned long>(fs.f_type)) {
    case 0x6969UL:      // NFS
    case 0x517BUL:      // SMB
    case 0xFF534D42UL:  // CIFS
    case 0xFE534D42UL:  // SMB2
    case 0x01021997UL:  // 9p
      return true;
    default:
      return false;
  }
}

/// Whether a file that no log stands beside holds all the pages that its header counts (SQLite file
/// format, bytes 16 and 28); SQLite itself reads a page that was cut as zeros.
bool is_cut(const std::string& path) {
  struct stat info {
  }, log{};
  if (::stat((path + "-wal").c_str(), &log) == 0 && log.st_size > 0) return false;
  std::array<unsigned char, 32> header{};
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const ssize_t n = fd < 0 ? -1 : ::pread(fd, header.data(), header.size(), 0);
  if (fd >= 0) ::close(fd);
  if (n != static_cast<ssize_t>(header.size())) return false;
  if (std::memcmp(header.data(), "SQLite format 3", 16) != 0 || ::stat(path.c_str(), &info) != 0)
    return false;
  const std::int64_t field = header[16] * 256 + header[17];
  const std::int64_t page = field == 1 ? 65'536 : field;
  std::int64_t pages = 0;
  for (std::size_t i = 28; i < 32; ++i) pages = pages * 256 + header[i];
  return info.st_size < page * pages;
}

/// The real path of an existing file that may be opened.
std::string accepted(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) refuse(codes::db_missing, path);
    refuse(codes::db_unreadable, path, std::strerror(errno));
  }
  if (!S_ISREG(info.st_mode)) refuse(codes::db_foreign, path);
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0) refuse(codes::db_unsafe, path, "mode");
  if (info.st_uid != ::geteuid() && info.st_uid != 0) refuse(codes::db_unsafe, path, "owner");
  if (on_network_drive(path)) refuse(codes::db_network, path);
  if (is_cut(path)) refuse(codes::db_damaged, path, text("db.cut"));
  const std::unique_ptr<char, decltype(&std::free)> real{::realpath(path.c_str(), nullptr),
                                                         &std::free};
  return real ? std::string{real.get()} : path;
}

/// Before the first connection: SQLite's books over its memory, which nobody reads, take a mutex at
/// every allocation.
void start_sqlite() {
  static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(once);
}

void check_header(SQLite::Database& db, const std::string& path) {
  if (db.execAndGet("PRAGMA application_id").getInt64() != kApplicationId)
    refuse(codes::db_foreign, path);
  if (db.execAndGet("PRAGMA user_version").getInt64() > kLayout) refuse(codes::db_newer, path);
}

void configure(SQLite::Database& db, bool read_only) {
  sqlite3* handle = db.getHandle();
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  attach_scan(handle);
  db.exec(
      "PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
      "PRAGMA cache_size=-8192");
  if (!read_only) {
    db.exec(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA "
        "secure_delete=ON");
  }
}

/// SQLiteCpp's exceptions end here.
template <class Work>
auto guarded(const std::string& path, Work work) {
  try {
    return work();
  } catch (const SQLite::Exception& e) {
    const int primary = e.getErrorCode() & 0xFF;
    if (primary == SQLITE_NOMEM) throw std::bad_alloc{};
    if (primary == SQLITE_NOTADB) refuse(codes::db_foreign, path);
    if (primary == SQLITE_CORRUPT) refuse(codes::db_damaged, path, e.getErrorStr());
    if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED)
      refuse(codes::db_busy, path, e.getErrorStr());
    if (primary == SQLITE_FULL) refuse(codes::db_full, path, e.getErrorStr());
    if (primary == SQLITE_READONLY) refuse(codes::db_read_only, path, e.getErrorStr());
    if (primary == SQLITE_CANTOPEN || primary == SQLITE_IOERR || primary == SQLITE_PERM) {
      refuse(codes::db_unreadable, path, e.getErrorStr());
    }
    bug(e.what());
  }
}

}  // namespace

void throw_sqlite(sqlite3* db, int result) {
  const char* name = sqlite3_db_filename(db, "main");
  const std::string path = name == nullptr ? "" : name;
  const std::string why = sqlite3_errmsg(db);
  switch (result & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      refuse(codes::db_busy, path, why);
    case SQLITE_FULL:
      refuse(codes::db_full, path, why);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      refuse(codes::db_unreadable, path, why);
    case SQLITE_READONLY:
      refuse(codes::db_read_only, path, why);
    case SQLITE_CORRUPT:
      refuse(codes::db_damaged, path, why);
    case SQLITE_NOTADB:
      refuse(codes::db_foreign, path, why);
    case SQLITE_NOMEM:  // no Error: nobody shall take it for a fault of the file
      throw std::bad_alloc{};
    case SQLITE_INTERRUPT:
      throw Error{codes::interrupted};
    default:
      bug(why);
  }
}

struct Database::Inside {
  RowFeed feed;
  bool feed_attached = false;
  std::unique_ptr<SQLite::Database> db;
  std::unordered_map<std::string, sqlite3_stmt*> statements;
  bool read_only = false;

  ~Inside() {
    for (const auto& [sql, statement] : statements) sqlite3_finalize(statement);
  }
};

Database::Database() : inside_(std::make_unique<Inside>()) { start_sqlite(); }
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Database::Database(const std::string& path, Mode mode) : Database() {
  path_ = accepted(path);
  open(path, mode);
}

void Database::open(const std::string& path, Mode mode) {
  inside_->read_only = mode == Mode::read_only;
  // A reader too must be able to make the -shm file of a WAL database: opened for writing where the
  // folder lets us, and held read-only by query_only.
  guarded(path, [&] {
    int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;  // one thread a connection
    flags |= ::access(path_.c_str(), W_OK) == 0 ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (mode == Mode::read_write && ::access(path_.c_str(), W_OK) != 0)
      refuse(codes::db_read_only, path);
    inside_->db = std::make_unique<SQLite::Database>(path_, flags, kBusyMilliseconds);
    check_header(*inside_->db, path);
    configure(*inside_->db, inside_->read_only);
    if (inside_->read_only) inside_->db->exec("PRAGMA query_only=ON");
  });
}

Database Database::create(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) {
    if (errno == EEXIST) refuse(codes::file_exists, path);
    refuse(codes::file_unwritable, path, std::strerror(errno));
  }
  ::close(fd);
  Database made;
  try {
    made.path_ = accepted(path);
    guarded(path, [&] {
      made.inside_->db = std::make_unique<SQLite::Database>(
          made.path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX);
      made.inside_->db->exec("PRAGMA application_id=" + std::to_string(kApplicationId));
      made.inside_->db->exec("PRAGMA user_version=" + std::to_string(kLayout));
      configure(*made.inside_->db, false);
    });
  } catch (...) {
    ::unlink(path.c_str());
    throw;
  }
  return made;
}

Database Database::of_image(std::string_view pages, const std::string& path) {
  Database made;
  made.path_ = path;
  made.inside_->read_only = true;
  guarded(path, [&] {
    made.inside_->db =
        std::make_unique<SQLite::Database>(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    // Read-only to SQLite as well, which asks for a pointer that it could write through.
    auto* bytes = reinterpret_cast<unsigned char*>(const_cast<char*>(pages.data()));
    const auto size = static_cast<sqlite3_int64>(pages.size());
    const int result = sqlite3_deserialize(made.inside_->db->getHandle(), "main", bytes, size, size,
                                           SQLITE_DESERIALIZE_READONLY);
    if (result != SQLITE_OK) throw SQLite::Exception{made.inside_->db->getHandle(), result};
    check_header(*made.inside_->db, path);
    configure(*made.inside_->db, true);
  });
  return made;
}

Database Database::in_memory() {
  Database made;
  made.path_ = ":memory:";
  made.inside_->db =
      std::make_unique<SQLite::Database>(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  configure(*made.inside_->db, false);
  return made;
}

Statement Database::statement(std::string_view sql) {
  auto& kept = inside_->statements;
  // Its place comes first: a statement without one would never be given back.
  const auto [place, fresh] = kept.try_emplace(std::string{sql}, nullptr);
  if (!fresh) return Statement{place->second};
  const int result =
      sqlite3_prepare_v3(inside_->db->getHandle(), sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &place->second, nullptr);
  if (result != SQLITE_OK) {
    kept.erase(place);
    throw_sqlite(inside_->db->getHandle(), result);
  }
  return Statement{place->second};
}

void Database::insert_rows(const std::string& insert, int columns, RowSource& rows) {
  RowFeed& feed = inside_->feed;
  if (!inside_->feed_attached) feed.attach(inside_->db->getHandle());
  inside_->feed_attached = true;
  feed.source = &rows;
  feed.failure = nullptr;
  try {
    statement(insert + " SELECT " + RowFeed::columns(columns) + " FROM " + RowFeed::kName).run();
  } catch (...) {
    feed.source = nullptr;
    if (feed.failure) std::rethrow_exception(feed.failure);
    throw;
  }
  feed.source = nullptr;
}

void Database::execute(const std::string& sql) {
  guarded(path_, [&] { inside_->db->exec(sql); });
}

std::int64_t Database::number(std::string_view sql) {
  auto query = statement(sql);
  return query.step() ? query.integer(0) : 0;
}

void Database::make_table(const TableDef& table) {
  for (const std::string& sql : table.sql) execute(sql);
}

bool Database::read_only() const { return inside_->read_only; }
void Database::begin() { execute("BEGIN IMMEDIATE"); }
void Database::begin_reading() {
  if (sqlite3_get_autocommit(inside_->db->getHandle()) != 0) execute("BEGIN");
}
void Database::commit() { execute("COMMIT"); }

void Database::rollback() noexcept {
  if (sqlite3_get_autocommit(inside_->db->getHandle()) == 0) {
    sqlite3_exec(inside_->db->getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

bool Database::scrub() {
  // secure_delete zeroes what a deletion frees; cells that moved to another page while the tree was
  // balanced leave their old bytes in the gap of the first.
  try {
    execute("VACUUM");
    auto log = statement("PRAGMA wal_checkpoint(TRUNCATE)");
    return log.step() && log.integer(0) == 0;
  } catch (const Error& e) {
    if (e.code().exit != Exit::unavailable) throw;
    return false;
  }
}

void Database::back_up(const std::string& target) {
  if (file_exists(target)) refuse(codes::file_exists, target);
  OutputFile out{target};
  ::unlink(out.path().c_str());  // VACUUM INTO wants to make the file itself
  const auto old_mask = ::umask(077);
  try {
    statement("VACUUM INTO ?").with(std::string_view{out.path()}).run();
  } catch (...) {
    ::umask(old_mask);
    throw;
  }
  ::umask(old_mask);
  if (!Database{out.path(), Mode::read_only}.complaints().empty())
    refuse(codes::db_damaged, out.path());
  for (const char* beside : {"-wal", "-shm"}) ::unlink((out.path() + beside).c_str());
  out.commit();
}

Image::Image(Image&& other) noexcept
    : pages_(std::exchange(other.pages_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Image::~Image() {
  if (pages_ != nullptr) ::explicit_bzero(pages_, size_);
  sqlite3_free(pages_);
}

Image Database::image() {
  sqlite3_int64 size = 0;
  unsigned char* pages = sqlite3_serialize(inside_->db->getHandle(), "main", &size, 0);
  if (pages == nullptr) refuse(codes::db_unreadable, path_, "memory");
  // Without the log that stood beside it: bytes 18 and 19 of the header, read and write version.
  if (size > 19) pages[18] = pages[19] = 1;
  return {pages, static_cast<std::size_t>(size)};
}

void Database::keep_pages(int mebibytes) {
  execute("PRAGMA cache_size=-" + std::to_string(std::int64_t{mebibytes} * 1024));
}

std::optional<Database> Database::beside() const {
  const char* file = sqlite3_db_filename(inside_->db->getHandle(), "main");
  if (file == nullptr || *file == '\0') return std::nullopt;
  // Not looked at before: who closes the file's descriptor gives up the locks that SQLite holds on
  // it in this process, and the next program to close the file would take its log away from us.
  Database second;
  second.path_ = path_;
  second.open(path_, Mode::read_only);
  second.execute("PRAGMA cache_size=-512");  // it walks over tables, and comes to no page again
  return second;
}

}  // namespace tmis::store
