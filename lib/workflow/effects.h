// What a business writes into the dossier (R23), by schemas/effects.json: rows audited by the event
// that decided, keyed to their case, closed to every hand. When it is written is left to each
// process.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "journal/transaction.h"

namespace tmis::workflow {

/// A case of a process that acts on one dossier.
struct Case {
  std::string id;  // PROCESS#ROW, as rows carry it
  std::int64_t teacher = 0;
  std::map<std::string, Value, std::less<>> facts;  // that effects.json names
};

/// Writes what `effect` says into the transaction; returns the number of rows that changed. Throws
/// key.needed where a sensitive field would have to be sealed without its key.
std::int64_t write_effect(Desk& desk, journal::Transaction& tx, const Permit& permit,
                          std::string_view effect, const Case& of);

}  // namespace tmis::workflow
