// Audit (审核): items passed, given back, opened again, one by one or in a batch.
// Which step follows from which state the machine `item` says; originals and
// signatures are their own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dossier/item.h"
#include "journal/desk.h"
#include "people/person.h"

namespace tmis::workflow {

/// Which items. One of `teacher`, `record` and `all` is given.
struct ItemFilter {
  std::string teacher = {};     // number, staff number, login or identity number
  std::string set = {};         // only this table
  std::string record = {};      // TABLE#ROW
  bool all = false;             // every submitted item of the organisation
  std::string org = {};         // code; one's own when empty
  std::string department = {};  // only this one, with `all`
  /// Only these of the teacher; those that are gone are left out.
  std::vector<dossier::RecordId> records = {};
};

/// An item that a batch passed over, and why.
struct PassedOver {
  people::Person teacher;
  dossier::Item item;
  const Code* code = nullptr;
  Args args;  // that the texts of the code name
};

struct AuditOutcome {
  std::int64_t done = 0;       // dossiers with an item that moved
  std::int64_t unchanged = 0;  // items that were so already
  std::int64_t skipped = 0;    // items passed over
  std::int64_t items = 0;      // items that moved
  std::int64_t same_hand = 0;  // of these, typed for the teacher by the one who passed them
  std::int64_t event = -1;     // -1: nothing was written
  std::string id, state;       // of the item, when a record was named
  std::vector<PassedOver> passed_over;
};

/// Throws audit.not-submitted (5) and the other refusals of the machine when a single record was
/// named, or when a teacher was and nothing at all could be done; usage.missing (2) when nothing
/// was named. Batches list what they pass over, the auditor's own dossier too.
AuditOutcome pass(Desk& desk, const ItemFilter& filter);
/// To be corrected; `reason` is told to the teacher. `until`: the last day (YYYY-MM-DD) on which
/// the items are open after the deadline of self-entry; empty: no end. Throws usage.value.
AuditOutcome give_back(Desk& desk, const ItemFilter& filter, const std::string& reason,
                       const std::string& until = {});
AuditOutcome reopen(Desk& desk, const ItemFilter& filter, const std::string& reason,
                    const std::string& until = {});

/// An item as lists and dossiers show it to those who audit.
struct QueueLine {
  people::Person teacher;
  dossier::Item item;
  std::string since;              // day on which it came into its state
  bool same_hand = false;         // typed for the teacher by a manager
  bool original_pending = false;  // its original has not been seen yet
  std::string by = {};            // login of who wrote this version
  std::string until = {};         // last day on which it is open to its teacher; empty: no end
};
struct QueueFilter {
  std::string state = "submitted";
  std::string department = {};
};
/// The queue, table by table, in the reach of a permit for `audit list`.
std::vector<QueueLine> queue(Desk& desk, const Permit& permit, const QueueFilter& filter);
/// The first `most` lines of it; only these are made.
struct QueuePage {
  std::vector<QueueLine> lines;
  std::size_t total = 0;
};
QueuePage queue_page(Desk& desk, const Permit& permit, const QueueFilter& filter, std::size_t most);
/// All items of one dossier, in the order of the tables.
std::vector<QueueLine> items_of(Desk& desk, const Permit& permit, const people::Person& teacher);

}  // namespace tmis::workflow
