// Rows of one sheet as a stream: memory holds the present row, the shared strings and nothing else.
#include <charconv>
#include <optional>

#include "base/text.h"
#include "sheet/cell_memory.h"
#include "sheet/limits.h"
#include "sheet/place.h"
#include "sheet/xlsx_workbook.h"
#include "sheet/xml.h"

namespace tmis::sheet {
namespace {

/// Column and row of a reference such as AB12; column 0 when it is none.
struct Reference {
  std::uint32_t column = 0;
  std::uint64_t row = 0;
};

Reference parse_reference(std::string_view text) {
  Reference found;
  std::size_t i = 0;
  for (; i < text.size() && i < 4 && ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z'); ++i) {
    found.column = found.column * 26 + static_cast<std::uint32_t>((text[i] | 0x20) - 'a' + 1);
  }
  const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), found.row);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return found;
}

class XlsxReader : public Source, private XmlHandler {
 public:
  XlsxReader(std::shared_ptr<XlsxWorkbook> workbook, const XlsxWorkbook::Sheet& sheet)
      : Source(workbook->package().origin()),
        workbook_(std::move(workbook)),
        part_number_(sheet.part),
        part_(workbook_->package().name(sheet.part)) {
    origin_.format = Origin::Format::xlsx;
    origin_.sheet = sheet.name;
  }

  bool next(Line& line) override {
    memory_.reuse(line);
    line_ = &line;
    if (read_) return false;
    if (!xml_) xml_.emplace(workbook_->package(), part_number_, static_cast<XmlHandler&>(*this));
    if (xml_->run()) return true;
    xml_.reset();
    read_ = true;
    return false;
  }
  double progress() const override { return xml_ ? xml_->progress() : read_ ? 1 : 0; }
  std::string_view bytes() const override { return workbook_->package().bytes(); }
  void for_each_piece(const std::function<void(std::string_view)>& visit) const override {
    workbook_->package().input().for_each_piece(visit);
  }

 private:
  void start(std::string_view name, const Attributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view piece) override;
  void start_row(const Attributes& attributes);
  void start_cell(const Attributes& attributes);
  void end_row();
  void end_cell();
  void fill_pending(Cell& cell);
  void fill(Cell& cell);
  void fill_number(Cell& cell);
  void fill_shared(Cell& cell);
  Cell& cell_at_column();
  [[noreturn]] void refuse(const Code& code, const char* why = "") const {
    throw fault(
        code, origin_,
        {arg("part", shown(part_)), arg("line", row_), arg("why", why), arg("columns", kColumns),
         arg("characters", kCellCharacters), arg("bytes", kRowBytes)},
        row_, column_);
  }

  std::shared_ptr<XlsxWorkbook> workbook_;
  std::size_t part_number_;
  std::string part_;
  std::optional<XmlReader> xml_;  // while it reads: of a folder's sheets thousands are open at once
  bool read_ = false;
  Line* line_ = nullptr;
  CellMemory memory_;
  TextBuilder text_;
  std::string type_;
  std::size_t style_ = 0;
  std::uint64_t row_ = 0;
  std::uint32_t column_ = 0;
  std::size_t row_bytes_ = 0;
  int phonetic_ = 0;
  bool in_data_ = false;
  bool in_row_ = false;
  bool in_cell_ = false;
  bool inline_ = false;
  bool has_value_ = false;
  bool has_formula_ = false;
  bool formula_only_ = false;  // text_ holds the formula, no part of its result yet
  bool collecting_ = false;
};

void XlsxReader::start(std::string_view name, const Attributes& attributes) {
  if (!in_data_) {
    in_data_ = name == "sheetData";
  } else if (name == "row") {
    start_row(attributes);
  } else if (name == "c") {
    start_cell(attributes);
  } else if (in_cell_ && name == "v") {
    collecting_ = has_value_ = true;
  } else if (in_cell_ && name == "f") {
    collecting_ = has_formula_ = formula_only_ = true;
  } else if (in_cell_ && name == "is") {
    inline_ = has_value_ = true;
  } else if (name == "rPh") {
    ++phonetic_;
  } else if (inline_ && name == "t") {
    collecting_ = phonetic_ == 0;
  }
}

void XlsxReader::end(std::string_view name) {
  if (!in_data_) return;
  if (name == "v" || name == "t" || name == "f") collecting_ = false;
  if (name == "is") inline_ = false;
  if (name == "rPh") --phonetic_;
  if (name == "c") end_cell();
  if (name == "row") end_row();
  if (name == "sheetData") in_data_ = false;
}

void XlsxReader::text(std::string_view piece) {
  if (!collecting_) return;
  if (formula_only_ && has_value_) {
    text_.clear();
    formula_only_ = false;
  }
  text_.add(piece);
}

