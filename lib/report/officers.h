// The list of information officers as a sheet: who they are, and how many teachers each answers
// for. Who is on it people/officer_list knows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.h"
#include "people/officer_list.h"

namespace tmis::report {

struct OfficerLine {
  std::string organisation;  // code
  people::ListedOfficer officer;
  std::int64_t teachers = 0;  // of the department; with a campaign those whom it collects
};

struct OfficerSheet {
  schema::FieldSet fields;
  std::vector<OfficerLine> lines;  // by organisation, in the order of the list
};

/// From what was recorded by the end of `day`, organisations in reach of the permit. `department`
/// only this one, when it isn't empty.
OfficerSheet officer_sheet(Desk& desk, const Permit& permit, Day day,
                           const std::string& department = {});

}  // namespace tmis::report
