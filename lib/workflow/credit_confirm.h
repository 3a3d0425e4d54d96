// Confirming credits, sending results or claims back, correcting what was confirmed: by the
// authority of the case, of a national project by each province its own part. The arithmetic and
// the ledger are credit_entries'.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "people/person.h"
#include "workflow/credit_entries.h"
#include "workflow/credit_project.h"

namespace tmis::workflow {

/// Which case, or whose part of it.
struct CreditCase {
  std::string project = {}, claim = {};  // one of the two: project#N or its code; credit_claim#N
  std::string teacher = {};              // only this participant
  std::string as = {};                   // code of the organisation acted for
};

/// One participant, and what became of him.
struct DecidedCredits {
  people::Person person;
  std::string result;             // pass, fail, absent
  const Code* refusal = nullptr;  // why nothing was done for him
  Args args;
  ConfirmedCredits credits;
};
struct CreditsDone {
  std::string id, state;
  std::int64_t done = 0, unchanged = 0, skipped = 0;
  std::vector<DecidedCredits> items;  // those done and skipped
  std::int64_t event = -1;
};

/// The credits of everyone whose result was handed in, by the rule of his province. One's own row
/// waits for a colleague; anything else that stands against one stops all, unless `partial`. Throws
/// refusals of the step, credits.not-all (5) with the list; for a single one, his own refusal.
CreditsDone confirm_credits(Desk& desk, const CreditCase& which, bool partial);
/// Back to the institution (the school), or the teacher, with a reason. What is confirmed stays.
CreditsDone return_credits(Desk& desk, const CreditCase& which, const std::string& reason);

struct CreditChange {
  std::optional<std::int64_t> hours = {};  // class hours
  std::string result = {};                 // pass, fail, absent, or its label; empty: stays
  std::string reason = {};
};
/// Another version of one confirmed entry; both stay, the cycle is computed anew.
CreditsDone correct_credits(Desk& desk, const CreditCase& which, const CreditChange& change);

/// The permit that a command of these three asks for, for whoever wants the password first.
Permit credits_permit(Desk& desk, std::string_view command, const CreditCase& which);

}  // namespace tmis::workflow
