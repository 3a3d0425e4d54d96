// Rows are sorted by index and moved once: they hold text.
#include "cmd/listing.h"

#include <algorithm>
#include <compare>

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/answer_json.h"
#include "cmd/console/console.h"
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

void write_sheet(const Table& table, const std::string& title, const std::string& path) {
  const auto writer = sheet::create(
      path, sheet::WriteOptions{false, title, language() == Language::zh ? "zh" : "en"});
  sheet::TableHead head;
  head.name = title;
  for (const Column& c : table.columns) {
    sheet::Column column;
    column.id = c.key;
    column.title = heading(c);
    if (c.kind == Kind::number) column.kind = sheet::Column::Kind::integer;
    head.columns.push_back(std::move(column));
  }
  writer->begin_table(head);
  for (const Values& row : table.rows) {
    std::vector<sheet::CellOut> cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool number = table.columns[i].kind == Kind::number;
      cells.push_back({shown_cell(table.columns[i], row[i]),
                       number && !row[i].is_null() ? Cell::Kind::number : Cell::Kind::text});
    }
    writer->row(cells);
  }
  writer->finish();
}

std::string escaped(std::string_view plain) {
  std::string out;
  for (const char c : plain) {
    if (c == '&') {
      out.append("&amp;");
    } else if (c == '<') {
      out.append("&lt;");
    } else if (c == '>') {
      out.append("&gt;");
    } else {
      out.push_back(c);
    }
  }
  return out;
}

/// A page that needs nothing else: it can be mailed, and read on a telephone.
std::string page(const Table& table, const std::string& title) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"";
  out.append(language() == Language::zh ? "zh-CN" : "en")
      .append(
          "\">\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
      .append(escaped(title))
      .append(
          "</title>\n<style>\n"
          "body{font:15px/1.5 sans-serif;margin:1em}div{overflow-x:auto}\n"
          "table{border-collapse:collapse}th,td{padding:.3em .6em;border-bottom:1px solid #ccc;"
          "text-align:left;white-space:nowrap}\nth{background:#f3f3f3}td.n{text-align:right}\n"
          "</style>\n<h1>")
      .append(escaped(title))
      .append("</h1>\n<div><table>\n<tr>");
  for (const Column& c : table.columns) out.append("<th>").append(escaped(heading(c)));
  for (const Values& row : table.rows) {
    out.append("\n<tr>");
    for (std::size_t i = 0; i < row.size(); ++i) {
      out.append(table.columns[i].kind == Kind::number ? "<td class=\"n\">" : "<td>")
          .append(escaped(shown_cell(table.columns[i], row[i])));
    }
  }
  return out.append("\n</table></div>\n</html>\n");
}

}  // namespace

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
  const Table& table = answer.tables.front().second;
  const std::string ending = file_ending(path);
  if (ending == "xlsx" || ending == "csv") {
    write_sheet(table, title, path);
  } else if (ending == "json") {
    write_file(path, answer_json(answer));
  } else if (ending == "html") {
    write_file(path, page(table, title));
  } else {
    throw Error{codes::usage_value,
                {arg("value", path), arg("option", "--out"),
                 arg("expected", "FILE.xlsx, FILE.csv, FILE.json, FILE.html")}};
  }
}

}  // namespace tmis::cmd
