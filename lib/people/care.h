// Care of the file: copies that are consistent, and putting one back.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "journal/desk.h"
#include "journal/transaction.h"

namespace tmis::people {

/// A consistent copy at `target`, checked, with the event that it was made; `sealed` for the
/// recovery key (people/sealed_backup). Throws file.exists, db.full …
journal::Written back_up(Desk& desk, const std::string& target, bool sealed);

/// What `db check` found that needs care.
struct Concern {
  const Code* code = nullptr;
  Args args;
};
std::vector<Concern> concerns(Desk& desk);

/// A backup that lies somewhere, plain or sealed: its bytes as a SQLite file, and open to look
/// into.
class KeptCopy {
 public:
  /// Whether there is something that only a code opens.
  static bool needs_code(const std::string& path);
  /// `code` where it is sealed. `desk` is the present file, nullptr where there is none. Throws
  /// recovery.code (4), db.backup-damaged (8), file.missing (6), db.foreign (7), db.newer (5).
  KeptCopy(const std::string& path, std::string_view code, Desk* desk);

  std::string_view bytes() const { return sealed_ ? std::string_view{opened_} : stored_.view(); }
  store::Database& db() { return *db_; }

 private:
  FileBytes stored_;
  bool sealed_ = false;
  std::string opened_;
  std::unique_ptr<store::Database> db_;
};

/// Whether `backup` is a copy of this file. Throws db.other-file (5) when it is another file's,
/// db.damaged.
void check_backup(Desk& desk, KeptCopy& backup);
/// Throws db.damaged (8) unless SQLite has nothing against the copy.
void check_sound(KeptCopy& backup);
/// Moves `path` (with its -wal and -shm) to `kept` and puts a copy of `backup` in its place. What a
/// killed one left half written goes first.
void put_back(const std::string& path, std::string_view backup, const std::string& kept);

}  // namespace tmis::people
