// Backups that only the recovery code opens. When one is made and put back is left to care.
#pragma once

#include <string>
#include <string_view>

#include "journal/desk.h"

namespace tmis::people {

// Format: five lines, each ended by "\n", then a stream as keys/stream.h has it.
//
//   TMIS-BACKUP 1
//   <file id, hex>
//   <id of the recovery key, hex>
//   <base64 of the stream's key, sealed to the recovery key's box key (crypto_box_seal)>
//   <empty>
//
// The purpose of the stream is "tmis/backup/1\n" ‖ the five lines, so that none of them can be
// changed. Its bytes are those of the SQLite file.

/// Whether these bytes say that they are a sealed backup.
bool is_sealed(std::string_view backup);

/// Writes `pages` sealed to the recovery key of the file at the desk, mode 0600. Nothing else gets
/// to the disk. Throws file.unwritable, journal.damaged when the file has no recovery key.
void write_sealed(Desk& desk, const std::string& target, std::string_view pages);

/// The pages of a sealed backup, for whoever has the code. `desk` is the present file, which knows
/// its own code, nullptr where there is none. Throws recovery.code (4) for another code,
/// db.backup-damaged (8) for anything that isn't as it was written; `name` is the file's, for the
/// message.
std::string open_sealed(std::string_view backup, std::string_view code, Desk* desk,
                        const std::string& name);

}  // namespace tmis::people
