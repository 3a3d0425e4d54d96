// Items that the audit opened to their teacher: which they are, and until which day.
// Whether self-entry is closed at all is the lock's question.
#pragma once

#include <optional>

#include "base/date.h"
#include "dossier/item.h"

namespace tmis::dossier {

/// An item that was given back or opened again, corrected meanwhile or not, and not handed in
/// since.
struct Opening {
  std::optional<Day> until;  // the last day on which it is open after the deadline; none: no end
};
/// Nothing when the item isn't open by a decision of the audit.
std::optional<Opening> opening(Desk& desk, const Item& item);
/// Whether the teacher may fill it in today although the deadline has passed.
bool open_after_deadline(Desk& desk, const Item& item);
/// Whether any item of a dossier is open so.
bool any_open_after_deadline(Desk& desk, std::int64_t teacher);

}  // namespace tmis::dossier
