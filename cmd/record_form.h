// A row filled in on a terminal, one field after another.
#pragma once

#include <string>

#include "cmd/context.h"
#include "dossier/entry.h"

namespace tmis::cmd {

/// How a form was left: stored, or not.
struct Filled {
  bool stored = false;
  dossier::Done done;
};

/// Asks for every field that concerns the row, shows it as a whole and stores it. What is typed is
/// kept as a draft until then. A refusal while storing is thrown, after saying that the draft
/// stays.
Filled fill_in(Context& ctx, dossier::Entry& entry, std::string reason);

}  // namespace tmis::cmd
