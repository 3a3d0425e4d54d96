// What a clerk gets back of a file with faults: the refused rows to be corrected, or the own
// workbook marked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "schema/field_set.h"
#include "sheet/source.h"

namespace tmis::dossier {

/// The refused rows of one source with their reasons, in its format (or that of `out`'s ending);
/// corrected, the file can be imported as it is. Reads the file again.
void write_rejects(const sheet::OpenOptions& from, const schema::FieldSet& set,
                   const Findings& findings, const std::vector<std::uint64_t>& rejected,
                   const std::string& out);

/// Faults of one sheet of a workbook.
struct SheetFaults {
  std::string sheet;
  const Findings* findings = nullptr;
};
/// The clerk's own workbook with the bad cells red and the reasons on a last sheet. Throws
/// sheet.wrong-kind for anything but a workbook.
void write_fix_copy(const std::string& workbook, const std::vector<SheetFaults>& faults,
                    const std::string& out);

}  // namespace tmis::dossier
