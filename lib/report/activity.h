// Who did how much: the events of the journal counted by actor. What counts as what
// schemas/statistics.json says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"

namespace tmis::report {

/// What one account did in one role at one organisation.
struct ActivityLine {
  std::string actor;  // login
  std::string name;
  std::string role;
  std::string organisation;          // code
  std::vector<std::int64_t> counts;  // as activity_columns()
  std::int64_t events = 0;           // all of them, whatever they did
  std::string first, last;           // days
};

/// Events in the reach of the permit from `since` to the end of `until`; either may be open. By
/// organisation, then the busiest first.
std::vector<ActivityLine> activity(Desk& desk, const Permit& permit, std::optional<Day> since,
                                   std::optional<Day> until);

}  // namespace tmis::report
