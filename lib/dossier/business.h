// Values and rows that processes keep, not hands: derived fields, personnel status, registrations.
// What they are is computed when they are read.
#pragma once

#include <cstdint>
#include <string>

#include "journal/desk.h"
#include "journal/field_rows.h"
#include "journal/transaction.h"
#include "people/person.h"

namespace tmis::dossier {

/// What the program itself knows of a field that is no part of the stored row: the teacher's
/// number, today's personnel status, what other tables say (highest education, present post …).
/// Null where nothing is known.
Value computed(Desk& desk, const schema::FieldSet& set, std::size_t field, std::int64_t teacher);
/// Fills all such fields of a record.
void fill_computed(Desk& desk, const schema::FieldSet& set, journal::Record& record);

/// Whether a value that came in for a field that no hand fills in is what the program has already,
/// or the first that is said of it. `known`: the stored row, if there is one.
bool agrees(Desk& desk, const schema::FieldSet& set, std::size_t field, std::int64_t teacher,
            const Value& given, const journal::Record* known);

/// Throws dossier.closed (5) when the person's employment has ended: nothing is filled in any more.
void require_open_dossier(Desk& desk, const people::Person& teacher);

/// Opens the timeline of personnel status for a teacher who has none yet.
void open_timeline(Desk& desk, journal::Transaction& tx, std::int64_t teacher, const Value& status);

/// Rows of a teacher in a table, the row `except` left out: a declared "none", and real ones.
struct Presence {
  bool none = false;
  bool real = false;
};
Presence presence(Desk& desk, const schema::FieldSet& set, std::int64_t teacher,
                  std::int64_t except);

}  // namespace tmis::dossier
