// Whom the campaign collects on a day, who is outside and why, and who can't be told yet.
#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "campaign/campaign.h"
#include "journal/desk.h"
#include "people/person.h"

namespace tmis::report {

struct ScopeLine {
  people::Person person;
  campaign::Judgement::Scope scope = campaign::Judgement::Scope::undecided;
  std::string clause;                // of the campaign's rule; empty: none of its clauses holds
  std::string zh, en;                // that clause in words
  std::vector<std::string> missing;  // facts that would decide, as the campaign file names them
};

/// Each dossier in reach whose school a campaign binds, by organisation and in the order in which
/// they were made; from what was recorded by the end of `day`. `department` only this one, when it
/// isn't empty.
std::vector<ScopeLine> scope(Desk& desk, const Permit& permit, Day day,
                             const std::string& department = {});

}  // namespace tmis::report
