// Answers and errors as JSON. Objects keep the order of the figures: scripts and people read it.
#include "cmd/answer_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/message.h"
#include "base/text.h"
#include "cmd/console/console.h"

namespace tmis::cmd {
namespace {

using json = nlohmann::ordered_json;

// Written as text at once: an object of the library's wants memory to be thrown away, and a command
// without memory has still to say that its work is done.
void put(std::string& out, const Value& value) {
  if (value.kind == Value::Kind::null) {
    out += "null";
  } else if (value.kind == Value::Kind::integer) {
    out += std::to_string(value.number);
  } else {
    out += json(always_utf8(value.text)).dump();
  }
}

void put(std::string& out, bool value) { out += value ? "true" : "false"; }

void put(std::string& out, const Table& table);

/// A member of the object that `out` ends in.
template <class V>
void put_member(std::string& out, const std::string& key, const V& value) {
  if (out.back() != '{') out += ',';
  out.append(json(key).dump()).append(":");
  put(out, value);
}

void put(std::string& out, const Table& table) {
  out += '[';
  for (const Values& row : table.rows) {
    out += out.back() == '[' ? "{" : ",{";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Column& column = table.columns[i];
      if (column.kind == Kind::boolean && !row[i].is_null()) {
        put_member(out, column.key, row[i].number != 0);
      } else {
        put_member(out, column.key, row[i]);
      }
    }
    out += '}';
  }
  out += ']';
}

json to_json(const Finding& f) {
  json object = {{"row", f.row},
                 {"column", column_letters(f.column)},
                 {"field", f.field},
                 {"code", f.code->name},
                 {"message", message(f)},
                 {"hint", hint(f)},
                 {"value", always_utf8(f.value)}};
  return object;
}

}  // namespace

Answer list(Table table) {
  Answer answer;
  answer.is_list = true;
  answer.total = table.rows.size();
  answer.tables.emplace_back("items", std::move(table));
  return answer;
}

Answer object(const Table& table) {
  Answer answer;
  std::size_t widest = 0;
  for (const Column& c : table.columns) {
    if (!c.spelled) widest = std::max(widest, width(heading(c)));
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Value& value = table.rows.front()[i];
    answer.figures.emplace_back(table.columns[i].key, value);
    const std::string cell = shown_cell(table.columns[i], value);
    if (cell.empty() || table.columns[i].spelled) continue;
    answer.content.append(answer.content.empty() ? "" : "\n")
        .append(padded(heading(table.columns[i]), widest + 2))
        .append(cell);
  }
  return answer;
}

std::string answer_json(const Answer& answer) {
  std::string out = "{";
  for (const auto& [key, value] : answer.booleans) put_member(out, key, value);
  for (const auto& [key, value] : answer.figures) put_member(out, key, value);
  for (const auto& [key, table] : answer.tables) put_member(out, key, table);
  if (answer.is_list) put_member(out, "total", Value{static_cast<std::int64_t>(answer.total)});
  return out + "}\n";
}

std::string error_json(const Error& error) {
  json details = json::array();
  for (const Finding& finding : error.details()) details.push_back(to_json(finding));
  const json object = {{"error",
                        {{"exit", static_cast<int>(error.code().exit)},
                         {"code", error.code().name},
                         {"message", message(error)},
                         {"hint", hint(error)},
                         {"details", details}}}};
  return object.dump();
}

}  // namespace tmis::cmd
