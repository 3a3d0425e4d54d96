// Reads the tables of schemas/states/ once and looks cells up. What is wrong in a table is found
// here, at the first use of the process, and by the tests.
#include "access/machine.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"

namespace tmis {

namespace embedded {
extern const std::string_view states_account;
extern const std::string_view states_change;
extern const std::string_view states_claim;
extern const std::string_view states_credit_claim;
extern const std::string_view states_credit_project;
extern const std::string_view states_item;
extern const std::string_view states_lock;
extern const std::string_view states_rotation;
extern const std::string_view states_signature;
extern const std::string_view states_status;
extern const std::string_view states_submission;
extern const std::string_view states_transfer;
}  // namespace embedded

namespace {

using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

/// The refusals that a table may name.
constexpr std::array kRefusals = {
    &codes::account_not_found,    &codes::account_wrong_step,      &codes::person_differs,
    &codes::login_refused,        &codes::login_initial,           &codes::login_expired,
    &codes::login_disabled,       &codes::record_not_found,        &codes::record_submitted,
    &codes::record_audited,       &codes::record_not_corrected,    &codes::record_wrong_step,
    &codes::audit_not_submitted,  &codes::audit_not_audited,       &codes::audit_already_done,
    &codes::sign_not_audited,     &codes::sign_already_done,       &codes::sign_wrong_step,
    &codes::lock_not_locked,      &codes::lock_wrong_step,         &codes::submission_not_found,
    &codes::submission_received,  &codes::submission_decided,      &codes::submission_wrong_step,
    &codes::claim_not_found,      &codes::claim_already_open,      &codes::claim_wrong_step,
    &codes::change_not_found,     &codes::change_already_open,     &codes::change_wrong_step,
    &codes::status_by_rotation,   &codes::status_by_transfer,      &codes::status_out_of_order,
    &codes::status_final,         &codes::transfer_not_ready,      &codes::transfer_closed,
    &codes::transfer_wrong_step,  &codes::rotation_closed,         &codes::rotation_not_in_force,
    &codes::rotation_wrong_step,  &codes::project_wrong_step,      &codes::project_not_approved,
    &codes::project_no_results,   &codes::project_not_closed,      &codes::project_closed,
    &codes::project_not_national, &codes::project_not_distributed, &codes::credits_confirmed,
    &codes::credits_wrong_step,   &codes::claim_no_evidence,       &codes::rotation_others_tell,
};

const Code& refusal(std::string_view name) {
  for (const Code* code : kRefusals) {
    if (name == code->name) return *code;
  }
  bug("unknown refusal " + std::string{name});
}

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string_view> views(const Names& names) { return {names.begin(), names.end()}; }

}  // namespace

struct Machine::Inside {
  /// One possibility of a cell.
  struct Way {
    Names facts;  // that must hold
    std::string to;
    bool unchanged = false;
    const Code* refusal = nullptr;
    Names marks;
  };

  std::string process;
  const Code* wrong_step = nullptr;
  Names states;
  Names steps;
  Names automatic;  // steps that follow from something else; nobody is told to take them
  Names facts;
  std::map<std::string, std::map<std::string, std::vector<Way>, std::less<>>, std::less<>> table;

