// What schemas/sheets/qualifications.json says, as fields of the tables in force. For
// qualifications only. A field that a file's tables don't have leaves its column empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/qualifications.h"

namespace tmis::report {

/// A column: which fields feed it, and of several rows of a teacher which one.
struct PlannedColumn {
  SheetHeading heading;
  const schema::FieldSet* set = nullptr;  // none: counted, told or not there yet
  std::vector<std::size_t> fields;
  std::optional<schema::FieldValue> when;  // only rows with this value
  std::vector<std::size_t> latest;         // the row with the greatest of these wins
  std::optional<std::size_t> until;        // rows whose month has passed are left out
  std::optional<std::size_t> year;         // a value a year, the newest first …
  int years = 0;                           // … as many as this
};

/// A rule over columns, by their place.
struct PlannedFinding {
  const Code* code = nullptr;
  std::vector<std::size_t> any_empty, all_empty;
  std::vector<std::size_t> newest;  // days, of which the newest is over `months` ago
  int months = 0;
  std::vector<std::size_t> code_of;  // the first that is filled should hold the code `good`
  std::string good;
};

struct QualificationPlan {
  schema::Label title;
  const schema::FieldSet* lines = nullptr;
  std::vector<PlannedColumn> columns;
  std::vector<PlannedFinding> findings;

  /// The place of a column by its id; a name that isn't there is a bug (internal).
  std::size_t place(std::string_view id) const;
  /// The tables that feed it, each once.
  std::vector<const schema::FieldSet*> sets() const;
};

QualificationPlan qualification_plan(const schema::Catalogue& catalogue);

}  // namespace tmis::report
