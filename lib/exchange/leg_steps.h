// Inside this room: what the rows of a dossier on one leg tell of who did what with each record.
#pragma once

#include <vector>

#include "exchange/road.h"
#include "exchange/show.h"

namespace tmis::exchange {

/// `rows` have passed `leg`; `teacher`: row in this file.
void add_steps(Desk& desk, const LegProof& leg, const std::vector<journal::ProofRow>& rows,
               std::int64_t teacher, std::vector<RecordStep>& out);

}  // namespace tmis::exchange
