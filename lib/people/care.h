// Care of the file: copies that are consistent, and putting one back.
#pragma once

#include <string>
#include <vector>

#include "journal/desk.h"
#include "journal/transaction.h"

namespace tmis::people {

/// A consistent copy at `target`, checked, with the event that it was made. Throws file.exists,
/// db.full …
journal::Written back_up(Desk& desk, const std::string& target);

/// What `db check` found that needs care.
struct Concern {
  const Code* code = nullptr;
  Args args;
};
std::vector<Concern> concerns(Desk& desk);

/// Whether `backup` is a copy of this file. Throws db.other-file (5) when it is another file's,
/// db.damaged.
void check_backup(Desk& desk, const std::string& backup);
/// Moves `path` (with its -wal and -shm) to `kept` and puts a copy of `backup` in its place.
void put_back(const std::string& path, const std::string& backup, const std::string& kept);

}  // namespace tmis::people
