// Reporting upward to another file: the dossiers of a submission and what proves them, in a
// package.
#pragma once

#include <string>

#include "workflow/submission.h"

namespace tmis::exchange {

struct PackageSent {
  workflow::SendOutcome sent;
  std::string package;  // id; empty: the authority is in this file
  std::string file;     // where it was written
  bool again = false;   // a package that was sent before, the same bytes
};

/// Sends as workflow::send does. To an authority whose key is trusted (so it has a file of its own)
/// it goes as a package to `out`; when nothing new is to be sent, the last package whose receipt
/// hasn't come is written there again. Throws as workflow::send, usage.missing (2) when such an
/// authority wants `out`, trust.needed (5) when `out` is given and no key of the authority is
/// trusted, key.needed, file.*.
PackageSent send(Desk& desk, const workflow::SendRequest& request, const std::string& out);

}  // namespace tmis::exchange
