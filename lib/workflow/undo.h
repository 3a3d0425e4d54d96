// Takes one batch back by a counter-event: rows it added are withdrawn, rows it changed get their
// values of before again, rows it withdrew come back. Nothing disappears: both events stay.
#pragma once

#include <cstdint>
#include <string>

#include "journal/desk.h"

namespace tmis::workflow {

struct UndoOutcome {
  std::int64_t undone = 0;     // the event taken back
  std::int64_t withdrawn = 0;  // rows it had added
  std::int64_t restored = 0;   // rows that are again as they were
  std::int64_t event = -1;
};

/// Takes event `seq` back: imports and single changes of records, evidence, and accounts before
/// their first login. Needs the right to the command undone as well. Throws undo.not-found (6),
/// undo.not-possible (5: another kind), undo.already (5), undo.changed (5: rows that were changed,
/// audited or signed since, each in the details), usage.missing (no reason).
UndoOutcome undo(Desk& desk, std::int64_t seq, const std::string& reason);

}  // namespace tmis::workflow
