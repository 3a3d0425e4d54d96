// The completeness check (完整性检测): what is missing or doesn't fit, per teacher and table.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "people/person.h"

namespace tmis::dossier {

/// One thing that is missing or wrong. `record` 0: no row at all.
struct Gap {
  people::Person teacher;
  const schema::FieldSet* set = nullptr;
  std::int64_t record = 0;
  std::string field;  // may be empty
  const Code* code = nullptr;
  Args args;
};

/// Which tables: all, or only those of one source.
enum class Part { all, teacher, school };

/// A table that is starred on the form needs a row (or a declared "none" where it allows one);
/// every row must be complete. Plain columns only: no sealed field is opened. In the order of the
/// form.
std::vector<Gap> gaps(Desk& desk, const people::Person& teacher, Part part);
/// The same for everyone in the reach of a permit, table by table (two queries a table, not one a
/// teacher).
std::vector<Gap> gaps(Desk& desk, const Permit& permit, Part part);

}  // namespace tmis::dossier
