// The file is read once; a fault in it is a bug, found at the first report and by the tests.
#include "report/dimension.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "schema/display.h"

namespace tmis::embedded {
extern const std::string_view statistics;
}

namespace tmis::report {
namespace {

using Json = nlohmann::ordered_json;
using schema::Catalogue;
using schema::Field;
using schema::FieldSet;
using schema::FieldType;

constexpr std::size_t kLast = std::numeric_limits<std::size_t>::max();

const Json& data() {
  static const Json the_one = Json::parse(embedded::statistics);
  return the_one;
}

const FieldSet* find_set(const Catalogue& catalogue, std::string_view id) {
  const auto& sets = catalogue.all();
  const auto found =
      std::find_if(sets.begin(), sets.end(), [&](const auto& s) { return s.id == id; });
  return found == sets.end() ? nullptr : &*found;
}

struct Place {
  const FieldSet* set = nullptr;
  std::size_t field = 0;
};

/// TABLE.FIELD; nothing where there is no such table or field.
std::optional<Place> find_place(const Catalogue& catalogue, std::string_view name) {
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const FieldSet* set = find_set(catalogue, name.substr(0, dot));
  const auto field = set == nullptr ? std::nullopt : set->field_index(name.substr(dot + 1));
  return field ? std::optional{Place{set, *field}} : std::nullopt;
}

/// The field alone, where one table has it.
std::optional<Place> find_alone(const Catalogue& catalogue, std::string_view field_id) {
  std::optional<Place> out;
  for (const FieldSet& set : catalogue.all()) {
    const auto field = set.field_index(field_id);
    if (!field) continue;
    if (out) return std::nullopt;
    out = Place{&set, *field};
  }
  return out;
}

std::optional<Dimension> read_dimension(const Json& j, const Catalogue& catalogue) {
  Dimension d;
  d.id = j.at("id").get<std::string>();
  d.label = {j.at("label").at("zh").get<std::string>(), j.at("label").at("en").get<std::string>()};
  d.bands = j.value("bands", std::vector<int>{});
  d.small_groups = j.value("small_groups", false);
  d.headline = j.value("headline", false);
  d.fact = j.value("fact", "");
  if (j.contains("codes")) d.codes = &catalogue.codes(j.at("codes").get<std::string>());
  if (!d.fact.empty()) return d;
  const auto place = find_place(catalogue, j.at("field").get<std::string>());
  if (!place || place->set->fields[place->field].sensitive) return std::nullopt;
  d.set = place->set;
  d.field = place->field;
  d.codes = d.set->fields[d.field].codes;
  return d;
}

[[noreturn]] void no_dimension(const Catalogue& catalogue, std::string_view word) {
  std::vector<std::string> names;
  for (const Dimension& d : dimensions(catalogue)) names.push_back(d.id);
  throw Error{codes::report_no_dimension, {arg("word", word), arg("names", joined(names, ", "))}};
}

Mark read_mark(const Catalogue& catalogue, const std::string& field, std::string is) {
  const auto place = find_place(catalogue, field);
  if (!place || place->set->fields[place->field].sensitive) return {};
  return {place->set, place->field, std::move(is)};
}

std::string band_name(const std::vector<int>& bands, std::size_t band) {
  if (band == 0) return "<" + std::to_string(bands.front());
  if (band == bands.size()) return "≥" + std::to_string(bands.back());
  return std::to_string(bands[band - 1]) + "–" + std::to_string(bands[band] - 1);
}

/// Several codes are a group of their own: nobody is counted twice, nothing is left out.
GroupName coded(const schema::CodeTable& table, const std::string& codes) {
  struct Part {
    std::size_t place;
    std::string_view code;
  };
  std::vector<Part> parts;
  const auto& entries = table.entries();
  for (const auto code : split(codes, ';')) {
    const auto* entry = table.find(code);
    parts.push_back(
        {entry == nullptr ? entries.size() : static_cast<std::size_t>(entry - entries.data()),
         code});
  }
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    return a.place != b.place ? a.place < b.place : a.code < b.code;
  });
  GroupName out;
  std::vector<std::string> labels;
  for (const Part& part : parts) {
    out.order.push_back(part.place);
    out.code.append(out.code.empty() ? "" : ";").append(part.code);
    const auto* entry = table.find(part.code);
    const bool zh = language() == Language::zh;
    labels.push_back(entry == nullptr ? std::string{part.code} : zh ? entry->zh : entry->en);
  }
  out.label = joined(labels, text("access.list-separator"));
  return out;
}

