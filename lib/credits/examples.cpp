// Everything is compared as text: "12" is right, "12.0" isn't.
#include "credits/examples.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/error.h"
#include "credits/calculation.h"

namespace tmis::credits {
namespace {

using nlohmann::json;
/// Place and text, in the order in which they are told.
using Told = std::vector<std::pair<std::string, std::string>>;

[[noreturn]] void invalid(const RuleSet& rule, const std::string& what) {
  throw Error{codes::credits_rule_invalid, {arg("rule", rule.id), arg("what", what)}};
}

Entry read_entry(const RuleSet& rule, const json& e) {
  Entry out;
  out.id = e.at("id").get<std::string>();
  const auto end = day_from_iso(e.at("end_date").get<std::string>());
  const auto result = result_from(e.at("result").get<std::string>());
  if (!end || !result) invalid(rule, "examples " + out.id);
  out.end = *end;
  out.result = *result;
  out.hours = Amount::of(e.at("hours").get<std::int64_t>());
  out.times = e.value("times", std::int64_t{1});
  for (std::size_t i = 0; i < kTraits; ++i)
    out.traits[i] = e.value(std::string{name(static_cast<Trait>(i))}, "");
  return out;
}

const char* yes_no(bool yes) { return yes ? "true" : "false"; }

std::string place_of(const std::string& requirement, int year) {
  return year == 0 ? requirement : requirement + " " + std::to_string(year);
}

Told told_by(const json& expect) {
  Told out;
  for (const json& e : expect.at("entries")) {
    const auto id = e.at("id").get<std::string>();
    for (const char* what : {"credits", "counted", "surplus"})
      out.emplace_back(id + "." + what, e.at(what).get<std::string>());
  }
  out.emplace_back("total", expect.at("total").get<std::string>());
  for (const json& r : expect.at("requirements")) {
    const auto place = place_of(r.at("requirement").get<std::string>(), r.value("year", 0));
    out.emplace_back(place + ".have", r.at("have").get<std::string>());
    out.emplace_back(place + ".met", yes_no(r.at("met").get<bool>()));
    out.emplace_back(place + ".short", r.at("short").get<std::string>());
  }
  return out;
}

Told computed(const RuleSet& rule, const std::vector<Counting>& entries) {
  Told out;
  int first = 1, last = 0;
  for (const Counting& c : entries) {
    const std::string& id = c.entry->id;
    out.emplace_back(id + ".credits", to_text(c.give.credits));
    out.emplace_back(id + ".counted", to_text(c.counted));
    out.emplace_back(id + ".surplus", to_text(c.surplus));
    const int year = rule.cycles.year_of(c.entry->end);
    first = last == 0 ? year : std::min(first, year);
    last = last == 0 ? year : std::max(last, year);
  }
  out.emplace_back("total", to_text(total(entries)));
  for (const Standing& s : standings(rule, sums(rule, entries), first, last)) {
    if (!s.requirement->checked) continue;
    const auto place = place_of(s.requirement->id, s.year);
    out.emplace_back(place + ".have", to_text(s.have));
    out.emplace_back(place + ".met", yes_no(s.met));
    out.emplace_back(place + ".short", to_text(s.shortfall));
  }
  return out;
}

std::vector<Difference> compare(const Told& expected, const Told& found) {
  std::vector<Difference> out;
  const std::map<std::string, std::string> left{expected.begin(), expected.end()};
  const std::map<std::string, std::string> right{found.begin(), found.end()};
  for (const auto& [place, text] : expected) {
    const auto other = right.find(place);
    if (other == right.end() || other->second != text)
      out.push_back({place, text, other == right.end() ? "" : other->second});
  }
  for (const auto& [place, text] : found) {
    if (!left.contains(place)) out.push_back({place, "", text});
  }
  return out;
}

ExampleRun run(const RuleSet& rule, const json& example) {
  ExampleRun out;
  out.id = example.at("id").get<std::string>();
  std::vector<Entry> entries;
  std::set<std::string> ids;
  for (const json& e : example.at("entries")) {
    entries.push_back(read_entry(rule, e));
    if (!ids.insert(entries.back().id).second) invalid(rule, out.id + " " + entries.back().id);
  }
  std::vector<Counting> counting;
  for (const Entry& entry : entries) {
    const auto give = given(rule, entry);
    if (!give) out.refusal = codes::credits_no_rule.name;
    if (rule.cycles.first_day(entry.end) != rule.cycles.first_day(entries.front().end))
      out.refusal = codes::credits_example_cycle.name;
    counting.push_back({&rule, &entry, give.value_or(Given{})});
  }
  if (!out.refusal.empty()) return out;
  count(counting);
  out.differences = compare(told_by(example.at("expect")), computed(rule, counting));
  return out;
}

}  // namespace

std::vector<ExampleRun> run_examples(const RuleSet& rule) {
  std::vector<ExampleRun> out;
  try {
    const json whole = json::parse(rule.text);
    for (const json& example : whole.value("examples", json::array()))
      out.push_back(run(rule, example));
  } catch (const json::exception& e) {
    invalid(rule, e.what());
  }
  return out;
}

}  // namespace tmis::credits