void XlsxReader::start_row(const Attributes& attributes) {
  if (in_row_) refuse(codes::xlsx_broken, "row");
  const std::uint64_t before = row_;
  const auto r = attributes.get("r");
  row_ = before + 1;
  if (!r.empty()) {
    const auto [end, error] = std::from_chars(r.data(), r.data() + r.size(), row_);
    if (error != std::errc{} || end != r.data() + r.size()) refuse(codes::xlsx_broken, "row");
  }
  column_ = 0;
  if (row_ <= before) refuse(codes::xlsx_order);
  if (row_ > kRows) refuse(codes::xlsx_broken, "row");
  in_row_ = true;
  row_bytes_ = 0;
  line_->number = row_;
  line_->day_shift = workbook_->from_1904() ? k1904 : 0;
}

void XlsxReader::start_cell(const Attributes& attributes) {
  if (!in_row_ || in_cell_) refuse(codes::xlsx_broken, "cell");
  const std::uint32_t before = column_;
  const auto r = attributes.get("r");
  column_ = before + 1;
  if (!r.empty()) {
    const Reference at = parse_reference(r);
    if (at.column == 0 || at.row != row_) refuse(codes::xlsx_broken, "cell");
    column_ = at.column;
  }
  if (column_ > kColumns) refuse(codes::sheet_too_wide);
  if (column_ <= before) refuse(codes::xlsx_order);
  type_ = attributes.get("t");
  style_ = attribute_number<decltype(style_)>(attributes.get("s"));
  text_.clear();
  has_value_ = has_formula_ = formula_only_ = false;
  in_cell_ = true;
}

void XlsxReader::end_row() {
  in_row_ = false;
  if (line_->used > 0) xml_->pause();
}

void XlsxReader::end_cell() {
  in_cell_ = inline_ = collecting_ = false;
  if (!has_value_ && !has_formula_) return;
  // A formula whose result is the empty text says so by its type.
  const bool pending = formula_only_ && !(has_value_ && type_ == "str");
  if (formula_only_ && !pending) return;
  text_.finish();
  if (text_.too_long()) refuse(codes::cell_too_long);
  if (text_.text().empty() && !pending) return;
  Cell& cell = cell_at_column();
  pending ? fill_pending(cell) : fill(cell);
  memory_.note(line_->used - 1, cell.text.size());
  row_bytes_ += cell.text.size();
  if (row_bytes_ > kRowBytes) refuse(codes::sheet_row_too_long);
}

Cell& XlsxReader::cell_at_column() {
  while (line_->used + 1 < column_) line_->add();
  return line_->add();
}

/// Some programs write formulas and leave it to a spreadsheet to reckon: that is no empty cell.
void XlsxReader::fill_pending(Cell& cell) {
  cell.kind = Cell::Kind::error;
  cell.text.assign(1, '=').append(text_.text());
}

void XlsxReader::fill(Cell& cell) {
  const std::string& value = text_.text();
  if (type_ == "s") return fill_shared(cell);
  if (type_.empty() || type_ == "n") return fill_number(cell);
  cell.text = value;
  if (type_ == "b") {
    cell.kind = Cell::Kind::boolean;
    cell.text = is_true(trimmed(value)) ? "true" : "false";
  } else if (type_ == "e") {
    cell.kind = Cell::Kind::error;
  } else if (type_ == "d") {
    cell.kind = Cell::Kind::date;
    if (cell.text.ends_with("T00:00:00")) cell.text.resize(cell.text.size() - 9);
    const auto t = cell.text.find('T');
    if (t != std::string::npos) cell.text[t] = ' ';
  } else if (type_ == "str" || type_ == "inlineStr") {
    cell.kind = Cell::Kind::text;
  } else {
    refuse(codes::xlsx_broken, "cell type");
  }
}

void XlsxReader::fill_number(Cell& cell) {
  const std::string& value = text_.text();
  const NumberKind kind = workbook_->kind(style_);
  if (kind != NumberKind::number) {
    if (auto date = date_text(value, kind, workbook_->from_1904())) {
      cell.kind = kind == NumberKind::date ? Cell::Kind::date : Cell::Kind::text;
      cell.text = std::move(*date);
      return;
    }
  }
  const auto number = number_text(value);
  if (!number) refuse(codes::xlsx_broken, "number");
  cell.kind = Cell::Kind::number;
  cell.text = *number;
}

void XlsxReader::fill_shared(Cell& cell) {
  const auto value = trimmed(text_.text());
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
  const SharedStrings& strings = workbook_->strings();
  if (error != std::errc{} || end != value.data() + value.size() || index >= strings.size())
    refuse(codes::xlsx_broken, "shared string");
  if (strings.too_long(index)) refuse(codes::cell_too_long);
  cell.text = strings.at(index);
  cell.kind = cell.text.empty() ? Cell::Kind::empty : Cell::Kind::text;
}

}  // namespace

std::unique_ptr<Source> open_xlsx(const std::shared_ptr<XlsxWorkbook>& workbook,
                                  const std::string& sheet) {
  const XlsxWorkbook::Sheet& found = workbook->find(sheet);
  workbook->load();
  return std::make_unique<XlsxReader>(workbook, found);
}

}  // namespace tmis::sheet
