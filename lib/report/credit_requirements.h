// Whose training credits don't meet the requirements of a year or a cycle that is over, or nearly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"
#include "workflow/standing.h"

namespace tmis::report {

struct UnmetCredits {
  std::size_t dossier = 0;  // place among the standings
  Day until;                // the last day of the year or the cycle
};

/// Of the present year and cycle those that end within `soon_days`, and those that ended last:
/// what was missed is told until the next one is over. Credits are asked of a school from the first
/// year or cycle on in which one of its teachers has some confirmed: where nobody confirms any in
/// this file, all would be late. One for each dossier and day, from what was confirmed by event
/// `at`, on `day`.
std::vector<UnmetCredits> unmet_credits(Desk& desk, const workflow::Standings& standings,
                                        std::int64_t at, Day day, int soon_days);

}  // namespace tmis::report
