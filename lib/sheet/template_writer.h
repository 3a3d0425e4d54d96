// Empty sheets to fill in: headings, drop-downs, notes with the rule. Their content comes from the
// caller.
#pragma once

#include <string>
#include <vector>

#include "sheet/table.h"

namespace tmis::sheet {

/// A sheet of plain text, such as instructions. The first row is set bold.
struct TextSheet {
  std::string name;
  std::vector<std::vector<std::string>> rows;
};

/// Writes an empty workbook (.xlsx) with one sheet a table, followed by `instructions`, or a file
/// of headings only (.csv, .tsv; one table). Titles of required columns get a `*` behind them.
/// Throws file.ending, file.unwritable, sheet.one-table.
void write_template(const std::string& path, const std::vector<TableHead>& tables,
                    const std::vector<TextSheet>& instructions = {});

}  // namespace tmis::sheet
