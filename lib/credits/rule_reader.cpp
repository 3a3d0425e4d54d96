// JSON to rule sets. The schema has been asked before where a file comes from outside; what it
// can't say is asked here, and whatever is missing all the same is a refusal, not a guess.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "credits/rule_set.h"

namespace tmis::embedded {
extern const std::string_view credit_rules;
}

namespace tmis::credits {
namespace {

using nlohmann::json;

class RuleReader {
 public:
  explicit RuleReader(const json& rule) : rule_(rule) {}

  RuleSet read() {
    set_.id = rule_.at("id").get<std::string>();
    const json& province = rule_.at("province");
    if (province.is_string()) set_.province = province.get<std::string>();
    set_.level = rule_.at("level").get<std::string>();
    if (set_.province.empty() && set_.bound()) invalid("province");
    set_.zh = rule_.at("zh").get<std::string>();
    set_.en = rule_.at("en").get<std::string>();
    set_.unit = rule_.at("unit").get<std::string>();
    set_.valid_from = open_day(rule_.at("valid").at("from"), "valid.from");
    set_.valid_until = open_day(rule_.at("valid").at("until"), "valid.until");
    if (set_.valid_from && set_.valid_until && *set_.valid_until < *set_.valid_from)
      invalid("valid.until");
    read_cycle();
    read_conversions();
    read_caps();
    read_requirements();
    const json& rounding = rule_.at("rounding");
    set_.rounding = {rounding.at("scale").get<int>(),
                     rounding.at("mode").get<std::string>() == "down"};
    if (set_.rounding.scale < 0 || set_.rounding.scale > 2) invalid("rounding.scale");
    set_.text = rule_.dump();
    return std::move(set_);
  }

 private:
  [[noreturn]] void invalid(const std::string& place) const {
    throw Error{codes::credits_rule_invalid, {arg("rule", set_.id), arg("what", place)}};
  }

  Day day(const json& value, const std::string& place) const {
    const auto found = day_from_iso(value.get<std::string>());
    if (!found) invalid(place);
    return *found;
  }
  std::optional<Day> open_day(const json& value, const std::string& place) const {
    return value.is_null() ? std::nullopt : std::optional{day(value, place)};
  }
  Amount amount(const json& value, const std::string& place) const {
    const auto found = amount_from(value.get<std::string>());
    if (!found) invalid(place);
    return *found;
  }
  Amount positive(const json& value, const std::string& place) const {
    const Amount found = amount(value, place);
    if (found.units == 0) invalid(place);
    return found;
  }
  static Fit fit(const json& group) {
    Fit out;
    for (std::size_t i = 0; i < kTraits; ++i) {
      const auto list = group.find(name(static_cast<Trait>(i)));
      if (list != group.end()) out.lists[i] = list->get<std::vector<std::string>>();
    }
    return out;
  }
  void once(std::set<std::string>& ids, const std::string& id, const char* place) const {
    if (!ids.insert(id).second) invalid(std::string{place} + " " + id);
  }

  void read_cycle() {
    const json& cycle = rule_.at("cycle");
    set_.cycles.years = cycle.at("years").get<int>();
    if (set_.cycles.years < 1) invalid("cycle.years");
    const std::string start = to_iso(day(cycle.at("start"), "cycle.start"));
    set_.cycles.start = to_civil(*day_from_iso(start));
    const auto starts = cycle.at("year_starts").get<std::string>();
    if (start.substr(5) != starts || starts == "02-29") invalid("cycle.start");
  }

