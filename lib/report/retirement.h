// Who reaches retirement (到龄退休) when, by the rule in force and by what was agreed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"
#include "people/person.h"

namespace tmis::report {

/// Months as YYYY-MM.
struct RetirementLine {
  people::Person person;
  std::string group;  // of the rule: man, woman_cadre, woman_worker
  std::string original, due;
  bool planned = false;          // agreed with the person
  std::int64_t months_left = 0;  // to the due month; negative: it has passed
};

/// Those in reach who serve or are absent on `day` and are due within `months`, or were due before;
/// the first first. Who has no birth date or sex in the file yet is left out.
std::vector<RetirementLine> retirements(Desk& desk, const Permit& permit, Day day,
                                        std::int64_t months);

}  // namespace tmis::report
