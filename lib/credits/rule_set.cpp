// What a rule set says about one entry or one day, without any sums.
#include "credits/rule_set.h"

#include <algorithm>

namespace tmis::credits {
namespace {

constexpr std::array<std::string_view, kTraits> kTraitNames = {"category", "mode", "course",
                                                               "activity", "honour"};
constexpr std::array<std::string_view, 3> kResults = {"pass", "fail", "absent"};

/// Rounded towards the past, also before cycle 0.
int floor_div(int a, int b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

std::string_view name(Trait trait) { return kTraitNames[static_cast<std::size_t>(trait)]; }

std::string_view name(Result result) { return kResults[static_cast<std::size_t>(result)]; }

std::optional<Result> result_from(std::string_view word) {
  const auto found = std::find(kResults.begin(), kResults.end(), word);
  if (found == kResults.end()) return std::nullopt;
  return static_cast<Result>(found - kResults.begin());
}

bool Fit::fits(const Traits& traits) const {
  for (std::size_t i = 0; i < kTraits; ++i) {
    if (lists[i].empty()) continue;
    if (traits[i].empty() ||
        std::find(lists[i].begin(), lists[i].end(), traits[i]) == lists[i].end())
      return false;
  }
  return true;
}

int Cycles::year_of(Day day) const {
  const Civil c = to_civil(day);
  const bool begun = c.month > start.month || (c.month == start.month && c.day >= start.day);
  return begun ? c.year : c.year - 1;
}

Day Cycles::year_start(int year) const { return to_day({year, start.month, start.day}); }

Day Cycles::first_day(Day day) const {
  return year_start(start.year + floor_div(year_of(day) - start.year, years) * years);
}

Day Cycles::next_first_day(Day day) const {
  return year_start(start.year + (floor_div(year_of(day) - start.year, years) + 1) * years);
}

bool RuleSet::valid_on(Day day) const {
  return (!valid_from || *valid_from <= day) && (!valid_until || day <= *valid_until);
}

const Requirement* RuleSet::requirement(std::string_view requirement_id) const {
  const auto found = std::find_if(requirements.begin(), requirements.end(),
                                  [&](const Requirement& r) { return r.id == requirement_id; });
  return found == requirements.end() ? nullptr : &*found;
}

}  // namespace tmis::credits
