// The timeline of a person's employment status (在职情况): the last row that begins up to a day
// holds on it. Who may write it, and what follows from it, is left to workflow/.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/date.h"
#include "journal/as_of.h"
#include "people/employment_codes.h"
#include "store/database.h"

namespace tmis::people {

/// One row of it. Days as YYYY-MM-DD; empty where nothing was said.
struct Spell {
  std::int64_t row = 0;  // of table status_change; 0: nothing was ever said
  std::int64_t seq = -1;
  std::string status;  // code personnel_status
  std::string from, until, cause, reason;
  Employment employment() const { return people::employment(status); }
};

/// The rows of one person, the earliest first.
std::vector<Spell> timeline(store::Database& db, std::int64_t teacher);
/// What holds on a day; a spell without row when nothing does yet.
Spell spell_on(store::Database& db, std::int64_t teacher, Day day);
/// The same for everyone of whom something was said by the event `at`, by row of the person.
std::unordered_map<std::int64_t, Spell> spells_on(store::Database& db, Day day,
                                                  std::int64_t at = journal::kNow);

/// Those whose employment has ended by a day, as it was known after the event `at`.
std::unordered_set<std::int64_t> gone_on(store::Database& db, Day day,
                                         std::int64_t at = journal::kNow);

}  // namespace tmis::people
