// The verbs of `tmis journal` that stand in a file of their own.
#pragma once

#include <vector>

#include "cmd/verbs.h"
#include "journal/verify.h"

namespace tmis::cmd {

/// Findings of verify and check-proof, as both list them.
Table discrepancies(const std::vector<journal::Discrepancy>& found);

void add_journal_proofs(Verb journal);  // prove, check-proof

}  // namespace tmis::cmd
