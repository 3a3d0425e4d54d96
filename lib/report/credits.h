// Training credits of many: who is behind, how schools stand, and what another rule set would give.
// One teacher's ledger is left to workflow/credit_standing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "journal/desk.h"
#include "people/person.h"
#include "workflow/credit_standing.h"

namespace tmis::report {

/// A teacher and the requirements of the cycle that aren't met, or all of them.
struct CreditStatusLine {
  people::Person person;
  workflow::CreditState state = workflow::CreditState::open;
  const workflow::KnownRule* rule = nullptr;  // nullptr: none binds the school
  Day first, last;                            // of the cycle
  std::vector<workflow::RequirementLine> lines;
};
struct CreditQuestion {
  std::string cycle;  // a year or a day of it; empty: the present one
  Day asked;
  bool all = false;  // also those who are in time
};
/// Those who are late or behind, in the reach of the permit, by organisation, department and
/// number; who has left is left out. `book` must outlive the lines.
std::vector<CreditStatusLine> credit_status(Desk& desk, const Permit& permit,
                                            workflow::RuleBook& book,
                                            const CreditQuestion& question);

/// A school and the cycle its teachers are in.
struct CreditSchoolLine {
  std::string organisation, name;
  std::string rule;  // id; empty: none binds the school
  Day first, last;
  std::int64_t teachers = 0;
  std::int64_t met = 0, open = 0, behind = 0, late = 0;
  /// Of the teachers together, of the first requirement of the cycle that is checked: what is
  /// asked, what counts, what is short, and what will be short at the end of the cycle at the
  /// present rate.
  credits::Amount required, counted, shortfall, projected;
};
std::vector<CreditSchoolLine> credits_by_school(Desk& desk, const Permit& permit,
                                                workflow::RuleBook& book,
                                                const CreditQuestion& question);

/// What another rule set would give a school's teachers; nothing is written.
struct RecomputeLine {
  std::string organisation, name;
  std::int64_t teachers = 0, entries = 0;
  std::int64_t uncovered = 0;  // entries that no row of its conversion fits
  credits::Amount counted, counted_then;
  std::int64_t met = 0, met_then = 0;
};
/// `id` names it; for teachers of the permit's organisation and those below it.
std::vector<RecomputeLine> recompute(Desk& desk, const Permit& permit, workflow::RuleBook& book,
                                     std::string_view id, const CreditQuestion& question);

}  // namespace tmis::report
