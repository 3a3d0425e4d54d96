// Taking a package in: thirteen checks in their order (docs: tmis-security(7)); nothing is stored
// before the last one passes, then all in one transaction.
//    1 frame and limits    2 manifest        package.malformed     8
//    3 min_reader                            package.newer         5
//    4 the signer is trusted, or renewed     package.untrusted     8
//    5 its signature                         package.forged        8
//    6 addressed to an organisation here     package.misaddressed  5
//    7 read before: nothing changes          (already_read)        0
//    8 same id or n, other hash              package.fork          8
//    9 n ≤ last read                         package.stale         5
//   10 n > last + 1, or prev unknown         package.gap           5   but see from_here
//   11 payload whole, opens, inflates        package.damaged       8
//   12 proofs and signatures inside          package.forged        8
//   13 schema and rules, all at once         record.rejected       3
//      rests on what was accepted here       submission.base       5
#pragma once

#include <cstdint>
#include <string>

#include "exchange/channel.h"

namespace tmis::exchange {

struct ReadRequest {
  std::string path;
  /// Begins its channel at this package, though n is above 1: for a file that is new or restored.
  /// Changes nothing where a package of the channel was ever read.
  bool from_here = false;
  std::string reason = {};  // needed for that
  /// Leaves dossiers out that rest on another content than was accepted here, and reads the rest.
  bool set_aside = false;
};

struct PackageRead {
  std::string id, kind, from;
  std::int64_t n = 0;
  bool already_read = false;
  std::string submission;  // of a report; of the one that a receipt is about
  std::string transfer;    // id of the case
  std::string rotation;    // id of the case
  std::string credits;     // id of the training project here
  std::int64_t dossiers = 0, rows = 0, unchanged = 0;  // rows new or changed; rows as they were
  std::int64_t aside = 0;  // dossiers left out; the receipt gives them back
  std::string result;      // of a receipt; of a transfer, rotation or project its state here
  std::int64_t event = -1;
};

/// Throws as the table says, usage.missing (2), denied.*, key.needed, file.*.
PackageRead read_package(Desk& desk, const ReadRequest& request);

}  // namespace tmis::exchange
