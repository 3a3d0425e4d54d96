// Whether the file is what its events say: chain, items, rows, and whether who wrote them could.
// Needs no key and no trust in the file.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "journal/event.h"

namespace tmis::journal {

/// What doesn't fit. `seq` −1 and `table` empty where they don't apply.
struct Discrepancy {
  const Code* code = nullptr;
  std::int64_t seq = -1;
  std::string table;
  std::int64_t record = 0;
  Args args;
};

struct Verdict {
  std::uint64_t events = 0;
  std::uint64_t items = 0;
  Head last;
  std::vector<Discrepancy> findings;
  std::vector<Discrepancy> notes;  // nothing wrong, but worth a look: a clock that went back

  /// Integrity when anything was altered, findings when keys are disputed or the file is older than
  /// remembered, else ok.
  Exit exit() const;
};

struct VerifyOptions {
  /// Only what came after this event, which a checkpoint has matched; −1: everything.
  std::int64_t since = -1;
  std::function<void(double)> progress;  // told the share done, 0 to 1
};

/// Checks, in this order: the schema's own text and SQLite's integrity; the chain of events with
/// their signatures, and that the signer held key, role and permission then; the items and roots;
/// every row of evidence against its item, and its writer's reach; what is derived. Reads in
/// constant memory.
Verdict verify(Desk& desk, const VerifyOptions& how = {});

}  // namespace tmis::journal
