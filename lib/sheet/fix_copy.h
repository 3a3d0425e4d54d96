// The clerk's own workbook given back: bad cells red, the reasons on a last sheet, all else
// untouched.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/message.h"

namespace tmis::sheet {

/// A cell to mark. `row` and `column` from 1; column 0 means the whole row: its first cell is
/// marked.
struct Mark {
  std::string sheet;
  std::uint64_t row = 0;
  std::uint32_t column = 0;
  std::string reason;
};

/// Headings and name of the sheet with the reasons, in the user's language.
struct ReasonSheet {
  std::string name;
  std::string sheet;   // heading of the column with the sheet's name
  std::string cell;    // … with the cell, such as C5
  std::string reason;  // … with the reason
};

/// The same in a given language, as the texts `reasons.*` have it: what an earlier copy may have.
ReasonSheet reason_sheet(Language language);

/// Copies the workbook at `path` to `out` with the marks in it. Number format, font and borders of
/// a marked cell stay. Parts without a change are copied as they are, byte for byte. A copy that
/// was marked before gets its old sheet of reasons replaced, in whatever language it is, and its
/// old red taken off: a cell with a solid fill of its own gets it back. Throws sheet.wrong-kind for
/// anything but a workbook, sheet.not-found, file.unwritable.
void fix_copy(const std::string& path, const std::string& out, const std::vector<Mark>& marks,
              const ReasonSheet& words);

}  // namespace tmis::sheet
