// Inside this room: a dossier on its way from one school's file to another's, a package inside a
// package. It belongs to no channel (n is 1, prev zeros): its first line binds it to its case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "exchange/trust.h"
#include "journal/transaction.h"
#include "workflow/case_file.h"

namespace tmis::exchange {

/// The whole dossier of the case's teacher and what was confirmed of him, signed as the releasing
/// school and sealed for the receiving one, kept in the transaction. Throws trust.needed (5),
/// key.needed.
void seal_dossier(Desk& desk, journal::Transaction& tx, const workflow::CaseFile& file);
/// What is kept of a case; nothing when none came.
std::optional<std::string> sealed_dossier(store::Database& db, const std::string& id);
void keep_dossier(Desk& desk, journal::Transaction& tx, const std::string& id,
                  const std::string& bytes);

}  // namespace tmis::exchange
