// Columns are as wide as their share; many of them make the letters smaller, down to what can be
// read.
#include "form/paper_sheet.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "form/pen.h"
#include "journal/checkpoint.h"
#include "journal/event.h"
#include "sheet/xlsx_file.h"

namespace tmis::form {
namespace {

constexpr double kSmallLetters = 6.5;
constexpr double kOnSheet = 0.75;  // of its width a column has in a workbook, whose text wraps
constexpr double kRoomy = 130;     // characters across the page at which letters are of full size

double characters(const PaperSheet& sheet) {
  double sum = 0;
  for (const auto& column : sheet.columns) sum += column.width;
  return sum;
}

/// Spreadsheets don't all find out by themselves how high a row with wrapped text is.
double height_of_row(const PaperSheet& sheet, const std::vector<std::string>& cells) {
  constexpr double kLine = 12, kAround = 4;
  double lines = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double room = std::max(2.0, sheet.columns[i].width * kOnSheet - 1);
    lines = std::max(lines, std::ceil(static_cast<double>(width(cells[i])) / room));
  }
  return lines * kLine + kAround;
}

std::vector<std::string> titles(const PaperSheet& sheet) {
  std::vector<std::string> out;
  for (const auto& column : sheet.columns) out.push_back(column.title);
  return out;
}

std::string foot_line(const Foot& foot) {
  return text("form.sheet-foot", arg("checkpoint", foot.checkpoint), arg("time", foot.time));
}

void write_paper_pdf(const PaperSheet& sheet, const Foot& foot, const std::string& path) {
  OutputFile file{path};
  Pen pen{file.path(), kLying};
  const double sum = characters(sheet);
  const double size = std::clamp(kBodyLetters * kRoomy / sum, kSmallLetters, kBodyLetters);
  std::vector<double> widths;
  for (const auto& column : sheet.columns) widths.push_back(column.width / sum * pen.text_width());
  const std::vector<bool> grey(widths.size(), true), plain(widths.size(), false);
  const auto head = titles(sheet);
  pen.new_page();
  pen.paragraph(sheet.title, {.size = 18, .bold = true, .align = Align::centre}, 6);
  pen.paragraph(sheet.under_title, {.size = 10, .align = Align::centre}, 10);
  const auto heading = [&] { pen.row(widths, head, grey, {}, size); };
  heading();
  for (const auto& row : sheet.rows) pen.row(widths, row, plain, heading, size);
  if (sheet.rows.empty()) pen.row({pen.text_width()}, {text("form.nothing")}, {false});
  pen.print(1, sheet.title, [&](Pen& p, int n, int of) { draw_foot(p, foot, n, of); });
  pen.finish(path);
  file.commit();
}

void write_paper_workbook(const PaperSheet& sheet, const Foot& foot, const std::string& path) {
  using Kind = Cell::Kind;
  sheet::XlsxFile file{path};
  file.add_sheet(sheet.title);
  const auto columns = static_cast<std::uint32_t>(sheet.columns.size());
  file.write_across(0, columns, sheet.title, {.bold = false, .centred = true, .large = true}, 28);
  file.write_across(1, columns, sheet.under_title, {.centred = true}, 18);
  constexpr std::uint64_t kHeading = 2;
  for (std::uint32_t i = 0; i < columns; ++i) {
    file.write(kHeading, i, sheet.columns[i].title, Kind::text,
               {.bold = true, .framed = true, .centred = true});
    file.set_column(i, sheet.columns[i].width * kOnSheet, false);
  }
  std::uint64_t at = kHeading;
  file.set_height(kHeading, height_of_row(sheet, titles(sheet)));
  for (const auto& row : sheet.rows) {
    file.set_height(++at, height_of_row(sheet, row));
    for (std::uint32_t i = 0; i < columns; ++i) {
      const bool number = sheet.columns[i].number;
      file.write(at, i, row[i], number ? Kind::number : Kind::text,
                 {.as_text = !number, .framed = true, .centred = number});
    }
  }
  file.freeze(kHeading + 1);
  file.set_page({true, kHeading, kHeading, foot_line(foot)});
  file.finish();
}

}  // namespace

Foot present_foot(Desk& desk) {
  std::string time = to_iso(desk.clock.now()).substr(0, 16);
  time[10] = ' ';
  return {journal::short_form(journal::head(desk.db)), time};
}

void draw_foot(Pen& pen, const Foot& foot, int n, int of) {
  constexpr double kSmall = 7;
  const double y = pen.paper().height - kMargin;
  pen.text_at(kMargin, y, pen.text_width(), foot_line(foot), {.size = kSmall});
  pen.text_at(kMargin, y, pen.text_width(), text("form.page", arg("n", n), arg("of", of)),
              {.size = 8, .align = Align::right});
}

void write_paper_sheet(const PaperSheet& sheet, const Foot& foot, const std::string& path) {
  const std::string ending = file_ending(path);
  if (ending == "pdf") return write_paper_pdf(sheet, foot, path);
  if (ending == "xlsx") return write_paper_workbook(sheet, foot, path);
  throw Error{codes::file_ending,
              {arg("file", path), arg("ending", ending), arg("endings", ".xlsx .pdf")}};
}

}  // namespace tmis::form
