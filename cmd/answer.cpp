// Answers and errors as JSON. Objects keep the order of the figures: scripts and people read it.
#include "cmd/answer_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/message.h"
#include "base/text.h"

namespace tmis::cmd {
namespace {

using json = nlohmann::ordered_json;

json to_json(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      return nullptr;
    case Value::Kind::integer:
      return value.number;
    default:
      return always_utf8(value.text);
  }
}

json to_json(const Table& table) {
  json rows = json::array();
  for (const Values& row : table.rows) {
    json object = json::object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Column& column = table.columns[i];
      const bool boolean = column.kind == Kind::boolean && !row[i].is_null();
      object[column.key] = boolean ? json(row[i].number != 0) : to_json(row[i]);
    }
    rows.push_back(std::move(object));
  }
  return rows;
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
  const auto title = [](const Column& c) {
    return c.title.empty() ? text("column." + c.key) : c.title;
  };
  for (const Column& c : table.columns) widest = std::max(widest, width(title(c)));
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Value& value = table.rows.front()[i];
    answer.figures.emplace_back(table.columns[i].key, value);
    if (value.is_null()) continue;
    answer.text.append(answer.text.empty() ? "" : "\n")
        .append(padded(title(table.columns[i]), widest + 2));
    const std::string& words = table.columns[i].words;
    answer.text.append(value.kind == Value::Kind::integer ? std::to_string(value.number)
                       : words.empty()                    ? shown(value.text)
                                                          : text(words + value.text));
  }
  return answer;
}

std::string answer_json(const Answer& answer) {
  json object = json::object();
  for (const auto& [key, value] : answer.booleans) object[key] = value;
  for (const auto& [key, value] : answer.figures) object[key] = to_json(value);
  for (const auto& [key, table] : answer.tables) object[key] = to_json(table);
  if (answer.is_list) object["total"] = answer.total;
  return object.dump() + "\n";
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
