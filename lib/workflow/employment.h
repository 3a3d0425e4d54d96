// Employment status (在职情况): set by the school's manager, kept as a timeline; what follows for
// the dossier is written with it. When people retire is a question of report/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "journal/transaction.h"
#include "people/person.h"
#include "people/timeline.h"

namespace tmis::workflow {

struct NewStatus {
  std::string teacher = {};
  std::string status = {};            // code personnel_status, or its label
  std::string from = {}, until = {};  // YYYY-MM-DD; until may be empty
  std::string cause =
      {};  // code of the cause's table; empty: the one that the status has by itself
  std::string reason = {};
  bool correct = false;  // the last row of the timeline was wrong and is replaced
};
struct StatusDone {
  std::string id;     // status#ROW
  std::string state;  // serving, absent, gone
  std::int64_t event = -1;
  std::int64_t rows = 0;  // of the dossier that changed with it
  bool unchanged = false;
  bool without_end = false;  // an absence of which no end is known
};
/// Refusals of the machine `status` (5); usage.value, usage.missing (2) for a code that isn't there
/// or a cause that must be said; status.days (2) for days in the wrong order.
StatusDone set_status(Desk& desk, const NewStatus& given);

/// A status that another process sets, from a day on, within its transaction; one that begins on
/// the same day gives way. Nothing changes when it holds already.
void put_status(Desk& desk, journal::Transaction& tx, std::int64_t teacher, std::string_view code,
                const std::string& from, const std::string& until, const std::string& reason);

/// What was agreed about a retirement; empty: as the rule says.
struct RetirementPlan {
  std::string teacher;
  std::string group, month, reason;
};
/// Throws usage.value for a group that isn't there or a month that isn't one.
StatusDone plan_retirement(Desk& desk, const RetirementPlan& given);

/// A person's status on a day.
struct StatusLine {
  people::Person person;
  people::Spell spell;
  std::string status;          // the code; the usual one where nothing was said
  std::int64_t days_over = 0;  // past the planned end of an absence
};
struct StatusFilter {
  std::string state;   // serving, absent, gone; empty: absent and gone
  std::string status;  // only this code
};
/// In the reach of a permit for `status list`, by organisation, department and number.
std::vector<StatusLine> statuses(Desk& desk, const Permit& permit, const StatusFilter& filter,
                                 Day day);

}  // namespace tmis::workflow