  void read_conversions() {
    std::set<std::string> ids;
    for (const json& c : rule_.at("conversion")) {
      Conversion out;
      out.id = c.at("id").get<std::string>();
      once(ids, out.id, "conversion");
      out.when = fit(c.at("when"));
      out.each = c.contains("credits_each");
      out.amount = out.each ? amount(c.at("credits_each"), "credits_each")
                            : positive(c.at("hours_per_credit"), "hours_per_credit");
      if (c.contains("factor")) out.factor = positive(c.at("factor"), "factor");
      if (c.contains("counts_in_cycle"))
        out.counts_in_cycle = amount(c.at("counts_in_cycle"), "counts_in_cycle");
      set_.conversions.push_back(std::move(out));
    }
    if (!rule_.contains("weights")) return;
    for (const json& w : rule_.at("weights"))
      set_.weights.push_back({fit(w.at("when")), positive(w.at("factor"), "weights.factor")});
  }

  void read_caps() {
    std::set<std::string> ids;
    for (const json& c : rule_.at("caps")) {
      Cap out;
      out.id = c.at("id").get<std::string>();
      once(ids, out.id, "caps");
      out.group = fit(c.at("group"));
      const auto per = c.at("per").get<std::string>();
      out.per = per == "project" ? Window::project : per == "year" ? Window::year : Window::cycle;
      out.at_most = amount(c.at("at_most"), "at_most");
      set_.caps.push_back(std::move(out));
    }
  }

  void read_requirements() {
    std::set<std::string> ids;
    for (const json& r : rule_.at("requirements")) {
      Requirement out;
      out.id = r.at("id").get<std::string>();
      once(ids, out.id, "requirements");
      out.zh = r.at("zh").get<std::string>();
      out.en = r.at("en").get<std::string>();
      out.yearly = r.at("per").get<std::string>() == "year";
      out.group = fit(r.at("group"));
      out.at_least = amount(r.at("at_least"), "at_least");
      const std::string measure = r.value("measure", "");
      out.measure = measure == "credits" ? Measure::credits
                    : measure == "hours" ? Measure::hours
                                         : Measure::counted;
      out.checked = r.value("check", true);
      out.warning = r.contains("severity");
      out.applies_to = r.value("applies_to", "");
      out.exempt = r.value("exempt", "");
      set_.requirements.push_back(std::move(out));
    }
    if (!rule_.contains("offsets")) return;
    for (const json& o : rule_.at("offsets")) {
      const Offset out{place_of(o.at("from")), place_of(o.at("to"))};
      // Of a year and a cycle it isn't said what would go where.
      const auto& from = set_.requirements[out.from];
      const auto& to = set_.requirements[out.to];
      if (out.from == out.to || from.yearly != to.yearly) invalid("offsets " + from.id);
      set_.offsets.push_back(out);
    }
  }

  std::size_t place_of(const json& id) const {
    const Requirement* found = set_.requirement(id.get<std::string>());
    if (found == nullptr) invalid("offsets " + id.get<std::string>());
    return static_cast<std::size_t>(found - set_.requirements.data());
  }

  const json& rule_;
  RuleSet set_;
};

template <class Read>
auto reading_json(std::string_view text, const Read& read) {
  try {
    return read(json::parse(text));
  } catch (const json::exception& e) {
    throw Error{codes::credits_rule_invalid, {arg("rule", ""), arg("what", e.what())}};
  }
}

}  // namespace

std::vector<RuleSet> read_rule_file(std::string_view text) {
  return reading_json(text, [](const json& file) {
    std::vector<RuleSet> out;
    std::set<std::string> ids;
    for (const json& rule : file.at("rules")) {
      out.push_back(RuleReader{rule}.read());
      if (!ids.insert(out.back().id).second) {
        throw Error{codes::credits_rule_invalid, {arg("rule", out.back().id), arg("what", "id")}};
      }
    }
    return out;
  });
}

RuleSet read_rule_set(std::string_view text) {
  return reading_json(text, [](const json& rule) { return RuleReader{rule}.read(); });
}

std::string_view default_rule_file() { return embedded::credit_rules; }

const std::vector<RuleSet>& default_rules() {
  static const std::vector<RuleSet> rules = read_rule_file(embedded::credit_rules);
  return rules;
}

}  // namespace tmis::credits
