// One writer a format. Text goes back through the same encoding, delimiter and line ends it came
// in.
#include "sheet/rejects_writer.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "sheet/csv_text.h"
#include "sheet/encoding.h"
#include "sheet/json_text.h"
#include "sheet/sink.h"
#include "sheet/xlsx_file.h"

namespace tmis::sheet {
namespace {

/// Column (from 0) of the reasons: that of an earlier round, or the one behind the heading.
std::size_t reason_column(const Line& heading, const std::string& title) {
  for (std::size_t i = 0; i < heading.used; ++i) {
    if (heading.cells[i].text == title) return i;
  }
  return heading.used;
}

class RejectsText : public RejectsWriter {
 public:
  RejectsText(const std::string& path, const Origin& origin, std::string reason_title)
      : sink_(path), origin_(origin), title_(std::move(reason_title)) {
    if (origin_.encoding != "utf-8")
      converter_ = std::make_unique<Converter>("utf-8", origin_.encoding);
    // U+FEFF in the encoding of the file; UTF-16 is not told apart surely without.
    if (origin_.mark || origin_.encoding.starts_with("utf-16")) put("\xEF\xBB\xBF");
  }

  void title(const Line& line) override { write(line, line.used, nullptr); }
  void heading(const Line& line) override {
    column_ = reason_column(line, title_);
    const std::string_view text = title_;
    write(line, line.used, &text);
  }
  void row(const Line& line, std::string_view reason, const std::vector<std::uint32_t>&) override {
    write(line, line.used, &reason);
  }
  void finish() override { sink_.finish(); }

 private:
  void write(const Line& line, std::size_t cells, const std::string_view* reason) {
    record_.clear();
    if (reason != nullptr) cells = std::max(cells, column_ + 1);
    for (std::size_t i = 0; i < cells; ++i) {
      if (i > 0) record_.push_back(origin_.delimiter);
      const bool own = reason != nullptr && i == column_;
      const std::string_view text = own             ? *reason
                                    : i < line.used ? std::string_view{line.cells[i].text}
                                                    : std::string_view{};
      append_csv_cell(text, origin_.delimiter, Guard::text_but_numbers, record_);
    }
    record_.append(origin_.line_end);
    put(record_);
  }
  void put(std::string_view text) {
    if (!converter_) return sink_.write(text);
    converted_.clear();
    while (!text.empty()) {
      const auto state = converter_->convert(text, converted_, 2 * text.size() + 16);
      if (state == Converter::State::bad) bug("encoding");
    }
    sink_.write(converted_);
  }

  Sink sink_;
  Origin origin_;
  std::string title_;
  std::unique_ptr<Converter> converter_;
  std::size_t column_ = 0;
  std::string record_;
  std::string converted_;
};

class RejectsJson : public RejectsWriter {
 public:
  RejectsJson(const std::string& path, const Origin& origin, std::string reason_title)
      : sink_(path), line_end_(origin.line_end) {
    append_json_string(reason_title, title_);
    plain_title_ = std::move(reason_title);
    if (origin.mark) sink_.write("\xEF\xBB\xBF");
  }

  void title(const Line&) override {}
  void heading(const Line& line) override {
    column_ = reason_column(line, plain_title_);
    for (std::size_t i = 0; i < line.used; ++i) {
      names_.emplace_back();
      append_json_string(line.cells[i].text, names_.back());
    }
  }
  void row(const Line& line, std::string_view reason, const std::vector<std::uint32_t>&) override {
    record_.assign(1, '{');
    for (std::size_t i = 0; i < line.used && i < names_.size(); ++i) {
      const Cell& cell = line.cells[i];
      if (cell.text.empty() || i == column_) continue;  // a member that wasn't there
      if (record_.size() > 1) record_.push_back(',');
      record_.append(names_[i]).push_back(':');
      if (cell.kind == Cell::Kind::number) {
        record_.append(cell.text);  // the number as the line had it
      } else {
        append_json_value(cell.text, cell.kind, false, record_);
      }
    }
    if (record_.size() > 1) record_.push_back(',');
    record_.append(title_).push_back(':');
    append_json_string(reason, record_);
    record_.append("}").append(line_end_);
    sink_.write(record_);
  }
  void finish() override { sink_.finish(); }

