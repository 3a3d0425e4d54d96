// Sheets that are printed: paper, repeated headings, titles across the columns.
#include <xlsxwriter.h>

#include <cmath>
#include <cstdint>
#include <string>

#include "base/message.h"
#include "sheet/xlsx_file.h"

namespace tmis::sheet {
namespace {

constexpr std::uint8_t kA4 = 9;               // number of the paper in the format
constexpr std::size_t kFootCharacters = 200;  // of 255 that a footer holds

/// In a footer `&` begins a command.
std::string plain_in_footer(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, kFootCharacters))
    out.append(c == '&' ? "&&" : std::string(1, c));
  return out;
}

}  // namespace

void XlsxFile::print_across() {
  worksheet_set_paper(sheets_.back(), kA4);
  worksheet_set_landscape(sheets_.back());
  worksheet_fit_to_pages(sheets_.back(), 1, 0);
}

void XlsxFile::print_pages(double characters) {
  constexpr double kUpright = 95, kOnItsSide = 190;  // what a page holds in letters one can read
  lxw_worksheet* sheet = sheets_.back();
  worksheet_set_paper(sheet, kA4);
  if (characters > kUpright) worksheet_set_landscape(sheet);
  worksheet_fit_to_pages(sheet, static_cast<std::uint16_t>(std::ceil(characters / kOnItsSide)), 0);
  worksheet_repeat_rows(sheet, 0, 0);
  worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.7);
  worksheet_set_footer(sheet, "&L&A&R&P / &N");
}

void XlsxFile::set_page(const PageSetup& setup) {
  lxw_worksheet* sheet = sheets_.back();
  worksheet_set_paper(sheet, kA4);
  if (setup.lying) worksheet_set_landscape(sheet);
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.7);
  worksheet_center_horizontally(sheet);
  worksheet_repeat_rows(sheet, static_cast<lxw_row_t>(setup.first_repeated),
                        static_cast<lxw_row_t>(setup.last_repeated));
  const std::string foot = "&L&8" + plain_in_footer(setup.foot) + "&R&8" +
                           text("sheet.page", arg("n", "&P"), arg("of", "&N"));
  worksheet_set_footer(sheet, foot.c_str());
}

void XlsxFile::set_height(std::uint64_t row, double points) {
  worksheet_set_row(sheets_.back(), static_cast<lxw_row_t>(row), points, nullptr);
}

void XlsxFile::write_across(std::uint64_t row, std::uint32_t columns, std::string_view words,
                            const CellLook& look, double height) {
  lxw_worksheet* sheet = sheets_.back();
  const auto r = static_cast<lxw_row_t>(row);
  worksheet_set_row(sheet, r, height, nullptr);
  if (columns > 1) {
    worksheet_merge_range(sheet, r, 0, r, static_cast<lxw_col_t>(columns - 1), "", format(look));
    cells_.back() += columns - 1;  // the others are there, and empty
  }
  write(row, 0, words, Cell::Kind::text, look);
}

}  // namespace tmis::sheet