  Way read_way(std::string_view text) const;
  void read_table(const Json& json);
  const Way* find(std::string_view state, std::string_view step, const Facts& facts) const;
};

/// `fact fact: STATE +mark`, `=`, `!code`.
Machine::Inside::Way Machine::Inside::read_way(std::string_view text) const {
  Way way;
  if (const auto colon = text.find(": "); colon != std::string_view::npos) {
    for (const auto word : split(text.substr(0, colon), ' ')) way.facts.emplace_back(word);
    text.remove_prefix(colon + 2);
  }
  for (const std::string& fact : way.facts) {
    if (!has(facts, fact)) bug(process + ": unknown fact " + fact);
  }
  for (const auto word : split(text, ' ')) {
    if (word == "=") {
      way.unchanged = true;
    } else if (word.starts_with('!')) {
      way.refusal = &refusal(word.substr(1));
    } else if (word.starts_with('+')) {
      way.marks.emplace_back(word.substr(1));
    } else if (has(states, word)) {
      way.to = word;
    } else {
      bug(process + ": unknown state " + std::string{word});
    }
  }
  return way;
}

void Machine::Inside::read_table(const Json& json) {
  for (const auto& [state, row] : json.items()) {
    if (!has(states, state)) bug(process + ": unknown state " + state);
    for (const auto& [step, cell] : row.items()) {
      if (!has(steps, step)) bug(process + ": unknown step " + step);
      auto& ways = table[state][step];
      if (cell.is_string()) {
        ways.push_back(read_way(cell.get_ref<const std::string&>()));
      } else {
        for (const auto& way : cell) ways.push_back(read_way(way.get_ref<const std::string&>()));
      }
    }
  }
}

/// Nullptr: the step is out of place in this state.
const Machine::Inside::Way* Machine::Inside::find(std::string_view state, std::string_view step,
                                                  const Facts& given) const {
  if (!has(states, state)) bug(process + ": unknown state " + std::string{state});
  if (!has(steps, step)) bug(process + ": unknown step " + std::string{step});
  for (const auto fact : given) {
    if (!has(facts, fact)) bug(process + ": unknown fact " + std::string{fact});
  }
  const auto holds = [&](const std::string& fact) {
    return std::find(given.begin(), given.end(), fact) != given.end();
  };
  const auto row = table.find(state);
  if (row == table.end()) return nullptr;
  const auto cell = row->second.find(step);
  if (cell == row->second.end()) return nullptr;
  for (const Way& way : cell->second) {
    if (std::all_of(way.facts.begin(), way.facts.end(), holds)) return &way;
  }
  return nullptr;
}

Machine::Machine(std::string_view json) : inside_(std::make_unique<Inside>()) {
  try {
    const Json all = Json::parse(json);
    inside_->process = all.at("process").get<std::string>();
    inside_->wrong_step = &refusal(all.at("wrong_step").get_ref<const std::string&>());
    inside_->states = all.at("states").get<Names>();
    inside_->steps = all.at("steps").get<Names>();
    inside_->automatic = all.at("automatic").get<Names>();
    for (const auto& [fact, meaning] : all.at("facts").items()) inside_->facts.push_back(fact);
    inside_->read_table(all.at("table"));
  } catch (const nlohmann::json::exception& e) {
    bug(e.what());
  }
}

Machine::~Machine() = default;

const Machine& Machine::of(std::string_view process) {
  static const std::map<std::string_view, std::string_view> kTexts = {
      {"account", embedded::states_account},
      {"change", embedded::states_change},
      {"claim", embedded::states_claim},
      {"credit_claim", embedded::states_credit_claim},
      {"credit_project", embedded::states_credit_project},
      {"item", embedded::states_item},
      {"lock", embedded::states_lock},
      {"rotation", embedded::states_rotation},
      {"signature", embedded::states_signature},
      {"status", embedded::states_status},
      {"submission", embedded::states_submission},
      {"transfer", embedded::states_transfer}};
  static std::map<std::string_view, Machine> read;
  static std::mutex reading;
  const std::lock_guard lock{reading};
  const auto known = read.find(process);
  if (known != read.end()) return known->second;
  const auto text = kTexts.find(process);
  if (text == kTexts.end()) bug("unknown process " + std::string{process});
  return read.try_emplace(text->first, text->second).first->second;
}

bool Machine::Outcome::marked(std::string_view mark) const {
  return std::find(marks.begin(), marks.end(), mark) != marks.end();
}

Machine::Outcome Machine::look(std::string_view state, std::string_view step,
                               const Facts& facts) const {
  const Inside::Way* way = inside_->find(state, step, facts);
  Outcome outcome;
  outcome.state = *std::find(inside_->states.begin(), inside_->states.end(), state);
  if (way == nullptr) {
    outcome.refusal = inside_->wrong_step;
    return outcome;
  }
  outcome.refusal = way->refusal;
  outcome.unchanged = way->unchanged;
  if (!way->to.empty()) outcome.state = way->to;
  outcome.marks = views(way->marks);
  return outcome;
}

Machine::Outcome Machine::step(std::string_view state, std::string_view step,
                               const Facts& facts) const {
  Outcome outcome = look(state, step, facts);
  if (outcome.refusal == nullptr) return outcome;
  std::vector<std::string> allowed;
  for (const auto other : open_steps(state, facts)) allowed.push_back(step_text(other));
  const std::string list =
      allowed.empty() ? text("state.no-steps") : joined(allowed, text("state.list-separator"));
  throw Error{
      *outcome.refusal,
      {arg("state", state_text(state)), arg("step", step_text(step)), arg("allowed", list)}};
}

bool Machine::leads(std::string_view state, std::string_view step, std::string_view to,
                    const std::function<bool(std::string_view)>& holds,
                    const Facts& certain) const {
  const auto row = inside_->table.find(state);
  if (row == inside_->table.end()) return false;
  const auto cell = row->second.find(step);
  if (cell == row->second.end()) return false;
  const auto is_certain = [&](const std::string& fact) {
    return std::find(certain.begin(), certain.end(), fact) != certain.end();
  };
  for (const Inside::Way& way : cell->second) {
    if (way.refusal == nullptr && (way.unchanged ? to == state : to == way.to) &&
        std::all_of(way.facts.begin(), way.facts.end(), holds))
      return true;
    if (std::all_of(way.facts.begin(), way.facts.end(), is_certain)) return false;
  }
  return false;
}

bool Machine::reaches(std::string_view from, std::string_view to,
                      const std::function<bool(std::string_view)>& may,
                      const std::function<bool(std::string_view)>& holds,
                      const Facts& certain) const {
  std::vector<std::string_view> reached{from};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (const std::string& state : inside_->states) {
      const auto gets_there = [&](const std::string& step) {
        return may(step) && leads(reached[i], step, state, holds, certain);
      };
      if (std::find(reached.begin(), reached.end(), state) == reached.end() &&
          std::any_of(inside_->steps.begin(), inside_->steps.end(), gets_there))
        reached.emplace_back(state);
    }
  }
  return std::find(reached.begin(), reached.end(), to) != reached.end();
}

const std::string& Machine::name() const { return inside_->process; }
std::vector<std::string_view> Machine::states() const { return views(inside_->states); }
std::vector<std::string_view> Machine::steps() const { return views(inside_->steps); }
std::vector<std::string_view> Machine::facts() const { return views(inside_->facts); }

std::vector<std::string_view> Machine::automatic_steps() const { return views(inside_->automatic); }

std::vector<std::string_view> Machine::open_steps(std::string_view state,
                                                  const Facts& facts) const {
  std::vector<std::string_view> open;
  for (const std::string& step : inside_->steps) {
    if (has(inside_->automatic, step)) continue;
    const Inside::Way* way = inside_->find(state, step, facts);
    if (way != nullptr && way->refusal == nullptr && !way->unchanged) open.push_back(step);
  }
  return open;
}

std::string Machine::state_text(std::string_view state) const {
  return text("state." + inside_->process + "." + std::string{state});
}

std::string Machine::step_text(std::string_view step) const {
  return text("step." + inside_->process + "." + std::string{step});
}

}  // namespace tmis
