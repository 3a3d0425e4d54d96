// Inside this room: packages of kind credit and results into this file: a training project as its
// other sides decided on it.
#pragma once

#include "exchange/opened.h"
#include "exchange/read.h"

namespace tmis::exchange {

/// Checks 11 to 13, then stores. `permit`: to read packages of the organisation addressed.
void read_credits(Desk& desk, const Opened& package, const Permit& permit, PackageRead& out);

}  // namespace tmis::exchange
