// nlohmann reads the file that is built in: what is wrong in it is a bug.
#include "report/qualification_plan.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

namespace tmis::embedded {
extern const std::string_view qualifications_json;
}

namespace tmis::report {
namespace {

using nlohmann::json;
using schema::FieldSet;

constexpr std::array<const Code*, 5> kRules = {
    &codes::qualification_incomplete, &codes::qualification_no_mandarin,
    &codes::qualification_unregistered, &codes::qualification_expired,
    &codes::qualification_refused};

const FieldSet* set_called(const schema::Catalogue& catalogue, const std::string& id) {
  for (const FieldSet& set : catalogue.all()) {
    if (set.id == id) return &set;
  }
  return nullptr;
}

PlannedColumn read_column(const schema::Catalogue& catalogue, const json& j) {
  PlannedColumn out;
  out.heading = {j.at("id").get<std::string>(),
                 {j.at("zh").get<std::string>(), j.at("en").get<std::string>()},
                 j.value("width", 10.0),
                 j.value("brief", false)};
  if (!j.contains("table")) return out;
  const FieldSet* set = set_called(catalogue, j.at("table").get<std::string>());
  if (set == nullptr) return out;
  const auto all = [&](const char* word) {
    std::vector<std::size_t> places;
    for (const json& id : j.value(word, json::array())) {
      if (const auto place = set->field_index(id.get<std::string>())) places.push_back(*place);
    }
    return places;
  };
  out.fields = all("fields");
  if (out.fields.empty()) return out;
  out.set = set;
  out.latest = all("latest");
  out.until = set->field_index(j.value("until", ""));
  out.year = set->field_index(j.value("year", ""));
  out.years = j.value("years", 0);
  if (j.contains("when")) {
    if (const auto field = set->field_index(j.at("when").at("field").get<std::string>()))
      out.when = {*field, Value{j.at("when").at("value").get<std::string>()}};
  }
  return out;
}

PlannedFinding read_finding(const QualificationPlan& plan, const json& j) {
  PlannedFinding out;
  const auto name = j.at("finding").get<std::string>();
  const auto code =
      std::find_if(kRules.begin(), kRules.end(), [&](const Code* c) { return name == c->name; });
  if (code == kRules.end()) bug(name);
  out.code = *code;
  const auto all = [&](const char* word) {
    std::vector<std::size_t> places;
    for (const json& id : j.value(word, json::array()))
      places.push_back(plan.place(id.get<std::string>()));
    return places;
  };
  out.any_empty = all("any_empty");
  out.all_empty = all("all_empty");
  out.newest = all("newest");
  out.months = j.value("months", 0);
  out.code_of = all("code_of");
  out.good = j.value("good", "");
  return out;
}

}  // namespace

std::size_t QualificationPlan::place(std::string_view id) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].heading.id == id) return i;
  }
  bug(id);
}

std::vector<const FieldSet*> QualificationPlan::sets() const {
  std::vector<const FieldSet*> out;
  for (const PlannedColumn& column : columns) {
    if (column.set != nullptr && std::find(out.begin(), out.end(), column.set) == out.end())
      out.push_back(column.set);
  }
  return out;
}

QualificationPlan qualification_plan(const schema::Catalogue& catalogue) {
  const json j = json::parse(embedded::qualifications_json);
  QualificationPlan out;
  out.title = {j.at("title").at("zh").get<std::string>(),
               j.at("title").at("en").get<std::string>()};
  out.lines = set_called(catalogue, j.at("lines").get<std::string>());
  for (const json& column : j.at("columns")) out.columns.push_back(read_column(catalogue, column));
  for (const json& finding : j.at("findings")) out.findings.push_back(read_finding(out, finding));
  return out;
}

}  // namespace tmis::report
