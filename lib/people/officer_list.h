// The list of information officers (信息员名单) of organisations: which columns it has
// schemas/officers.json says. Taken in from an office's sheet, row by row checked, all or nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/cell.h"
#include "journal/as_of.h"
#include "journal/desk.h"
#include "people/row_intake.h"

namespace tmis::people {

/// The columns of the list, as a field set that is no table of the dossier.
schema::FieldSet officer_fields(const schema::Catalogue& catalogue);

/// One officer as the list has him; `values` by field of officer_fields, derived ones null.
struct ListedOfficer {
  std::int64_t row = 0;
  std::uint32_t version = 0;
  std::int64_t org = 0;
  Values values;
};
/// Those of organisations in the reach of the permit, as of an event, by organisation and row.
std::vector<ListedOfficer> officers(Desk& desk, const schema::FieldSet& fields,
                                    const Permit& permit, std::int64_t at = journal::kNow);

struct OfficerReport;

struct OfficerImport {
  bool partial = false;       // store the good rows
  bool clear_blanks = false;  // an empty cell empties what is there; else it keeps it
  bool replace = false;       // whoever isn't in the file leaves the list
  std::string org_code = {};  // one's own when empty
  /// Called when all is read and before anything is stored, to write what goes back to the clerk.
  std::function<void(const OfficerReport&)> give_back = {};
};

struct OfficerReport : RowsRead {
  std::uint64_t accepted = 0, updated = 0, unchanged = 0;
  std::uint64_t removed = 0;  // who left the list
  std::int64_t event = -1;
  bool stored = false;
};

/// Rows are known by name and department. One bad row: nothing is stored, unless partial. With
/// `replace` nobody leaves the list for a row that was refused: then that, too, waits. Throws
/// record.changed-meanwhile (5).
OfficerReport import_officers(Desk& desk, Source& source, const OfficerImport& how);

}  // namespace tmis::people
