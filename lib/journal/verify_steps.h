// The steps of verify, one file each: they share the verdict and what is known of people, nothing
// else. For verify.cpp only.
#pragma once

#include "journal/rights.h"
#include "journal/verify.h"

namespace tmis::journal {

struct Inspection {
  Desk& desk;
  const VerifyOptions& how;
  Rights rights;
  Verdict verdict;

  void report(const Code& code, std::int64_t seq, std::string table = {}, std::int64_t record = 0,
              Args args = {}) {
    verdict.findings.push_back({&code, seq, std::move(table), record, std::move(args)});
  }
  void report(const Objection& objection, std::int64_t seq, std::string table = {},
              std::int64_t record = 0) {
    report(*objection.code, seq, std::move(table), record, objection.args);
  }
  void tell(double share) const {
    if (how.progress) how.progress(share);
  }
};

/// 2. Events: no gap, each bound to the one before, canonical, signed by a key that was valid, of
/// somebody who was permitted.
void check_chain(Inspection& in);
/// 3. Items: numbered without gaps within their event; their root is the event's.
void check_items(Inspection& in);
/// 4. Rows: each one fits the item that made it, there are no more items than rows, and who wrote
/// them reached so far.
void check_rows(Inspection& in);

}  // namespace tmis::journal
