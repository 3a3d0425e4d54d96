// Values as people type them over a row: read and checked as a sheet of one line would be.
// Who may type them, and what is stored, is left to edit.
#pragma once

#include <string>
#include <string_view>

#include "dossier/edit.h"
#include "schema/row_reader.h"

namespace tmis::dossier {

/// Required values that no hand gives are taken from what the program knows, for the check alone.
Values with_computed(Desk& desk, const schema::FieldSet& set, std::int64_t teacher, Values values);

class TypedRow {
 public:
  TypedRow(Desk& desk, const schema::FieldSet& set);

  /// Puts what was typed in its places in `values`; an empty text empties. Throws usage.unknown for
  /// a name that is no field.
  void lay_over(const Assignments& assignments, Values& values);
  /// Throws record.rejected with everything that is wrong with the row; what it lacks only where it
  /// is to be `whole`.
  void check(const Values& values, bool whole = true);

  /// One field: replaces `value`, or says what is wrong with the text alone.
  Findings read(std::size_t field, std::string_view typed, Value& value);
  /// What is wrong with the row, field by field, then between fields.
  Findings faults(const Values& values);
  /// A fault at a field, with its label and the value as it may be shown.
  Finding finding(const Code& code, std::size_t field, const Value& value, Args args = {}) const;

 private:
  std::size_t field_named(const schema::HeadingFinder& finder, const std::string& name) const;

  const schema::FieldSet& set_;
  schema::RowReader reader_;
  schema::IncomingRow incoming_;
  Findings findings_;
};

}  // namespace tmis::dossier
