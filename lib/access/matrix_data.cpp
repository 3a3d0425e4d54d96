// Every word of the file is known here or the program doesn't start to ask.
#include "access/matrix_data.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"

namespace tmis::access {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void bad_table(const std::string& what) { bug("permissions.json: " + what); }

/// Numbers of a version such as 1.10.0, which is later than 1.9.
std::vector<int> numbers(std::string_view version) {
  std::vector<int> out;
  for (const auto part : split(version, '.')) {
    int n = 0;
    std::from_chars(part.data(), part.data() + part.size(), n);
    out.push_back(n);
  }
  return out;
}

constexpr std::array<std::pair<std::string_view, Relation>, 7> kRelations = {{
    {"O", Relation::own},
    {"H", Relation::here},
    {"B", Relation::below},
    {"D", Relation::directly},
    {"F", Relation::first_above},
    {"X", Relation::side},
    {"all", Relation::everywhere},
}};

constexpr std::array<std::pair<std::string_view, Limit>, 10> kLimits = {{
    {"not_own", Limit::not_own},
    {"audited", Limit::audited},
    {"unsealed", Limit::unsealed},
    {"reported", Limit::reported},
    {"reason", Limit::reason},
    {"school_based", Limit::school_based},
    {"accounts", Limit::accounts},
    {"no_reports", Limit::no_reports},
    {"same_right", Limit::same_right},
    {"small_groups", Limit::small_groups},
}};

void read_word(std::string_view word, Cell& cell) {
  const auto colon = word.find(':');
  const std::string_view name = word.substr(0, colon);
  for (const auto& [known, relation] : kRelations) {
    if (name != known) continue;
    cell.relations |= static_cast<unsigned>(relation);
    if (colon != std::string_view::npos) cell.side = word.substr(colon + 1);
    return;
  }
  for (const auto& [known, limit] : kLimits) {
    if (name != known) continue;
    cell.limits |= static_cast<unsigned>(limit);
    return;
  }
  if (name != "root" && name != "national") bad_table("unknown word " + std::string{word});
  (name == "root" ? cell.root : cell.national) = true;
}

Cell read_cell(std::string_view text) {
  Cell cell;
  for (const auto word : split(text, ' ')) read_word(word, cell);
  if (cell.relations == 0) bad_table("a cell without a relation");
  return cell;
}

TableSource read_source(const Json& entry) {
  if (!entry.contains("source")) return TableSource::any;
  const auto source = entry.at("source").get<std::string>();
  if (source == "teacher") return TableSource::teacher;
  if (source == "school") return TableSource::school;
  bad_table("unknown source " + source);
}

Entry read_entry(const Json& json, const MatrixData& data) {
  Entry entry;
  entry.command = json.at("command").get<std::string>();
  entry.source = read_source(json);
  entry.needs_login = json.value("needs_login", true);
  entry.meaning = json.value("meaning", "");
  if (!entry.meaning.empty() && !data.meanings.contains(entry.meaning)) {
    bad_table("unknown meaning " + entry.meaning);
  }
  for (const auto& item : json.items()) {
    const std::string& key = item.key();
    const auto column = std::find_if(data.columns.begin(), data.columns.end(),
                                     [&](const Column& c) { return c.letter == key; });
    if (column != data.columns.end()) {
      entry.cells[static_cast<std::size_t>(column - data.columns.begin())] =
          read_cell(item.value().get_ref<const std::string&>());
    } else if (key != "command" && key != "source" && key != "needs_login" && key != "meaning" &&
               key != "since") {
      bad_table(entry.command + ": unknown key " + key);
    }
  }
  return entry;
}

void read_frame(const Json& json, MatrixData& data) {
  for (const auto& [letter, column] : json.at("columns").items()) {
    data.columns.push_back(
        {letter, column.at("role").get<std::string>(), column.value("kind", "")});
  }
  for (const auto& [meaning, rule] : json.at("meanings").items()) {
    data.meanings[meaning] = {rule.value("password_minutes", 0), rule.value("dossier", false)};
  }
  for (const auto& pair : json.at("exclusive")) {
    data.exclusive.emplace_back(pair.at(0).get<std::string>(), pair.at(1).get<std::string>());
  }
}

}  // namespace

MatrixData read_matrix(std::string_view json, std::string_view tool) {
  MatrixData data;
  try {
    const Json all = Json::parse(json);
    read_frame(all, data);
    const auto first = all.at("since").get<std::string>();
    for (const auto& item : all.at("commands")) {
      if (numbers(item.value("since", first)) > numbers(tool)) continue;
      Entry entry = read_entry(item, data);
      const auto earlier = std::find_if(
          data.entries.begin(), data.entries.end(),
          [&](const Entry& e) { return e.command == entry.command && e.source == entry.source; });
      if (earlier == data.entries.end()) {
        data.places[entry.command].push_back(data.entries.size());
        data.entries.push_back(std::move(entry));
      } else {
        *earlier = std::move(entry);
      }
    }
  } catch (const nlohmann::json::exception& e) {
    bad_table(e.what());
  }
  return data;
}

std::vector<const Entry*> MatrixData::find(std::string_view command) const {
  std::vector<const Entry*> out;
  const auto found = places.find(command);
  if (found == places.end()) return out;
  for (const std::size_t place : found->second) out.push_back(&entries[place]);
  return out;
}

}  // namespace tmis::access
