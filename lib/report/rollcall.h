// A payroll or staff list against the file: who is missing in it, who isn't in the list, whose
// name, number or department differs. Nothing is written; of other organisations nothing is told
// but that a number is held there.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/cell.h"
#include "base/error.h"
#include "journal/desk.h"
#include "sheet/source.h"

namespace tmis::report {

struct RollcallLine {
  const Code* code = nullptr;
  std::uint64_t row = 0;       // of the list; 0: whoever isn't in it
  std::string name;            // as the list has it, else the file
  std::string number;          // as the list has it; identity numbers masked
  std::string teacher_number;  // of the one in the file, where he is of this organisation
  std::string department;
  Args args;
};

struct Rollcall {
  Origin origin;
  std::uint64_t read = 0;           // rows of the list
  std::uint64_t matched = 0;        // with their dossier here
  std::vector<RollcallLine> lines;  // by row, then those who aren't in the list
};

/// Calls the roll of one organisation, that of the permit. The list needs a column with names and
/// one with identity, staff or teacher numbers; other columns are passed over, but for departments.
/// Throws rollcall.heading (3), key.needed.
Rollcall rollcall(Desk& desk, const Permit& permit, Source& source);

}  // namespace tmis::report
