// The columns of the list of information officers, for the list and for the sheet of the report.
#pragma once

#include "cmd/answer.h"
#include "report/officers.h"

namespace tmis::cmd {

/// A row an officer, in the columns of schemas/officers.json.
Table officers_table(const report::OfficerSheet& sheet);

}  // namespace tmis::cmd
