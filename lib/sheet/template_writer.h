// Empty sheets to fill in: headings, drop-downs, notes with the rule. Their content comes from the
// caller.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "sheet/table.h"

namespace tmis::sheet {

/// A sheet of plain text, such as instructions. The first row is set bold.
struct TextSheet {
  std::string name;
  std::vector<std::vector<std::string>> rows;
};

/// A workbook to fill in that says what is known already: sheets with drop-downs, notes and rows.
class FilledTemplate {
 public:
  /// Mode 0600; under a temporary name until finish().
  explicit FilledTemplate(const std::string& path);
  ~FilledTemplate();
  FilledTemplate(const FilledTemplate&) = delete;
  FilledTemplate& operator=(const FilledTemplate&) = delete;

  void text(const TextSheet& sheet);
  /// The last `aside` columns are grey: the program's own. Gives the name that the sheet has.
  std::string table(const TableHead& head, const std::vector<std::vector<CellOut>>& rows,
                    std::size_t aside);
  void hidden(const TextSheet& sheet);
  /// Everything is written. Throws file.unwritable.
  void close();
  /// The file takes its name.
  void finish();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// Writes an empty workbook (.xlsx) with one sheet a table, followed by `instructions`, or a file
/// of headings only (.csv, .tsv; one table). Titles of required columns get a `*` behind them.
/// Throws file.ending, file.unwritable, sheet.one-table.
void write_template(const std::string& path, const std::vector<TableHead>& tables,
                    const std::vector<TextSheet>& instructions = {});

}  // namespace tmis::sheet
