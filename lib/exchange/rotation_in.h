// Inside this room: a package of kind rotation into this file: where a case stands, and in the
// school's what follows for the dossier.
#pragma once

#include "exchange/opened.h"
#include "exchange/read.h"

namespace tmis::exchange {

/// Checks 11 to 13, then stores. `permit`: to read packages of the organisation addressed. Throws
/// what workflow::begin_rotation does besides.
void read_rotation(Desk& desk, const Opened& package, const Permit& permit, PackageRead& out);

}  // namespace tmis::exchange