 private:
  Sink sink_;
  std::string line_end_;
  std::string title_;
  std::string plain_title_;
  std::size_t column_ = 0;
  std::vector<std::string> names_;
  std::string record_;
};

class RejectsXlsx : public RejectsWriter {
 public:
  RejectsXlsx(const std::string& path, const Origin& origin, std::string reason_title)
      : file_(path), title_(std::move(reason_title)) {
    file_.add_sheet(origin.sheet.empty() ? origin.name : origin.sheet);
  }

  void title(const Line& line) override { write(line, {}, {}, false); }
  void heading(const Line& line) override {
    column_ = reason_column(line, title_);
    heading_row_ = row_;
    known_ = true;
    write(line, title_, {}, true);
    file_.freeze(row_);
  }
  void row(const Line& line, std::string_view reason,
           const std::vector<std::uint32_t>& bad_columns) override {
    write(line, reason, bad_columns, false);
  }
  void finish() override {
    for (std::uint32_t i = 0; i < widths_.size(); ++i) {
      file_.set_column(i, static_cast<double>(std::clamp<std::size_t>(widths_[i] + 2, 8, 60)),
                       false);
    }
    if (known_ && row_ > heading_row_) {
      file_.filter(heading_row_, row_ - 1, static_cast<std::uint32_t>(widths_.size()));
    }
    file_.finish();
  }

 private:
  void write(const Line& line, std::string_view reason, const std::vector<std::uint32_t>& bad,
             bool bold) {
    const std::size_t cells = known_ ? std::max(line.used, column_ + 1) : line.used;
    for (std::uint32_t i = 0; i < cells; ++i) {
      const bool own = known_ && i == column_;
      const bool red = std::find(bad.begin(), bad.end(), i + 1) != bad.end();
      const Cell* cell = !own && i < line.used ? &line.cells[i] : nullptr;
      const std::string_view text = own ? reason : cell ? std::string_view{cell->text} : "";
      const Cell::Kind kind = cell ? cell->kind : Cell::Kind::text;
      // What was text stays text when it is typed again; bad cells are for typing, empty or not. A
      // bad number stays one until then: as text it could be read in another way.
      const bool typed = red || (!text.empty() && kind != Cell::Kind::number);
      const bool as_text = !own && !bold && typed;
      file_.write(row_, i, text, kind, {.bad = red, .bold = bold, .as_text = as_text});
      if (widths_.size() <= i) widths_.push_back(0);
      if (row_ <= 1000) widths_[i] = std::max(widths_[i], known_ ? width(text) : 0);
    }
    ++row_;
  }

  XlsxFile file_;
  std::string title_;
  std::size_t column_ = 0;
  bool known_ = false;  // whether the column of reasons is
  std::uint64_t row_ = 0;
  std::uint64_t heading_row_ = 0;
  std::vector<std::size_t> widths_;
};

/// The dialect of a new file whose rows come from another format.
Origin plain(const Origin& origin, char delimiter) {
  Origin dialect;
  dialect.name = origin.name;
  dialect.delimiter = delimiter;
  dialect.mark = true;  // such files are opened with a spreadsheet
  return dialect;
}

}  // namespace

std::unique_ptr<RejectsWriter> create_rejects(const std::string& path, const Origin& origin,
                                              std::string reason_title) {
  using Kind = Origin::Format;
  const std::string ending = file_ending(path);
  const bool json = ending == "jsonl" || ending == "ndjson";
  const bool text = ending == "csv" || ending == "tsv";
  if (ending == "xlsx" || (origin.format == Kind::xlsx && !json && !text))
    return std::make_unique<RejectsXlsx>(path, origin, std::move(reason_title));
  if (json || (origin.format == Kind::jsonl && !text)) {
    if (origin.format == Kind::jsonl)
      return std::make_unique<RejectsJson>(path, origin, std::move(reason_title));
    throw Error{codes::file_ending,
                {arg("file", path), arg("ending", ending), arg("endings", ".csv .tsv .xlsx")}};
  }
  const bool same = origin.format == Kind::csv;
  return std::make_unique<RejectsText>(
      path, same ? origin : plain(origin, ending == "tsv" ? '\t' : ','), std::move(reason_title));
}

}  // namespace tmis::sheet
