// Steps of a campaign that somebody declares finished: those whose dossiers can't tell that all are
// there (the campaign file says `declared`). What has been done otherwise is left to report.
#pragma once

#include <string>

#include "journal/desk.h"

namespace tmis::campaign {

struct Declaration {
  std::string step;
  std::string org_code = {};  // one's own when empty
  bool undo = false;          // it isn't finished after all
};
struct Declared {
  std::string campaign;  // id
  std::int64_t event = -1;
  bool unchanged = false;
};

/// Declares the step of the campaign in force finished for an organisation and those below it.
/// Throws campaign.missing, usage.value for a step that it doesn't have, campaign.not-declared (5)
/// for one that is done when its dossiers are.
Declared declare_done(Desk& desk, const Declaration& what);

}  // namespace tmis::campaign
