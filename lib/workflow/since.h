// What others built on a row after an event, which for that reason stays: decisions, signatures,
// reports upward. Turning events back is left to undo.
#pragma once

#include <cstdint>
#include <vector>

#include "journal/desk.h"
#include "workflow/standing.h"

namespace tmis::workflow {

/// Whether the item was passed, given back or opened after event `seq`.
bool decided_since(Desk& desk, std::int64_t table, std::int64_t record, std::int64_t seq);
/// Whether the set that a table belongs to was signed after it, and still is.
bool signed_since(Desk& desk, const std::vector<SignSet>& sets, std::int64_t teacher,
                  std::int64_t table, std::int64_t seq);
/// Whether the dossier was reported upward after it, or decided about there.
bool reported_since(Desk& desk, std::int64_t teacher, std::int64_t seq);

}  // namespace tmis::workflow
