// How the open dossiers of each step of a campaign became fewer, day by day: one pass over what was
// recorded, not a report a day.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"

namespace tmis::report {

struct BurnDown {
  std::string step;
  std::string zh, en;
  Day start, due;
  /// Dossiers that hadn't done the step at the end of each day, from `start` on; of those that were
  /// there then.
  std::vector<std::int64_t> open;
};

/// The steps that had begun by `day` and ever had an open dossier, in the order of their dates;
/// steps of several campaigns are one where name and dates agree. Whom the campaign collects is
/// asked as of `day`. `department` only this one, when it isn't empty.
std::vector<BurnDown> burn_downs(Desk& desk, const Permit& permit, Day day,
                                 const std::string& department = {});

}  // namespace tmis::report
