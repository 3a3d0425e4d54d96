// What an auditor looks at before he decides: the dossiers that wait, one item with its earlier
// values and its papers, what a batch would cover. Deciding is left to audit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "workflow/audit.h"
#include "workflow/originals.h"

namespace tmis::workflow {

/// Which items wait: of one teacher, or of an organisation.
struct WaitingFilter {
  std::string state = "submitted";
  std::string org = {}, department = {}, teacher = {}, set = {};
};
struct WaitingDossier {
  people::Person teacher;
  std::vector<dossier::RecordId> items;  // in the order of the tables
};
struct Waiting {
  std::vector<WaitingDossier> dossiers;  // by organisation, department and the day they were made
  std::size_t items = 0;
  std::size_t own = 0;  // items in that state in the dossier of who asks: they are not among them
};
/// Asks for `audit list`. Reads states only, so that ten thousand dossiers take no time.
Waiting waiting(Desk& desk, const WaitingFilter& filter);

/// A field as an auditor reads it: labels for codes, identity numbers masked.
struct FieldView {
  const schema::Field* field = nullptr;
  std::string now, before;  // before: as it was passed last
  bool changed = false;     // since then
};
/// A kind of original that the item calls for.
struct PaperView {
  std::string kind;
  std::string number;                 // as the row says; empty where no field has it
  std::int64_t called = 0, seen = 0;  // of this kind in the whole dossier
  std::vector<Original> recorded;     // of this kind in the whole dossier
};
struct ItemView {
  QueueLine line;
  bool own_hand = false;       // typed for the teacher by the one who asks
  std::string passed_written;  // day on which what was passed last was written; empty: never passed
  std::vector<FieldView> fields;  // all of the table, in its order
  std::vector<PaperView> papers;
};
/// Throws record.not-found when it is gone. `reveal`: identity numbers in full; the caller records
/// it.
ItemView look_at(Desk& desk, const Permit& permit, const people::Person& teacher,
                 const dossier::RecordId& id, bool reveal = false);

/// What a batch of passes would cover: of a department, of a table, or of both.
struct CoverLine {
  std::string department;
  const schema::FieldSet* set = nullptr;
  std::int64_t items = 0, dossiers = 0;
  std::int64_t same_hand = 0;         // typed for the teacher by the one who asks
  std::int64_t original_pending = 0;  // an original of the table hasn't been seen
};
struct Cover {
  std::vector<CoverLine> lines;        // by department and table
  std::vector<CoverLine> departments;  // by department alone: no table
  std::vector<CoverLine> tables;       // by table alone: no department
  std::int64_t items = 0, dossiers = 0, same_hand = 0, original_pending = 0;
  std::vector<std::string> first;  // names of the first dossiers
};
inline constexpr std::size_t kFirstNames = 8;
Cover cover(Desk& desk, const ItemFilter& filter);

}  // namespace tmis::workflow