ActivityColumn::Count read_count(std::string_view word) {
  if (word == "events") return ActivityColumn::Count::events;
  if (word == "items") return ActivityColumn::Count::items;
  if (word == "rows") return ActivityColumn::Count::rows;
  if (word == "own_rows") return ActivityColumn::Count::own_rows;
  bug("statistics.json: " + std::string{word});
}

}  // namespace

std::optional<int> full_years(std::string_view since, Day day) {
  const std::string full = std::string{since} + (since.size() == 7 ? "-01" : "");
  const auto from = day_from_iso(full);
  if (!from || day < *from) return std::nullopt;
  const Civil a = to_civil(*from), b = to_civil(day);
  const bool before = b.month < a.month || (b.month == a.month && b.day < a.day);
  return b.year - a.year - (before ? 1 : 0);
}

GroupName Dimension::group(const Value& value, Day day) const {
  GroupName not_stated{{kLast}, "", text("report.not-stated")};
  if (value.is_null() || (value.kind == Value::Kind::text && value.text.empty())) return not_stated;
  if (!bands.empty()) {
    const auto years = full_years(value.text, day);
    if (!years) return not_stated;
    const auto band = static_cast<std::size_t>(
        std::upper_bound(bands.begin(), bands.end(), *years) - bands.begin());
    return {{band}, band_name(bands, band), band_name(bands, band)};
  }
  if (codes != nullptr) return coded(*codes, value.text);
  if (value.kind == Value::Kind::integer) {  // a boolean; yes stands first
    const bool yes = value.number != 0;
    return {{yes ? std::size_t{0} : 1}, yes ? "1" : "0", text(yes ? "yes" : "no")};
  }
  return {{0}, value.text, value.text};
}

std::vector<Dimension> dimensions(const Catalogue& catalogue) {
  std::vector<Dimension> out;
  for (const Json& j : data().at("dimensions")) {
    if (auto d = read_dimension(j, catalogue)) out.push_back(std::move(*d));
  }
  return out;
}

Dimension dimension(const Catalogue& catalogue, std::string_view word) {
  for (Dimension& d : dimensions(catalogue)) {
    if (d.id == word) return std::move(d);
  }
  auto place = find_place(catalogue, word);
  if (!place) place = find_alone(catalogue, word);
  if (!place) no_dimension(catalogue, word);
  const Field& field = place->set->fields[place->field];
  if (field.sensitive) throw Error{codes::report_sealed_field, {arg("field", field.label.here())}};
  const bool counted = field.stored() || field.pick;
  if (!counted || (field.codes == nullptr && field.type != FieldType::boolean))
    no_dimension(catalogue, word);
  Dimension d;
  d.id = place->set->id + "." + field.id;
  d.label = field.label;
  d.set = place->set;
  d.field = place->field;
  d.codes = field.codes;
  return d;
}

SideFigures side_figures(const Catalogue& catalogue) {
  const auto mark = [&](const char* name) {
    const Json& j = data().at(name);
    return read_mark(catalogue, j.at("field").get<std::string>(), j.at("is").get<std::string>());
  };
  return {mark("women"), mark("full_time"),
          read_mark(catalogue, data().at("age").get<std::string>(), "")};
}

const std::vector<ActivityColumn>& activity_columns() {
  static const std::vector<ActivityColumn> the_columns = [] {
    std::vector<ActivityColumn> out;
    for (const Json& j : data().at("activity")) {
      out.push_back({j.at("id").get<std::string>(), j.at("kinds").get<std::vector<std::string>>(),
                     read_count(j.at("count").get<std::string>())});
    }
    return out;
  }();
  return the_columns;
}

}  // namespace tmis::report
