// Missing cells take the format of their row or column, as a spreadsheet would give it to them.
#include "sheet/sheet_marker.h"

#include "sheet/limits.h"
#include "sheet/xml.h"
#include "sheet/xml_edit.h"

namespace tmis::sheet {
namespace {

std::uint32_t column_of(std::string_view reference) {
  std::uint32_t column = 0;
  for (const char c : reference) {
    const char letter = static_cast<char>(c | 0x20);
    if (letter < 'a' || letter > 'z' || column > kColumns) break;
    column = column * 26 + static_cast<std::uint32_t>(letter - 'a' + 1);
  }
  return column;
}

class SheetMarker : public XmlHandler {
 public:
  SheetMarker(ZipPackage& package, std::size_t part, MarkedCells marks, RedStyles& styles,
              Splice::Write write)
      : marks_(std::move(marks)),
        styles_(styles),
        splice_(package, part, *this, std::move(write)) {}

  void run() { splice_.run(); }

  void start(std::string_view name, const Attributes& attributes) override;
  void end(std::string_view name) override;

 private:
  void start_row(const Attributes& attributes);
  void start_cell(const Attributes& attributes);
  std::size_t style_of(std::uint32_t column) const;
  /// The missing marked cells of the present row before `column`; they are done then.
  std::string cells_before(std::uint32_t column);
  /// The missing marked rows before `row`.
  std::string rows_before(std::uint64_t row);
  std::string element(const char* name) const { return prefix_ + name; }

  struct ColumnStyle {
    std::uint32_t first, last;
    std::size_t style;
  };

  MarkedCells marks_;
  RedStyles& styles_;
  Splice splice_;
  std::vector<ColumnStyle> columns_;
  std::string prefix_;
  std::set<std::uint32_t>* marked_ = nullptr;  // of the present row
  std::uint64_t row_ = 0;
  std::uint32_t column_ = 0;
  std::size_t row_style_ = 0;
  bool row_has_style_ = false;
  bool in_data_ = false;
  bool row_done_ = false;
  bool data_done_ = false;
};

void SheetMarker::start(std::string_view name, const Attributes& attributes) {
  if (name == "col" && !in_data_ && columns_.size() < kColumns) {
    columns_.push_back({attribute_number(attributes.get("min"), 0u),
                        attribute_number(attributes.get("max"), 0u),
                        attribute_number<std::size_t>(attributes.get("style"), 0)});
  } else if (name == "sheetData") {
    in_data_ = true;
    Tag tag{splice_.tag()};
    const std::string full = tag.name();
    prefix_ = full.substr(0, full.size() - name.size());
    if (!tag.is_empty()) return;
    tag.open();
    splice_.replace(tag.text() + rows_before(kRows + 1) + "</" + full + ">");
    data_done_ = true;
  } else if (name == "row" && in_data_) {
    start_row(attributes);
  } else if (name == "c" && marked_ != nullptr) {
    start_cell(attributes);
  }
}

void SheetMarker::end(std::string_view name) {
  if (name == "row" && marked_ != nullptr) {
    if (!row_done_) splice_.insert(cells_before(kColumns + 1));
    marks_.erase(row_);
    marked_ = nullptr;
  } else if (name == "sheetData") {
    if (!data_done_) splice_.insert(rows_before(kRows + 1));
    in_data_ = false;
  }
}

void SheetMarker::start_row(const Attributes& attributes) {
  row_ = attribute_number(attributes.get("r"), row_ + 1);
  column_ = 0;
  row_done_ = false;
  Tag tag{splice_.tag()};
  const std::string missing = rows_before(row_);
  const auto found = marks_.find(row_);
  marked_ = found == marks_.end() ? nullptr : &found->second;
  if (marked_ == nullptr) {
    if (!missing.empty()) splice_.insert(missing);
    return;
  }
  row_has_style_ = is_true(attributes.get("customFormat"));
  row_style_ = attribute_number<std::size_t>(attributes.get("s"), 0);
  tag.remove("spans");  // a hint that may be wrong now
  if (!tag.is_empty()) return splice_.replace(missing + tag.text());
  tag.open();
  splice_.replace(missing + tag.text() + cells_before(kColumns + 1) + "</" + tag.name() + ">");
  row_done_ = true;
}

void SheetMarker::start_cell(const Attributes& attributes) {
  const auto reference = attributes.get("r");
  column_ = reference.empty() ? column_ + 1 : column_of(reference);
  Tag tag{splice_.tag()};
  const std::string missing = cells_before(column_);
  if (marked_->erase(column_) == 0) {
    if (!missing.empty()) splice_.insert(missing);
    return;
  }
  const std::size_t style = attribute_number<std::size_t>(attributes.get("s"), 0);
  tag.set("s", std::to_string(styles_.red(style)));
  splice_.replace(missing + tag.text());
}

std::size_t SheetMarker::style_of(std::uint32_t column) const {
  if (row_has_style_) return row_style_;
  for (const ColumnStyle& c : columns_) {
    if (c.first <= column && column <= c.last) return c.style;
  }
  return 0;
}

std::string SheetMarker::cells_before(std::uint32_t column) {
  std::string out;
  while (!marked_->empty() && *marked_->begin() < column) {
    const std::uint32_t missing = *marked_->begin();
    marked_->erase(marked_->begin());
    out.append("<").append(element("c")).append(" r=\"").append(column_name(missing));
    out.append(std::to_string(row_)).append("\" s=\"");
    out.append(std::to_string(styles_.red(style_of(missing)))).append("\"/>");
  }
  return out;
}

std::string SheetMarker::rows_before(std::uint64_t row) {
  std::string out;
  const std::uint64_t present = row_;
  while (!marks_.empty() && marks_.begin()->first < row) {
    row_ = marks_.begin()->first;
    marked_ = &marks_.begin()->second;
    row_has_style_ = false;
    out.append("<").append(element("row")).append(" r=\"").append(std::to_string(row_));
    out.append("\">").append(cells_before(kColumns + 1));
    out.append("</").append(element("row")).append(">");
    marks_.erase(marks_.begin());
  }
  row_ = present;
  marked_ = nullptr;
  return out;
}

}  // namespace

std::string column_name(std::uint32_t column) {
  std::string out;
  for (; column > 0; column = (column - 1) / 26) {
    out.insert(out.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return out;
}

void mark_sheet(ZipPackage& package, std::size_t part, MarkedCells marks, RedStyles& styles,
                Splice::Write write) {
  SheetMarker{package, part, std::move(marks), styles, std::move(write)}.run();
}

}  // namespace tmis::sheet
