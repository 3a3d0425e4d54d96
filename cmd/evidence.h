// Certificates by the number that is typed or scanned. The other commands about evidence are in
// evidence.cpp.
#pragma once

#include <string>

#include "cmd/context.h"

namespace tmis::cmd {

/// Numbers from standard input, one a line, each stored before the next is read. Exit 1 when one of
/// them found nobody.
Exit scan_evidence(Context& ctx, const std::string& org);

}  // namespace tmis::cmd
