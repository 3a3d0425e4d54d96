// A transfer between files: what one side decided goes to another as a package of kind `transfer`.
#pragma once

#include <string>

#include "exchange/case_send.h"
#include "journal/desk.h"
#include "workflow/transfer.h"

namespace tmis::exchange {

/// Tells another side where the case stands: `to` (code), else the one whose turn it is. The
/// dossier goes along on its way from the releasing school to the receiving one. Throws
/// transfer.not-found (6), transfer.not-party, usage.missing (2), transfer.here,
/// transfer.no-dossier, trust.needed (5), denied.*, key.needed, file.*.
CaseSent send_transfer(Desk& desk, const workflow::TransferStep& step, const std::string& to,
                       const std::string& out);

/// The step, which seals the dossier where the receiving school has a file of its own.
workflow::TransferDone confirm_transfer(Desk& desk, const workflow::TransferStep& step);

}  // namespace tmis::exchange
