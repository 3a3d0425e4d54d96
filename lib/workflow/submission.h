// Reporting upward (上报), level by level inside one file: complete dossiers go
// to the direct authority, which accepts or returns them. Packages for another file are left to
// exchange.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "journal/transaction.h"
#include "people/person.h"
#include "workflow/standing.h"

namespace tmis::workflow {

/// Dossiers about to be sent, in the transaction that sends them.
struct Sending {
  std::int64_t submission = 0;  // row
  std::string id;
  std::int64_t from = 0, to = 0;  // organisations
  struct Dossier {
    std::int64_t teacher = 0;
    std::string content;
  };
  std::vector<Dossier> dossiers;
};

struct SendRequest {
  std::string teacher = {};  // only this dossier …
  bool all = false;          // … or every complete one
  std::string to = {};       // code; the direct authority when empty
  std::string org = {};      // code of the sender; one's own when empty
  /// Called before the commit, for what goes out with it; it may refuse by throwing.
  std::function<void(journal::Transaction&, const Sending&)> before_commit = {};
};

/// What keeps a dossier back. `table` empty where the dossier as a whole is meant; `record` 0: no
/// row.
struct Shortcoming {
  people::Person teacher;
  std::string table;
  std::int64_t record = 0;
  std::string field;
  const Code* code = nullptr;
  Args args;
};

struct SendOutcome {
  std::string id;                                     // of the submission; empty when none was made
  std::int64_t from = 0, to = 0;                      // organisations
  std::int64_t done = 0, unchanged = 0, skipped = 0;  // dossiers
  std::int64_t event = -1;
  std::vector<Shortcoming> shortcomings;
};
/// Sends complete dossiers that aren't with the authority already. A dossier named that is
/// incomplete: submission.incomplete (5) with the list; one that others claim: person.claim-open
/// (5). Throws submission.not-my-authority (5),
/// submission.no-authority (5), usage.missing (2).
SendOutcome send(Desk& desk, const SendRequest& request);

struct Submission {
  std::string id;
  std::string from, to;  // codes
  std::string sent;      // day
  std::string by;        // login
  std::int64_t dossiers = 0, open = 0, accepted = 0, returned = 0;
  std::string state;  // sent while any is undecided, else returned, accepted or recalled
  std::string reason;
};
/// Sent by or addressed to organisations in the reach of the permit, in the order in which they
/// were sent.
std::vector<Submission> submissions(Desk& desk, const Permit& permit);

/// The content (32 bytes) of a dossier that `to` accepted last from `from`; empty: none.
std::string accepted_content(store::Database& db, std::int64_t teacher, std::int64_t from,
                             std::int64_t to);

struct DecideOutcome {
  std::string id, state;
  std::int64_t done = 0, unchanged = 0;  // dossiers
  std::int64_t event = -1;
};
/// The permit to decide about submission `id` (`command`: submission accept, submission return).
/// Throws submission.not-found (6), denied.relation (4) when it was addressed to another.
Permit decision_permit(Desk& desk, std::string_view command, const std::string& id);
/// The permit to take submission `id` back.
Permit recall_permit(Desk& desk, const std::string& id);
/// By the sender, before the authority has it: what was sent can be changed and sent again. Throws
/// submission.not-found (6), submission.received, submission.decided (5).
DecideOutcome recall(Desk& desk, const std::string& id, const std::string& teacher);
/// By the authority it was addressed to; what it accepts is in force, changes of key data with it
/// (where the school works in a file of its own, once it reads the receipt). `teacher` only this
/// dossier. Throws submission.not-found (6), submission.decided (5), denied.relation (4).
DecideOutcome accept(Desk& desk, const std::string& id, const std::string& teacher);
DecideOutcome give_back(Desk& desk, const std::string& id, const std::string& teacher,
                        const std::string& reason);

}  // namespace tmis::workflow
