// What a package is, and what proves the dossiers that came in it: checked anew, from what is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exchange/channel.h"
#include "workflow/record_proof.h"

namespace tmis::exchange {

struct PackageShown {
  PackageWord word;
  std::optional<PackageRow> row;  // nothing: a file that was neither sent nor read here
  std::string signer;             // own, trusted, revoked, unknown: the key that signed it
  std::string receipt, result;    // the last one about it; empty: none
};
/// `name`: the id of a package that was sent or read here, or a file. Nothing is stored; of a file
/// that wasn't read, signer and signature are all that is known. Throws package.not-found (6),
/// package.forged, package.fork, package.damaged (8), file.*, package.malformed (8).
PackageShown show(Desk& desk, const Permit& permit, const std::string& name);

/// A file that the dossiers came through, and the package that brought them up from there.
struct RoadLeg {
  std::string package, org, name, file;  // `file`: its id
  std::string fingerprint;               // of its key
  std::string by;                        // who vouches for the key; empty: it is trusted here
  bool revoked = false;                  // it was trusted when the package was read
  std::int64_t n = 0, head = -1;
  std::string sent, first;  // `first`: hash of the file's first event, hex
};
/// What somebody did with a record in one of these files.
struct RecordStep {
  std::string teacher;    // number
  std::string here;       // the record in this file; empty: gone since
  std::string org, file;  // of the leg
  std::string record;     // TABLE#ROW there
  workflow::ProofStep step;
};
struct BrokenProof {
  std::string teacher;  // number; empty: the package itself
  Finding finding;
};
struct PackageProof {
  std::vector<RoadLeg> legs;  // the sender first
  std::vector<RecordStep> steps;
  std::int64_t dossiers = 0;  // that hold
  std::vector<BrokenProof> findings;
};
/// What is kept of a package that was read here, against the key that was trusted and the first
/// event of the sender's file; `teacher`: only that dossier. Of a dossier that doesn't hold no step
/// is told. Throws package.unread (6), teacher.not-found (6).
PackageProof prove(Desk& desk, const PackageRow& package, const std::string& teacher);

}  // namespace tmis::exchange
