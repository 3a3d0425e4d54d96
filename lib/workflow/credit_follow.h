// What becomes of somebody's open training when he goes to another school, or leaves for good:
// called by the process that decides it, in its transaction.
#pragma once

#include <cstdint>

#include "journal/transaction.h"
#include "workflow/credit_participants.h"

namespace tmis::workflow {

/// Whether a place in a project goes along: of county level and above always, in a school-based one
/// once it is assessed.
bool follows(Desk& desk, const Enrolment& e);
/// Ends the places that don't go along.
void end_school_based(journal::Transaction& tx, Desk& desk, std::int64_t teacher);
/// To another school: projects of county level and above follow the person; a school-based one that
/// isn't assessed yet ends for him; open claims go to the authority above the new school.
void move_credits(journal::Transaction& tx, Desk& desk, std::int64_t teacher, std::int64_t to_org);
/// Out of the staff: open claims end.
void end_credits(journal::Transaction& tx, Desk& desk, std::int64_t teacher);

}  // namespace tmis::workflow
