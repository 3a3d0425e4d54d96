// Where each step of the campaign stands in each school on a day, in figures.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"

namespace tmis::report {

struct StepStatus {
  std::string organisation;  // code
  std::string step;
  int number = 0;
  std::string zh, en;
  std::string start, end;   // days; start empty: open since the campaign was imported
  std::string responsible;  // role
  std::string status;       // not_yet, open, due_soon, late, done, done_late, not_applicable
  std::vector<std::pair<std::string, std::int64_t>>
      counts;  // named as in the campaign file; missing tables as missing.TABLE
};

/// School by school in the reach of the permit, step by step, from what was recorded by the end of
/// `day`. Empty without a campaign.
std::vector<StepStatus> campaign_status(Desk& desk, const Permit& permit, Day day);

}  // namespace tmis::report
