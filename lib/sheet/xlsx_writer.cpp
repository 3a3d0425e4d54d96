// Tables as sheets: heading frozen and filtered, columns as wide as their first rows need.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "sheet/table.h"
#include "sheet/xlsx_file.h"

namespace tmis::sheet {
namespace {

constexpr double kNarrow = 6;
constexpr double kWide = 50;

/// With one decimal where there is one.
std::string plain_number(double value) {
  const auto tenths = std::llround(value * 10);
  std::string out = std::to_string(tenths / 10);
  if (tenths % 10 != 0) out.append(".").append(std::to_string(std::llabs(tenths % 10)));
  return out;
}

class XlsxWriter : public Writer {
 public:
  explicit XlsxWriter(const std::string& path) : file_(path) {}

  void begin_table(const TableHead& head) override {
    end_table();
    columns_ = head.columns;
    file_.add_sheet(head.name);
    begun_ = true;
    row_ = 0;
    widths_.clear();
    for (std::uint32_t i = 0; i < columns_.size(); ++i) {
      const std::string& title = columns_[i].title;
      file_.write(0, i, title, Cell::Kind::text, {.bold = true});
      widths_.push_back(static_cast<double>(width(title)) + 4);  // the filter's button
    }
    file_.freeze(1);
  }

  void row(const std::vector<CellOut>& cells) override {
    ++row_;
    for (std::uint32_t i = 0; i < cells.size() && i < columns_.size(); ++i) {
      const CellOut& cell = cells[i];
      if (cell.text.empty() && !cell.bad) continue;
      const Column& column = columns_[i];
      const bool number = cell.kind == Cell::Kind::number && !is_text(column);
      file_.write(
          row_, i, cell.text,
          number || cell.kind == Cell::Kind::boolean ? cell.kind : Cell::Kind::text,
          {.bad = cell.bad,
           .as_text = !number && is_text(column),
           .decimals = number && column.kind == Column::Kind::decimal ? column.decimals : -1});
      if (!cell.comment.empty()) file_.comment(row_, i, cell.comment);
      if (row_ <= kMeasured) {
        widths_[i] = std::max(widths_[i], static_cast<double>(width(cell.text)) + 1);
      }
    }
  }

  void charts(const std::string& sheet, const std::vector<Chart>& charts) override {
    end_table();
    if (charts.empty()) return;
    file_.add_sheet(sheet);
    std::uint64_t at = 0;
    std::size_t most = 0;
    std::vector<std::size_t> names;
    for (const Chart& chart : charts) {
      const std::uint64_t after = numbers(chart, at);
      const auto column = static_cast<std::uint32_t>(chart.series.size() + 2);
      at = std::max(after, at + file_.draw(chart, at, column)) + 2;
      for (const std::string& c : chart.categories) most = std::max(most, width(c));
      for (std::size_t s = 0; s < chart.series.size(); ++s) {
        if (s >= names.size()) names.push_back(0);
        names[s] = std::max(names[s], width(chart.series[s].name));
      }
    }
    file_.set_column(0, std::clamp(static_cast<double>(most) + 2, 2 * kNarrow, kWide), false);
    for (std::uint32_t s = 0; s < names.size(); ++s)
      file_.set_column(s + 1, std::clamp(static_cast<double>(names[s]) + 2, kNarrow, kWide), false);
    file_.print_across();
  }

 private:
  /// What a chart shows, from row `at` on; gives the row after it.
  std::uint64_t numbers(const Chart& chart, std::uint64_t at) {
    file_.write(at, 0, chart.category, Cell::Kind::text, {.bold = true});
    for (std::uint32_t s = 0; s < chart.series.size(); ++s)
      file_.write(at, s + 1, chart.series[s].name, Cell::Kind::text, {.bold = true});
    for (std::size_t i = 0; i < chart.categories.size(); ++i) {
      file_.write(++at, 0, chart.categories[i], Cell::Kind::text, {});
      for (std::uint32_t s = 0; s < chart.series.size(); ++s) {
        const auto& value = chart.series[s].values[i];
        if (value) file_.write(at, s + 1, plain_number(*value), Cell::Kind::number, {});
      }
    }
    return at + 1;
  }

  void end() override {
    end_table();
    file_.close();
  }
  void appear() override { file_.finish(); }

  static constexpr std::uint64_t kMeasured = 1000;

  static bool is_text(const Column& column) {
    return column.identity || column.kind == Column::Kind::code;
  }
  void end_table() {
    if (!begun_) return;
    double sum = 0;
    for (std::uint32_t i = 0; i < columns_.size(); ++i) {
      const double wanted =
          std::clamp(columns_[i].width > 0 ? columns_[i].width : widths_[i], kNarrow, kWide);
      file_.set_column(i, wanted, is_text(columns_[i]));
      sum += wanted;
    }
    file_.print_pages(sum);
    file_.filter(0, row_, static_cast<std::uint32_t>(columns_.size()));
    begun_ = false;
  }

  XlsxFile file_;
  std::vector<Column> columns_;
  std::vector<double> widths_;
  std::uint64_t row_ = 0;
  bool begun_ = false;
};

}  // namespace

std::unique_ptr<Writer> xlsx_writer(const std::string& path) {
  return std::make_unique<XlsxWriter>(path);
}

}  // namespace tmis::sheet
