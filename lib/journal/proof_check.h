// A proof checked by itself, without any file: hashes, signatures, and that each signer's key,
// account and role are shown up to the first event. What the rows tell is left to whoever knows
// their tables.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "journal/event.h"
#include "journal/proof.h"

namespace tmis::journal {

/// A row of the proof that is what its event wrote. `columns` only of the program's own tables.
struct ProvenRow {
  const ProofRow* row = nullptr;
  keys::Hash c{};
  Values columns;
};

struct CheckedProof {
  std::string file;                      // id
  std::map<std::int64_t, Event> events;  // by seq
  std::vector<ProvenRow> rows;
  Checkpoint head;  // of the time when it was made
  std::vector<Discrepancy> findings;
};

/// Views the proof, which must outlive the answer.
CheckedProof check(const Proof& proof);

/// Whether one more row, which the proof doesn't hold itself, is what one of its events wrote.
bool proves(const CheckedProof& checked, const ProofRow& row);

/// What somebody's checkpoint says against the proof; nothing when it fits or is of an event that
/// the proof doesn't hold.
std::optional<Discrepancy> against(const Proof& proof, const CheckedProof& checked,
                                   const Checkpoint& checkpoint);

}  // namespace tmis::journal
