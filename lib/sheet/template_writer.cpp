// Drop-downs whose entries don't fit into the rule itself stand on a hidden sheet, a column each.
#include "sheet/template_writer.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "sheet/text_writer.h"
#include "sheet/xlsx_file.h"

namespace tmis::sheet {
namespace {

constexpr std::size_t kListCharacters = 255;  // of a rule that holds its entries itself
constexpr const char* kListSheet = "_choices";

std::string starred(const Column& column) {
  return column.required ? std::string{column.title}.append("*") : column.title;
}

bool fits_rule(const std::vector<std::string>& choices) {
  std::size_t characters = choices.size() - 1;
  for (const std::string& choice : choices) {
    if (choice.find(',') != std::string::npos) return false;
    characters += choice.size();  // bytes: more careful than characters
  }
  return characters <= kListCharacters;
}

}  // namespace

/// The lists of the hidden sheet: each once, however many columns use it.
class TemplateLists {
 public:
  /// The range with these entries, or empty when the rule can hold them.
  std::string range(const std::vector<std::string>& choices) {
    if (fits_rule(choices)) return {};
    const auto found = std::find(lists_.begin(), lists_.end(), choices);
    const auto column = static_cast<std::size_t>(found - lists_.begin());
    if (found == lists_.end()) lists_.push_back(choices);
    const std::string letters = column_letters(column + 1);
    std::string out = "=";
    out.append(kListSheet).append("!$").append(letters).append("$1:$").append(letters);
    return out.append("$").append(std::to_string(choices.size()));
  }
  void write(XlsxFile& file) const {
    if (lists_.empty()) return;
    file.add_sheet(kListSheet);
    file.hide();
    std::size_t rows = 0;
    for (const auto& list : lists_) rows = std::max(rows, list.size());
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t column = 0; column < lists_.size(); ++column) {
        if (row >= lists_[column].size()) continue;
        file.write(row, static_cast<std::uint32_t>(column), lists_[column][row], Cell::Kind::text,
                   {});
      }
    }
  }

 private:
  std::vector<std::vector<std::string>> lists_;
};

namespace {

bool is_text(const Column& column) { return column.identity || column.kind == Column::Kind::code; }

void write_head(XlsxFile& file, const TableHead& head, TemplateLists& lists) {
  file.freeze(1);
  for (std::uint32_t i = 0; i < head.columns.size(); ++i) {
    const Column& column = head.columns[i];
    const std::string title = starred(column);
    file.write(0, i, title, Cell::Kind::text, {.bold = true});
    file.comment(0, i, column.note);
    const double needed = static_cast<double>(width(title)) + 3;
    file.set_column(i,
                    column.width > 0 ? column.width : std::max(needed, column.identity ? 20. : 10.),
                    is_text(column));
    if (!column.choices.empty())
      file.drop_down(1, i, column.choices, lists.range(column.choices), !column.several);
  }
}

void write_table(XlsxFile& file, const TableHead& head, TemplateLists& lists) {
  file.add_sheet(head.name);
  write_head(file, head, lists);
}

void write_text(XlsxFile& file, const TextSheet& sheet) {
  file.add_sheet(sheet.name);
  std::vector<std::size_t> widths;
  for (std::size_t row = 0; row < sheet.rows.size(); ++row) {
    for (std::uint32_t i = 0; i < sheet.rows[row].size(); ++i) {
      const std::string& text = sheet.rows[row][i];
      file.write(row, i, text, Cell::Kind::text, {.bold = row == 0, .wrap = row > 0});
      if (widths.size() <= i) widths.push_back(8);
      widths[i] = std::clamp(width(text) + 2, widths[i], std::size_t{60});
    }
  }
  for (std::uint32_t i = 0; i < widths.size(); ++i) {
    file.set_column(i, static_cast<double>(widths[i]), false);
  }
  file.freeze(1);
}

/// A heading only.
void write_plain(const std::string& path, Format format, TableHead head) {
  for (Column& column : head.columns) column.title = starred(column);
  const auto writer = create(path, format);
  writer->begin_table(head);
  writer->finish();
}

void write_cell(XlsxFile& file, std::uint64_t row, std::uint32_t at, const CellOut& cell,
                const Column& column, bool aside) {
  if (cell.text.empty() && !aside) return;
  const bool number = cell.kind == Cell::Kind::number && !is_text(column);
  file.write(row, at, cell.text, number ? Cell::Kind::number : Cell::Kind::text,
             {.as_text = is_text(column),
              .aside = aside,
              .decimals = number && column.kind == Column::Kind::decimal ? column.decimals : -1});
}

}  // namespace

struct FilledTemplate::Inside {
  explicit Inside(const std::string& path) : file(path) {}
  XlsxFile file;
  TemplateLists lists;
  bool closed = false;
};

FilledTemplate::FilledTemplate(const std::string& path) : inside_(std::make_unique<Inside>(path)) {}
FilledTemplate::~FilledTemplate() = default;

void FilledTemplate::text(const TextSheet& sheet) { write_text(inside_->file, sheet); }

std::string FilledTemplate::table(const TableHead& head,
                                  const std::vector<std::vector<CellOut>>& rows,
                                  std::size_t aside) {
  XlsxFile& file = inside_->file;
  std::string name = file.add_sheet(head.name);
  write_head(file, head, inside_->lists);
  std::uint64_t row = 0;
  for (const auto& cells : rows) {
    ++row;
    for (std::uint32_t i = 0; i < cells.size(); ++i)
      write_cell(file, row, i, cells[i], head.columns[i], i + aside >= head.columns.size());
  }
  constexpr double kColumn = 14;  // characters, as they mostly are
  file.print_pages(kColumn * static_cast<double>(head.columns.size()));
  return name;
}

void FilledTemplate::hidden(const TextSheet& sheet) {
  write_text(inside_->file, sheet);
  inside_->file.hide();
}

void FilledTemplate::close() {
  if (inside_->closed) return;
  inside_->lists.write(inside_->file);
  inside_->file.activate(0);
  inside_->file.close();
  inside_->closed = true;
}

void FilledTemplate::finish() {
  close();
  inside_->file.finish();
}

void write_template(const std::string& path, const std::vector<TableHead>& tables,
                    const std::vector<TextSheet>& instructions) {
  const std::string ending = file_ending(path);
  if (ending != "xlsx") {
    if (ending != "csv" && ending != "tsv") {
      throw Error{codes::file_ending,
                  {arg("file", path), arg("ending", ending), arg("endings", ".xlsx .csv .tsv")}};
    }
    if (tables.size() > 1) refuse_second_table(tables[1]);
    return write_plain(path, format_of(path), tables.front());
  }
  XlsxFile file{path};
  TemplateLists lists;
  for (const TableHead& table : tables) write_table(file, table, lists);
  for (const TextSheet& sheet : instructions) write_text(file, sheet);
  lists.write(file);
  file.activate(0);
  file.finish();
}

}  // namespace tmis::sheet
