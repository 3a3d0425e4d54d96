// The walk through the queue of audit, with single keys on a terminal. The commands themselves are
// in audit.cpp.
#pragma once

#include <string>

#include "cmd/context.h"
#include "workflow/audit_view.h"

namespace tmis::cmd {

struct WalkOptions {
  workflow::WaitingFilter filter;
  std::string until;    // last day on which what is given back stays open; empty: no end
  bool reveal = false;  // identity numbers in full, for comparing them with the paper
};

/// One dossier at a time, item by item, until the queue ends or whoever sits there leaves. Each
/// decision is an event of its own, stored before the next key is read.
Exit walk_audit(Context& ctx, const WalkOptions& how);

/// The item as it is shown before a decision; `whole`: empty fields and all versions too.
std::string item_text(Desk& desk, const Console& console, const workflow::ItemView& view,
                      bool whole);

}  // namespace tmis::cmd
