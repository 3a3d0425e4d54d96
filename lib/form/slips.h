// Slips (更正通知单) for teachers whose items were returned: which, why, what to bring, by when and
// where; cut from A4 pages. Who is late the report knows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "journal/desk.h"

namespace tmis::form {

struct SlipItem {
  std::string table;   // its label
  std::string record;  // TABLE#ROW, for who corrects it
  std::string what;    // what stands there, as far as it isn't sealed
  std::string reason;
  std::string bring;  // originals that the row calls for
};

struct Slip {
  std::string organisation, department, name, number;
  std::string due;    // the last day of the first item that is due
  std::string where;  // who takes the originals
  std::vector<SlipItem> items;
};

struct SlipOptions {
  std::string org_code = {}, department = {};
  std::string until = {};  // YYYY-MM-DD instead of seven days after each return
  std::string out = {};    // .pdf or .xlsx
};

struct SlipsDone {
  std::int64_t slips = 0, items = 0;
  std::int64_t pages = 0;   // 0 in a workbook
  std::int64_t event = -1;  // -1: nobody has returned items, nothing was written
};

/// A slip for each teacher with returned items in the reach of the permit, by department and name.
std::vector<Slip> slips(Desk& desk, const Permit& permit, const SlipOptions& how);
/// Writes them and records that. Throws file.ending (2), form.no-font, file.unwritable (7).
SlipsDone print_slips(Desk& desk, const SlipOptions& how);

}  // namespace tmis::form
