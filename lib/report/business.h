// Transfers, rotations and employment status of schools in numbers. Whose step is late, `deadlines`
// says line by line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"
#include "report/small_groups.h"

namespace tmis::report {

/// A step of a case that waits for somebody on a day.
struct OpenCaseStep {
  bool ends = false;     // a rotation that is to end; else a confirmation or the taking over
  std::string process;   // transfer, rotation
  std::int64_t org = 0;  // whose turn it is
  std::string subject;   // id of the case
  std::string name, department;  // of the person
  Day due;                       // the last day in time, by the policy of whose turn it is
  std::string command;           // that takes the step
};
/// As of event `at`.
std::vector<OpenCaseStep> open_case_steps(Desk& desk, std::int64_t at);

/// A school with what happened in a span and what is open at its end.
struct TransferCounts {
  std::string organisation, name;
  std::int64_t came = 0, left = 0;  // taken over in the span
  std::int64_t ended = 0;           // rejected or withdrawn in the span, on either side
  std::int64_t open = 0, late = 0;  // at the end; late: a step of this school's own
};
/// Schools in reach of the permit, by code; from the beginning of `since` to the end of `until`.
std::vector<TransferCounts> transfer_counts(Desk& desk, const Permit& permit, Day since, Day until);

/// Rotation in a school year (1 September to 31 August). Eligible: serving, six years or more at
/// the school by its audited month of entry; and who was taken over by another school in rotation.
/// (Opinions of the education ministry and others on exchange and rotation, 2014: six years; a
/// tenth of those eligible a year, of them a fifth backbone teachers.)
struct RotationCounts {
  std::string organisation, name;
  std::int64_t teachers = 0;               // serving
  std::int64_t eligible = 0, rotated = 0;  // of the eligible
  std::int64_t backbone = 0;               // of those rotated
  std::int64_t late = 0;                   // past their planned end
};
inline constexpr int kEligibleMonths = 72;
std::vector<RotationCounts> rotation_counts(Desk& desk, const Permit& permit, int school_year,
                                            Day day);
/// The school year that a day lies in, named after the calendar year in which it begins.
int school_year(Day day);

/// A school's staff by what its employment status is on a day; `late`: absences past their end.
struct StatusCounts {
  std::string organisation, name;
  std::vector<GroupCount> groups;  // one a code of StatusTable
  std::int64_t late = 0;
};
/// Codes of personnel_status that anybody has, in their order.
struct StatusTable {
  std::vector<std::string> codes;
  std::vector<StatusCounts> schools;
};
StatusTable status_counts(Desk& desk, const Permit& permit, Day day);

}  // namespace tmis::report
