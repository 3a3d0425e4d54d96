// Rows of a file into the dossiers: read, checked, merged with what is there, stored all or not at
// all.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/cell.h"
#include "journal/desk.h"
#include "sheet/source.h"

namespace tmis::dossier {

struct ImportReport;
class WorkbookSheet;

struct ImportOptions {
  bool partial = false;       // store the good rows
  bool clear_blanks = false;  // an empty cell empties what is there; else it keeps it
  std::string org_code;       // whose teachers; empty: one's own organisation
  std::string reason;
  std::function<void(double share, std::uint64_t rows)> progress;
  /// Called when all is read and before anything is stored: what goes back to the clerk must be
  /// written by then; when it can't be, nothing is stored.
  std::function<void(const std::vector<ImportReport>&)> give_back;
};

/// What became of the rows of one table. `row`s of the findings are those of the file.
struct ImportReport {
  Origin origin;
  std::string set;
  std::uint64_t read = 0;
  std::uint64_t accepted = 0;  // new rows
  std::uint64_t updated = 0;   // known rows with a change
  std::uint64_t unchanged = 0;
  std::uint64_t rejected = 0;
  Findings findings;
  std::uint64_t unlisted = 0;                // findings beyond kMostFindings
  std::vector<std::uint64_t> rejected_rows;  // in their order
  std::int64_t event = -1;
  bool stored = false;
  std::vector<std::string> kept;  // of a workbook: records deleted there, kept here
};

/// Imports one table. Exit 3 is the caller's conclusion from `rejected`. Throws heading.*, csv.*,
/// xlsx.*, denied.*, lock.self-entry (a teacher's own import; a finding at each other row while
/// items are open that the audit gave back), record.changed-meanwhile.
ImportReport import_records(Desk& desk, const schema::FieldSet& set, Source& source,
                            const ImportOptions& how);

/// One table of a dossier on its way in; the caller keeps the source.
struct Incoming {
  const schema::FieldSet* set = nullptr;
  Source* source = nullptr;
  WorkbookSheet* workbook = nullptr;  // the same source, where it is a sheet of one that came back
};
/// Imports several tables in one transaction: all or nothing over all of them, unless partial.
/// Of workbooks that came back only their own changes; record.stale (a finding) for a cell that was
/// changed here as well. Throws workbook.other-teacher (3).
std::vector<ImportReport> import_dossier(Desk& desk, const std::vector<Incoming>& parts,
                                         const ImportOptions& how);

}  // namespace tmis::dossier
