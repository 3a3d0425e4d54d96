// Where each dossier stands: its stage and what it still lacks, a line a teacher.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "workflow/standing.h"

namespace tmis::report {

struct DossierLine {
  people::Person person;
  workflow::Stage stage = workflow::Stage::collecting;
  std::int64_t incomplete = 0;  // tables that are starred and have no row, and rows with gaps
  std::int64_t draft = 0;       // items that their teacher has in hand
  std::int64_t returned = 0;    // and of them those that the audit gave back or opened again
  std::int64_t submitted = 0;   // items that wait for audit
  std::int64_t originals = 0;   // called for and not seen
  std::int64_t signatures = 0;  // wanted, and missing, stale or refused
};

/// From what was recorded by the end of `day`, of those who had not left by then, in the reach of
/// the permit; by organisation, department and the order in which they were made. `department`
/// empty: all.
std::vector<DossierLine> dossiers(Desk& desk, const Permit& permit, Day day,
                                  const std::string& department);

}  // namespace tmis::report
