// nlohmann reads; the rest is arithmetic on days and months.
#include "campaign/campaign.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"

namespace tmis::campaign {
namespace {

using nlohmann::json;

[[noreturn]] void invalid(std::string_view what) {
  throw Error{codes::campaign_invalid, {arg("what", what)}};
}

Day day_at(const json& value, std::string_view what) {
  const auto day = value.is_string() ? day_from_iso(value.get<std::string>()) : std::nullopt;
  if (!day) invalid(what);
  return *day;
}

Value value_of(const json& v) {
  if (v.is_boolean()) return Value{std::int64_t{v.get<bool>()}};
  if (v.is_number_integer()) return Value{v.get<std::int64_t>()};
  return v.is_string() ? Value{v.get<std::string>()} : Value{};
}

Step read_step(const json& s) {
  Step step;
  step.id = s.at("id").get<std::string>();
  step.number = s.at("number").get<int>();
  step.zh = s.at("zh").get<std::string>();
  step.en = s.at("en").get<std::string>();
  const json& window = s.at("window");
  if (!window.at("start").is_null())
    step.start = day_at(window.at("start"), step.id + ".window.start");
  step.end = day_at(window.at("end"), step.id + ".window.end");
  const json& who = s.at("responsible");
  step.role = who.at("role").get<std::string>();
  step.role_zh = who.value("zh", "");
  step.role_en = who.value("en", "");
  step.unit = s.value("unit", "teacher");
  step.locks_self_entry = s.contains("on_end") && s.at("on_end").value("scope", "") == "self-entry";
  step.declared = s.contains("done") && s.at("done").value("declared", false);
  if (s.contains("tables")) step.tables = s.at("tables").get<std::vector<std::string>>();
  return step;
}

Condition read_condition(const json& c) {
  Condition condition;
  condition.fact =
      c.contains("field") ? c.at("field").get<std::string>() : c.at("derived").get<std::string>();
  for (const char* op : {"equals", "at_least", "at_most", "in"}) {
    if (!c.contains(op)) continue;
    condition.op = op;
    const json& operand = c.at(op);
    if (operand.is_array()) {
      for (const json& v : operand) condition.values.push_back(value_of(v));
    } else {
      condition.values.push_back(value_of(operand));
    }
  }
  condition.since_at_most = c.value("since_month_at_most", "");
  if (condition.op.empty()) invalid(condition.fact);
  return condition;
}

std::vector<Clause> read_clauses(const json& list, const std::string& cutoff) {
  std::vector<Clause> out;
  for (const json& c : list) {
    Clause clause{
        c.at("id").get<std::string>(), c.value("zh", ""), c.value("en", ""), {}, c.contains("all")};
    for (const json& condition : c.at(clause.all ? "all" : "any")) {
      clause.conditions.push_back(read_condition(condition));
      for (Value& v : clause.conditions.back().values) {
        if (v.text == "cutoff_month") v = Value{cutoff};
      }
      std::string& since = clause.conditions.back().since_at_most;
      if (since == "cutoff_month") since = cutoff;
    }
    out.push_back(std::move(clause));
  }
  return out;
}

/// Nothing when the fact is missing.
std::optional<bool> holds(const Condition& condition, const Facts& facts) {
  const auto fact = facts(condition.fact);
  if (!fact || fact->is_null()) return std::nullopt;
  if (condition.op == "equals" || condition.op == "in") {
    const bool hit = std::find(condition.values.begin(), condition.values.end(), *fact) !=
                     condition.values.end();
    if (!hit || condition.since_at_most.empty()) return hit;
    const auto since = facts(condition.fact + ".since");
    if (!since || since->is_null()) return std::nullopt;
    return since->text.substr(0, 7) <= condition.since_at_most;
  }
  const Value& limit = condition.values.front();
  const bool number = fact->kind == Value::Kind::integer;
  const bool less = number ? fact->number < limit.number : fact->text < limit.text;
  const bool more = number ? fact->number > limit.number : fact->text > limit.text;
  return condition.op == "at_least" ? !less : !more;
}

/// Three-valued and/or over the conditions of a clause.
std::optional<bool> holds(const Clause& clause, const Facts& facts) {
  bool unknown = false;
  for (const Condition& condition : clause.conditions) {
    const auto one = holds(condition, facts);
    if (!one) {
      unknown = true;
    } else if (*one != clause.all) {
      return *one;
    }
  }
  return unknown ? std::nullopt : std::optional{clause.all};
}

}  // namespace

std::string_view name(Status status) {
  static constexpr std::string_view kNames[] = {"not_yet", "open",      "due_soon",      "late",
                                                "done",    "done_late", "not_applicable"};
  return kNames[static_cast<std::size_t>(status)];
}

std::string_view name(Judgement::Scope scope) {
  static constexpr std::string_view kNames[] = {"in", "out", "undecided"};
  return kNames[static_cast<std::size_t>(scope)];
}

const Step* Campaign::step(std::string_view step_id) const {
  const auto found =
      std::find_if(steps.begin(), steps.end(), [&](const Step& s) { return s.id == step_id; });
  return found == steps.end() ? nullptr : &*found;
}

Status Campaign::status(const Step& step, Day day, std::optional<Day> done_on) const {
  if (done_on) return *done_on > step.end ? Status::done_late : Status::done;
  if (day > step.end) return Status::late;
  if (step.start && day < *step.start) return Status::not_yet;
  return step.end.number - day.number < due_soon_days ? Status::due_soon : Status::open;
}

Judgement Campaign::judge(const Facts& facts) const {
  using Scope = Judgement::Scope;
  for (const Clause& clause : exclude) {
    const auto out = holds(clause, facts);
    if (out && *out) return {Scope::out, &clause, {}};
  }
  Judgement open{Scope::out, nullptr, {}};
  for (const Clause& clause : include) {
    const auto in = holds(clause, facts);
    if (in && *in) return {Scope::in, &clause, {}};
    if (in) continue;
    if (open.clause == nullptr) open = {Scope::undecided, &clause, {}};
    for (const Condition& c : clause.conditions) {
      if (!holds(c, facts)) open.missing.push_back(c.fact);
    }
  }
  return open;
}

Campaign read_campaign(std::string_view text) {
  try {
    const json j = json::parse(text);
    if (j.value("format", "") != "tmis-campaign") invalid("format");
    if (j.value("version", 0) != 1) invalid("version");
    Campaign c;
    c.id = j.at("id").get<std::string>();
    c.zh = j.at("zh").get<std::string>();
    c.en = j.at("en").get<std::string>();
    c.starts = day_at(j.at("starts"), "starts");
    c.ends = day_at(j.at("ends"), "ends");
    c.due_soon_days = j.value("due_soon_days", 3);
    const json& scope = j.at("scope");
    c.cutoff_month = scope.at("cutoff_month").get<std::string>();
    c.include = read_clauses(scope.at("include"), c.cutoff_month);
    c.exclude = read_clauses(scope.at("exclude"), c.cutoff_month);
    c.retirement = read_retirement_rule(j.at("retirement_rule").dump());
    for (const json& s : j.at("steps")) {
      c.steps.push_back(read_step(s));
      for (const json& e : s.value("evidence", json::array())) {
        c.evidence.push_back({e.at("kind").get<std::string>(), e.value("zh", ""), e.value("en", ""),
                              e.value("called_for", "")});
      }
    }
    return c;
  } catch (const json::exception& e) {
    invalid(e.what());
  }
}

}  // namespace tmis::campaign
