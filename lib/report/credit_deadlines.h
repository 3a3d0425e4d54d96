// Which steps of training credits are waiting for somebody on a day: results of projects that have
// ended, and decisions about what was handed in or claimed. The terms are deadlines'.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.h"
#include "journal/as_of.h"
#include "journal/desk.h"

namespace tmis::report {

struct OpenCreditStep {
  bool results = false;  // to be handed in; else handed in, and to be decided
  std::int64_t org = 0;  // whose turn it is
  std::string subject;   // id of the project, the part of one, or the claim
  std::string name;      // of the project, or who claims
  Day since;             // the last day of the project, or the day of what is to be decided
  std::string command;   // that takes the step
};

/// As of event `at`, at the end of `day`.
std::vector<OpenCreditStep> open_credit_steps(Desk& desk, std::int64_t at, Day day);

}  // namespace tmis::report
