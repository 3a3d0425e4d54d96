// A person is taken over from a school with a file of its own: the sealed dossier that came by
// packages stands in this file from then on.
#pragma once

#include "people/account.h"
#include "workflow/transfer.h"

namespace tmis::exchange {

/// Whether taking this case over makes an account, whose initial password has to be handed over.
bool makes_account(Desk& desk, const std::string& id);

/// workflow::take_transfer, also from another file; then `hand_over` gets the initial password.
/// Throws transfer.no-dossier, trust.needed (5), package.untrusted, package.forged, package.damaged
/// (8), record.rejected (3) with package.schema, package.dossier, package.identity or
/// person.claimed-elsewhere.
workflow::TransferDone take_transfer(Desk& desk, const workflow::TransferStep& step,
                                     const people::HandOver& hand_over = {});

}  // namespace tmis::exchange
