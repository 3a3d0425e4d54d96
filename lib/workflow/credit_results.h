// The way of a project's results upward: handed in when it has ended, those of a national one given
// to the provinces.
#pragma once

#include <string>

#include "workflow/credit_project.h"

namespace tmis::workflow {

/// The results are handed in, not before the last day. Throws refusals of the step,
/// project.not-ended (5), project.results-missing (3) with everyone who has none in the details.
CaseDone close_project(Desk& desk, const std::string& word, const std::string& as);

struct Distributed {
  CaseDone done;
  std::int64_t parts = 0, participants = 0;  // that were given away now
};
/// A national project's results go to the provinces of the participants' schools, each a part with
/// a state of its own; parts that came back and were handed in again go out again.
Distributed distribute_project(Desk& desk, const std::string& word);

}  // namespace tmis::workflow
