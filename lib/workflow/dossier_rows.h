// The rows of many dossiers without their values: what counting and hashing them takes.
// What the counts mean standing.h says.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "journal/as_of.h"
#include "journal/desk.h"

namespace tmis::workflow {

struct DossierRow {
  std::int64_t teacher = 0;
  std::int64_t record = 0;
  std::int64_t seq = 0, idx = 0;  // the item of the journal that made this version
  std::uint32_t version = 0;
  bool complete = true;
  bool business = false;    // written by a process
  std::uint64_t calls = 0;  // bit i: calls for the original of the table's rule i
};

/// By table in the order of the catalogue, each in the order of the records. `beside`: a second
/// thread takes every other table on a connection of its own, for looks at what is committed; never
/// inside a transaction.
using DossierRows = std::vector<std::vector<DossierRow>>;
DossierRows dossier_rows(Desk& desk, std::int64_t at, std::optional<std::int64_t> teacher,
                         bool beside);

}  // namespace tmis::workflow
