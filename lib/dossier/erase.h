// The duty to delete: the content of versions goes for good, the proof that they were there stays.
// What counts as a version is left to the journal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dossier/item.h"
#include "journal/desk.h"

namespace tmis::dossier {

/// A copy of the file that was made while the erased content stood in it.
struct Backup {
  std::string file;  // as the event or the folder has it
  std::string at;    // empty for one found beside the file
  std::int64_t event = -1;
};

struct Erased {
  std::string id;
  std::vector<std::int64_t> versions;
  std::int64_t event = -1;
  bool unchanged = false;  // nothing was left to erase
  bool scrubbed = true;    // false: see store::Database::scrub
  std::vector<Backup> backups;
};

/// The right to erase versions of this row. Throws record.not-found (6), denied.*.
Permit erase_permit(Desk& desk, const std::string& id);

/// Erases the versions of a row that was withdrawn; with `earlier` those of a row that stands, up
/// to the one in force (the live one, or the last audited one where that is older). Afterwards the
/// file is written anew, so that the bytes are gone too; asked again, that is done again. Throws
/// record.not-found (6), record.in-use (5) for a row that stands, record.reason (2), denied.*.
Erased erase(Desk& desk, const std::string& id, const std::string& reason, bool earlier);

}  // namespace tmis::dossier
