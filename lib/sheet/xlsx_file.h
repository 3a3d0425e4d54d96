// A workbook being written, row by row, in memory that doesn't grow with the rows. libxlsxwriter is
// only spoken to here. Text is always a string, never a formula or a link, and comes back as it
// was.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.h"
#include "base/file.h"
#include "sheet/table.h"

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace tmis::sheet {

/// How a cell looks; each combination is one format of the workbook.
struct CellLook {
  bool bad = false;      // red
  bool bold = false;     // heading
  bool as_text = false;  // number format "text": digits typed there stay text
  bool wrap = false;
  bool aside = false;    // grey: not to be changed by hand
  int decimals = -1;     // fixed number of decimals; -1: general
  bool framed = false;   // of a sheet that is printed: lines around, wrapped, in the middle
  bool centred = false;  // in the middle of the columns, too
  bool large = false;    // the title of a page
  auto operator<=>(const CellLook&) const = default;
};

/// How a sheet is printed: on A4, as many pages long as it takes and one wide.
struct PageSetup {
  bool lying = false;
  std::uint64_t first_repeated = 0, last_repeated = 0;  // rows that stand above each page
  std::string foot;  // at the left; the page's number stands at the right
};

class XlsxFile {
 public:
  explicit XlsxFile(const std::string& path);
  ~XlsxFile();
  XlsxFile(const XlsxFile&) = delete;
  XlsxFile& operator=(const XlsxFile&) = delete;

  /// Begins the next sheet. What a name may not hold is replaced, a long one cut, a double one
  /// numbered. Gives the name as it is.
  std::string add_sheet(std::string_view name);
  /// Writes into the present sheet; rows from 0 and upward only. Throws cell.too-long,
  /// sheet.too-many-rows.
  void write(std::uint64_t row, std::uint32_t column, std::string_view text, Cell::Kind kind,
             const CellLook& look);
  void comment(std::uint64_t row, std::uint32_t column, std::string_view text);
  /// Width in characters; `as_text` sets the whole column to text format.
  void set_column(std::uint32_t column, double width, bool as_text);
  void freeze(std::uint64_t rows);
  void filter(std::uint64_t first_row, std::uint64_t last_row, std::uint32_t columns);
  /// Drop-down from row `first_row` to the end. `formula` (a range) is used when not empty. Other
  /// entries ask back when `strict`, else they pass.
  void drop_down(std::uint64_t first_row, std::uint32_t column,
                 const std::vector<std::string>& choices, const std::string& formula, bool strict);
  /// Draws a chart into the present sheet, its upper left corner at a cell. Its numbers stand there
  /// already: headings in `head`, categories in column 0, a column a series. Gives the rows that it
  /// covers.
  std::uint64_t draw(const Chart& chart, std::uint64_t head, std::uint32_t column);
  /// Printed across, as many sheets of paper long as it needs, one wide.
  void print_across();
  void hide();  // the present sheet
  /// On paper: A4, upright where a sheet `characters` wide can be read so, else on its side and on
  /// as many pages beside each other as that takes; the first row again on every page, numbers
  /// below.
  void print_pages(double characters);
  /// How the present sheet is printed.
  void set_page(const PageSetup& setup);
  void set_height(std::uint64_t row, double points);  // before its cells are written
  /// One text across the first `columns` cells of a row, which is `height` points high.
  void write_across(std::uint64_t row, std::uint32_t columns, std::string_view text,
                    const CellLook& look, double height);
  void activate(std::size_t sheet);
  /// Everything is written, under a temporary name still. Throws file.unwritable.
  void close();
  /// The file takes its name. Throws file.unwritable.
  void finish();

 private:
  lxw_format* format(const CellLook& look);
  [[noreturn]] void fail(int error) const;
  std::string free_name(std::string_view name) const;

  std::string path_;
  OutputFile file_;
  lxw_workbook* workbook_ = nullptr;
  std::vector<lxw_worksheet*> sheets_;
  std::string last_name_;        // of the present sheet
  std::set<std::string> names_;  // lower case
  std::map<CellLook, lxw_format*> formats_;
  std::vector<std::uint64_t> cells_;  // written into each sheet
  std::size_t comments_ = 0;
};

/// The name with what a sheet's name may not hold replaced, at most 31 UTF-16 units.
std::string sheet_name(std::string_view name);

/// Whether a spreadsheet holds this number exactly: plain notation, at most 15 digits that count.
bool is_exact_number(std::string_view text);

std::unique_ptr<Writer> xlsx_writer(const std::string& path);

}  // namespace tmis::sheet
