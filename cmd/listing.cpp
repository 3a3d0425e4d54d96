// Rows are sorted by index and moved once: they hold text.
#include "cmd/listing.h"

#include <algorithm>
#include <compare>

#include "access/machine.h"
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/answer_json.h"
#include "cmd/console/console.h"
#include "cmd/page.h"
#include "sheet/table.h"

namespace tmis::cmd {
namespace {

std::size_t column_called(const Table& table, const std::string& key, const char* option) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].key == key) return i;
    keys.push_back(table.columns[i].key);
  }
  throw Error{codes::usage_value,
              {arg("value", key), arg("option", option), arg("expected", joined(keys, ", "))}};
}

void keep_department(Table& table, const std::string& department) {
  const std::size_t at = column_called(table, "department", "--department");
  std::erase_if(table.rows, [&](const Values& row) { return row[at].text != department; });
}

std::strong_ordering order(const Value& a, const Value& b) {
  if (a.kind == Value::Kind::integer && b.kind == Value::Kind::integer)
    return a.number <=> b.number;
  return a.text <=> b.text;
}

void sort_rows(Table& table, const std::string& key) {
  const bool falling = key.starts_with('-');
  const std::size_t at = column_called(table, falling ? key.substr(1) : key, "--sort");
  std::stable_sort(table.rows.begin(), table.rows.end(), [&](const Values& a, const Values& b) {
    if (a[at].is_null() || b[at].is_null()) return !a[at].is_null() && b[at].is_null();
    return std::is_lt(falling ? order(b[at], a[at]) : order(a[at], b[at]));
  });
}

/// A number, and no word that stands for one.
bool is_number(const Column& column, const Value& value) {
  if (column.kind != Kind::number || value.is_null()) return false;
  return value.kind == Value::Kind::integer ||
         value.text.find_first_not_of("0123456789.-") == std::string::npos;
}

void write_row(sheet::Writer& writer, const Table& table, const Values& row) {
  std::vector<sheet::CellOut> cells;
  for (std::size_t i = 0; i < row.size(); ++i) {
    cells.push_back({shown_cell(table.columns[i], row[i]),
                     is_number(table.columns[i], row[i]) ? Cell::Kind::number : Cell::Kind::text});
  }
  writer.row(cells);
}

void write_sheet(const Answer& answer, const std::string& title, const std::string& path) {
  const Table& table = answer.tables.front().second;
  const auto writer = sheet::create(
      path, sheet::WriteOptions{false, title, language() == Language::zh ? "zh" : "en"});
  sheet::TableHead head;
  head.name = title;
  for (const Column& c : table.columns) {
    sheet::Column column;
    column.id = c.key;
    column.title = heading(c);
    if (c.kind == Kind::number) column.kind = sheet::Column::Kind::integer;
    if (c.decimals > 0) {
      column.kind = sheet::Column::Kind::decimal;
      column.decimals = c.decimals;
    }
    head.columns.push_back(std::move(column));
  }
  writer->begin_table(head);
  for (const Values& row : table.rows) write_row(*writer, table, row);
  if (!table.foot.empty()) write_row(*writer, table, table.foot);
  writer->charts(text("list.charts"), answer.charts);
  writer->finish();
}

}  // namespace

bool Listing::draws() const {
  const std::string ending = out.empty() ? "" : file_ending(out);
  return ending == "xlsx" || ending == "html";
}

void check_state(std::string_view word, std::string_view process) {
  auto states = Machine::of(process).states();
  std::erase(states, "none");  // what isn't there is in no list
  if (word.empty() || std::find(states.begin(), states.end(), word) != states.end()) return;
  throw Error{
      codes::usage_value,
      {arg("value", std::string{word}), arg("option", "--state"),
       arg("expected", joined(std::vector<std::string>(states.begin(), states.end()), ", "))}};
}

void shape(Answer& answer, const Listing& how) {
  Table& table = answer.tables.front().second;
  if (!how.department.empty()) {
    keep_department(table, how.department);
    answer.total = table.rows.size();
  }
  if (!how.sort.empty()) sort_rows(table, how.sort);
  auto& rows = table.rows;
  rows.erase(rows.begin(),
             rows.begin() + static_cast<std::ptrdiff_t>(std::min(how.offset, rows.size())));
  if (how.limit > 0 && rows.size() > how.limit) rows.resize(how.limit);
}

void write_list(const Answer& answer, const std::string& title, const std::string& path) {
  const std::string ending = file_ending(path);
  if (ending == "xlsx" || ending == "csv") {
    write_sheet(answer, title, path);
  } else if (ending == "json") {
    write_file(path, answer_json(answer));
  } else if (ending == "html") {
    write_file(path, page(answer, title));
  } else {
    throw Error{codes::usage_value,
                {arg("value", path), arg("option", "--out"),
                 arg("expected", "FILE.xlsx, FILE.csv, FILE.json, FILE.html")}};
  }
}

}  // namespace tmis::cmd
