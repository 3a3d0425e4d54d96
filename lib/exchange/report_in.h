// Inside this room: a report into this file. Its dossiers stand here as the sender audited them,
// sealed fields as they came; the proof of who did what is kept beside them.
#pragma once

#include "exchange/opened.h"
#include "exchange/read.h"

namespace tmis::exchange {

/// Checks 11 to 13, then stores. `permit`: to read packages of the sender.
void read_report(Desk& desk, const Opened& package, const Permit& permit, PackageRead& out);

}  // namespace tmis::exchange
