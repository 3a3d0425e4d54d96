// What the one who asks has to do now: the open steps of one's own role, the most urgent first,
// each with the command that does it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"

namespace tmis::report {

struct Task {
  std::string step;
  std::string zh, en;
  std::string due;             // the last day in time; of several the first
  std::int64_t days_left = 0;  // negative: days that it is late
  std::string state;           // late, due_soon, open
  std::int64_t count = 1;      // dossiers, items or accounts that wait
  std::string command;
  bool late() const { return days_left < 0; }
};

/// A teacher's steps one by one; an officer's by step, with the command that shows or does them
/// all.
std::vector<Task> today(Desk& desk, const Permit& permit, Day day);

}  // namespace tmis::report
