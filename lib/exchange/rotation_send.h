// A rotation between files: what the school or its authority decided goes to the other as a package
// of kind `rotation`, and from the school to the unit where the person serves.
#pragma once

#include <string>

#include "exchange/case_send.h"
#include "journal/desk.h"
#include "workflow/rotation.h"

namespace tmis::exchange {

/// Tells another side where the case stands: `to` (code), else the one whose turn it is, else the
/// other one that takes steps. Throws rotation.not-found (6), transfer.not-party, usage.missing
/// (2), transfer.here, rotation.others-tell, rotation.not-in-force, trust.needed (5), denied.*,
/// key.needed, file.*.
CaseSent send_rotation(Desk& desk, const workflow::RotationStep& step, const std::string& to,
                       const std::string& out);

}  // namespace tmis::exchange
