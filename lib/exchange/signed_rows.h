// Inside this room: what a signature of a dossier was made over, by the rows that a package shows.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "journal/desk.h"
#include "journal/proof.h"
#include "workflow/standing.h"

namespace tmis::exchange {

using ShownRow = std::tuple<std::int64_t, std::int64_t, std::int64_t>;  // table, record, version
inline ShownRow shown_row(const journal::ProofRow& row) {
  return {row.row.table, row.row.record, row.row.version};
}

/// The hash over a set of a dossier, as signatures have it (workflow/content): of each record the
/// version that is shown last, business rows left out; `over` gets those.
std::string content_shown(Desk& desk, const workflow::SignSet& set,
                          const std::vector<journal::ProofRow>& rows, std::set<ShownRow>& over);

}  // namespace tmis::exchange
