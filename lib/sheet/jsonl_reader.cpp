// Members mostly come in the same order in every line: the column is guessed before it is looked
// up.
#include "sheet/jsonl_reader.h"

#include "base/text.h"
#include "sheet/encoding.h"
#include "sheet/json_line.h"
#include "sheet/limits.h"
#include "sheet/place.h"

namespace tmis::sheet {

JsonLinesReader::JsonLinesReader(SharedInput input, Origin origin)
    : Source(std::move(origin)), input_(std::move(input)) {
  origin_.format = Origin::Format::jsonl;
  if (const auto bad = find_bad(*input_, "utf-8")) {
    throw fault(codes::jsonl_encoding, origin_,
                {arg("line", bad->line), arg("offset", bad->offset),
                 arg("byte", to_hex(input_->view().substr(bad->offset, 1)))},
                bad->line);
  }
  collect_names();
}

void JsonLinesReader::collect_names() {
  const std::size_t mark = mark_length(input_->view(), "utf-8");
  origin_.mark = mark != 0;
  rest_ = input_->view().substr(mark);
  const auto line_end = rest_.find('\n');
  if (line_end != std::string_view::npos && line_end > 0 && rest_[line_end - 1] == '\r')
    origin_.line_end = "\r\n";
  Line line;
  std::string_view text;
  while (next_text(text)) read(text, line);
  if (names_.empty()) throw fault(codes::sheet_empty, origin_);
  collecting_ = false;
  rest_ = input_->view().substr(mark);
  number_ = 0;
  seen_.assign(names_.size(), 0);
}

/// The next line that isn't blank.
bool JsonLinesReader::next_text(std::string_view& text) {
  trail_.passed(*input_, rest_.data());
  while (!rest_.empty()) {
    const auto end = rest_.find('\n');
    text = rest_.substr(0, end);
    ++number_;
    if (text.size() > kRowBytes) refuse(codes::sheet_row_too_long, 0);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (text.find_first_not_of(" \t\r") != std::string_view::npos) return true;
  }
  return false;
}

bool JsonLinesReader::next(Line& line) {
  memory_.reuse(line);
  if (!heading_given_) {
    heading_given_ = true;
    line.number = 0;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      Cell& cell = line.add();
      cell.text = names_[i];
      cell.kind = names_[i].empty() ? Cell::Kind::empty : Cell::Kind::text;
      memory_.note(i, cell.text.size());
    }
    return true;
  }
  std::string_view text;
  if (!next_text(text)) return false;
  for (std::size_t i = 0; i < names_.size(); ++i) line.add();
  read(text, line);
  line.number = number_;
  line.object = true;
  return true;
}

void JsonLinesReader::read(std::string_view text, Line& line) {
  JsonLine parts{text};
  std::size_t expected = 0;
  try {
    while (parts.next(name_, value_)) {
      const std::size_t column = column_of(name_, expected);
      if (seen_[column] == number_) refuse(codes::jsonl_duplicate, 0, column + 1);
      seen_[column] = number_;
      expected = column + 1;
      if (value_.text.size() > kCellCharacters && code_points(value_.text) > kCellCharacters)
        refuse(codes::cell_too_long, 0, column + 1);
      if (collecting_) continue;
      Cell& cell = line.cells[column];
      cell.text.assign(value_.text);
      cell.kind = value_.kind;
      memory_.note(column, cell.text.size());
    }
  } catch (const JsonLine::Fault& found) {
    refuse(*found.code, found.offset);
  }
}

std::size_t JsonLinesReader::column_of(const std::string& name, std::size_t expected) {
  if (expected < names_.size() && names_[expected] == name) return expected;
  const auto [found, fresh] = index_.try_emplace(name, names_.size());
  if (fresh) {
    name_bytes_ += name.size();
    if (names_.size() == kColumns) refuse(codes::sheet_too_wide, 0);
    if (name_bytes_ > kRowBytes) refuse(codes::sheet_row_too_long, 0);
    names_.push_back(name);
    seen_.push_back(0);
  }
  return found->second;
}

double JsonLinesReader::progress() const {
  const auto size = static_cast<double>(input_->view().size());
  return size == 0 ? 1 : 1 - static_cast<double>(rest_.size()) / size;
}

void JsonLinesReader::refuse(const Code& code, std::size_t offset, std::size_t column) const {
  throw fault(
      code, origin_,
      {arg("line", number_), arg("character", offset + 1), arg("name", shown(name_)),
       arg("columns", kColumns), arg("characters", kCellCharacters), arg("bytes", kRowBytes)},
      number_, static_cast<std::uint32_t>(column));
}

}  // namespace tmis::sheet
