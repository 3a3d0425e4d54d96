// What can still be read of a damaged file, in a new one. Who may is left to cmd/.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "journal/verify.h"
#include "schema/field_set.h"
#include "store/salvage.h"

namespace tmis::people {

struct SavedTable {
  std::string name;
  store::TableClass kind = store::TableClass::evidence;
  std::int64_t rows = 0;
  bool unread = false;  // something of it couldn't be read
};

struct Salvaged {
  std::vector<SavedTable> tables;
  journal::Verdict verdict;  // of the new file

  /// Whether nothing was lost: all was read, and the new file is what its events say.
  bool whole() const;
};

/// Makes `target` with the schema of the program and the rows of the journal, the evidence and the
/// local tables that can still be read; what is derived is made anew. `own` are the program's field
/// sets, which stand in for those of the file that can't be read. Throws db.nothing-to-salvage (8)
/// when there is no event and no row of evidence; then, and with `dry_run`, no file is made.
Salvaged salvage(store::Wreck& wreck, const std::string& path, const std::string& target,
                 const schema::Catalogue& own, const Clock& clock, bool dry_run);

}  // namespace tmis::people
