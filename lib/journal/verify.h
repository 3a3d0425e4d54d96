// Whether the file is what its events say: chain, items, rows. Needs no key and no trust in the
// file.
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
};

/// Checks, in this order: the schema's own text and SQLite's
/// integrity, the chain of events with their signatures, the items and roots, and every row of
/// evidence against its item. `progress` is told the share done, 0 to 1. Reads in constant memory.
Verdict verify(Desk& desk, const std::function<void(double)>& progress = {});

}  // namespace tmis::journal
