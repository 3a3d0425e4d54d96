// SQLite's refusals as errors of the program; only inside this room.
#pragma once

struct sqlite3;

namespace tmis::store {

/// Throws the Error for `result`: db.busy, db.full, db.io, db.damaged, db.foreign, db.read-only,
/// else internal.
[[noreturn]] void throw_sqlite(sqlite3* db, int result);

}  // namespace tmis::store
