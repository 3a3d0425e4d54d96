// Tables as sheets: heading frozen and filtered, columns as wide as their first rows need.
#include <algorithm>

#include "base/text.h"
#include "sheet/table.h"
#include "sheet/xlsx_file.h"

namespace tmis::sheet {
namespace {

constexpr double kNarrow = 6;
constexpr double kWide = 50;

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

 private:
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
    for (std::uint32_t i = 0; i < columns_.size(); ++i) {
      const double wanted = columns_[i].width > 0 ? columns_[i].width : widths_[i];
      file_.set_column(i, std::clamp(wanted, kNarrow, kWide), is_text(columns_[i]));
    }
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
