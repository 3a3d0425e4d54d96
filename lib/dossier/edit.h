// Single rows by hand: add, edit, remove, none, submit.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "dossier/completeness.h"
#include "dossier/item.h"
#include "journal/desk.h"
#include "people/organisation.h"

namespace tmis::dossier {

/// `--set field=value`: the field by id or label, the value as a clerk writes it.
using Assignments = std::vector<std::pair<std::string, std::string>>;

struct Done {
  std::string id;     // TABLE#ROW
  std::string state;  // of the item
  std::int64_t event = -1;
  bool unchanged = false;
};

/// Throws record.rejected (3) with all faults, record.exists (5) for a second row with the same
/// key, lock.self-entry (5), denied.source (4), record.reason (2) where a manager gives none,
/// record.none-conflict (3).
Done add(Desk& desk, const std::string& set, const std::string& teacher, const Assignments& values,
         const std::string& reason);
Done edit(Desk& desk, const std::string& id, const Assignments& values, const std::string& reason);
/// The values of a stored row with these laid over, read and checked as by `edit`; nothing is
/// written. What the row lacks besides is no fault.
Values laid_over(Desk& desk, const schema::FieldSet& set, const journal::Record& record,
                 const Assignments& assignments);
Done remove(Desk& desk, const std::string& id, const std::string& reason);
Done declare_none(Desk& desk, const std::string& set, const std::string& teacher,
                  const std::string& reason);

/// A row about to be filled in field by field. What `add` and `edit` would refuse whatever its
/// values are is refused here already, but for a reason that isn't given.
struct Opened {
  const schema::FieldSet* set = nullptr;
  people::Admitted who;
  Values values;
  std::int64_t record = 0;  // 0: a new row
  std::uint32_t version = 0;
};
Opened open_new(Desk& desk, const std::string& set, const std::string& teacher);
Opened open_stored(Desk& desk, const std::string& id);
/// Whether another row of the teacher has the same key.
bool key_taken(Desk& desk, const schema::FieldSet& set, std::int64_t teacher, const Values& values,
               std::int64_t except);

/// Hands the teacher's part in. `incomplete` lists what keeps a dossier back; one named dossier
/// alone throws record.incomplete (3) instead.
struct Submitted {
  std::int64_t dossiers = 0, items = 0, unchanged = 0, skipped = 0;
  std::int64_t event = -1;
  std::vector<Gap> incomplete;
};
Submitted submit(Desk& desk, const std::string& teacher);
Submitted submit_all(Desk& desk, const std::string& org_code);

}  // namespace tmis::dossier
