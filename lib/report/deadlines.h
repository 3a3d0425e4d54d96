// What is late or due soon on a day: steps of the campaign by dossier, and the terms of items,
// signatures, reports upward and initial passwords.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"

namespace tmis::report {

struct DeadlineLine {
  std::string step;
  std::string zh, en;
  std::string organisation;  // code
  std::string department;
  std::string responsible;  // role: teacher, manager, sysadmin
  std::string subject;      // teacher number, or the id of a record, a submission, an account
  std::string name;
  std::string due;             // the last day in time
  std::int64_t days_late = 0;  // negative: days that are left
  std::string state;           // late, due_soon; open where nothing presses yet
  std::string command;         // that does it
  bool late() const { return days_late > 0; }
};

/// From what was recorded by the end of `day`, only what the permit's owner may see; the latest
/// first. `department` only this one, when it isn't empty.
std::vector<DeadlineLine> deadlines(Desk& desk, const Permit& permit, Day day,
                                    const std::string& department = {});

/// The same with the steps that have time left, as far as they have begun.
std::vector<DeadlineLine> open_steps(Desk& desk, const Permit& permit, Day day);

}  // namespace tmis::report
