// Inside this room: what was confirmed of a person elsewhere into the file of the school that takes
// him over, with the projects and claims that it is of.
#pragma once

#include <map>
#include <string>

#include "exchange/ledger_told.h"
#include "exchange/opened.h"
#include "journal/transaction.h"
#include "workflow/case_file.h"

namespace tmis::exchange {

/// Check 13, then stores; `transfer`: the case, `teacher`: the row here. Gives the cases' ids here
/// by those that the sender's file has. Nobody decides for a side that works in this file: what
/// such a one confirmed is known here already. Throws record.rejected with all that doesn't fit
/// (credits.unknown-party, credits.other-project), package.forged.
std::map<std::string, std::string> store_ledger(Desk& desk, journal::Transaction& tx,
                                                const Opened& package,
                                                const workflow::CaseFile& transfer,
                                                std::int64_t teacher, const LedgerTold& told);

}  // namespace tmis::exchange
