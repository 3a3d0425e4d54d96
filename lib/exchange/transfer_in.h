// Inside this room: a package of kind transfer into this file: where a case stands, and the sealed
// dossier on its way.
#pragma once

#include "exchange/opened.h"
#include "exchange/read.h"

namespace tmis::exchange {

/// Checks 11 to 13, then stores. `permit`: to read packages of the organisation addressed.
void read_transfer(Desk& desk, const Opened& package, const Permit& permit, PackageRead& out);

}  // namespace tmis::exchange
