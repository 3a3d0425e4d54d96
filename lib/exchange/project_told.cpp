// The chain proves each row, its event and the role of its signer; here it is asked whether that
// role's organisation could write it.
#include "exchange/project_told.h"

#include <algorithm>
#include <set>

#include "access/machine.h"
#include "base/error.h"
#include "exchange/shown.h"
#include "journal/cases.h"
#include "journal/rights.h"
#include "workflow/record_proof.h"

namespace tmis::exchange {
namespace {

using journal::ProvenRow;
using store::program_table;
using workflow::CreditProject;

bool is_rest(std::string_view fact) { return fact == "rest"; }

class Reading {
 public:
  Reading(const Shown& shown, std::int64_t row, const Manifest& word)
      : shown_(shown), row_(row), sender_(word.from_org), results_(word.kind == kResults) {}

  ProjectTold run() {
    project();
    origin();
    shown_.each("credit_part",
                [&](std::int64_t row, const auto& versions) { part(row, versions); });
    side();
    participants();
    entries();
    return std::move(out_);
  }

 private:
  const Value& value(std::string_view table, const Values& columns, std::string_view column) const {
    return shown_.value(table, columns, column);
  }
  std::string code(std::int64_t org) const { return shown_.code(org); }
  std::string number_of(std::int64_t teacher) const {
    return value("teacher", shown_.newest("teacher", teacher), "number").text;
  }
  static bool is_about(const journal::Event& event, const std::string& id) {
    return journal::argument(event, journal::kCaseArgument).text == id;
  }
  bool is_of_project(const journal::Event& event) const {
    return is_about(event, out_.project.id()) ||
           std::any_of(out_.parts.begin(), out_.parts.end(),
                       [&](const ToldPart& part) { return is_about(event, part.is.id()); });
  }
  static bool was_read(const journal::Event& event) { return event.kind == workflow::kPackageRead; }
  const std::string& trainer() const {
    return out_.project.school_based() ? out_.school : out_.institution;
  }
  /// Whether versions of a table differ in state and reason alone.
  static bool same_case(std::string_view name, const Values& a, const Values& b) {
    const auto& table = program_table(name);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const std::string& column = table.columns[i].name;
      if (column != "state" && column != "reason" && !(a[i] == b[i])) return false;
    }
    return true;
  }

  /// A case version by version: each by a step of the side whose turn it was, or read. Gives how
  /// often it was sent back. `own`: whether the last one is the sender's own step.
  template <class May>
  std::int64_t follow(std::string_view table, const std::vector<const ProvenRow*>& versions,
                      May may, bool& own) const {
    const auto known = Machine::of("credit_project").states();
    std::string before = "none";
    std::int64_t returns = 0;
    for (const ProvenRow* version : versions) {
      const std::string& state = value(table, version->columns, "state").text;
      const auto& event = shown_.event(*version);
      if (std::find(known.begin(), known.end(), state) == known.end() ||
          !same_case(table, version->columns, versions.back()->columns) ||
          (!was_read(event) && !takes_step(event, before, state, may)))
        shown_.forged();
      own = !was_read(event) && event.org == sender_;
      returns += is_return(before, state) ? 1 : 0;
      before = state;
    }
    return returns;
  }

  template <class May>
  bool takes_step(const journal::Event& event, std::string_view before, std::string_view after,
                  May may) const {
    const std::string command = journal::command_of(event);
    const std::string step = command.substr(command.rfind(' ') + 1);
    const Machine& machine = Machine::of("credit_project");
    const auto steps = machine.steps();
    const auto certain = out_.project.machine_facts();
    const auto holds = [&](std::string_view fact) {
      return is_rest(fact) || std::find(certain.begin(), certain.end(), fact) != certain.end();
    };
    return command.starts_with("credits ") && may(event, step) &&
           std::find(steps.begin(), steps.end(), step) != steps.end() &&
           machine.leads(before, step, after, holds, certain);
  }

  void project() {
    const auto& versions = shown_.whole("credit_project", row_);
    out_.project = workflow::project_in(row_, versions.back()->columns);
    const CreditProject& p = out_.project;
    const bool known_kind = p.kind == "ordinary" || p.national() || p.school_based();
    if (!known_kind || (p.school_based() ? p.institution : p.school) != 0 || p.trainer() == 0 ||
        value("credit_project", versions.back()->columns, "id").text != p.id())
      shown_.forged();
    out_.authority = code(p.authority);
    out_.institution = code(p.institution);
    out_.school = code(p.school);
    const auto may = [&](const journal::Event& event, std::string_view step) {
      const bool results = step == "assess" || step == "close";
      const bool adds = step == "add" && p.school_based();
      return is_about(event, p.id()) && event.org == (results || adds ? trainer() : out_.authority);
    };
    out_.returns = follow("credit_project", versions, may, own_);
  }

  void origin() {
    shown_.each("credit_origin", [&](std::int64_t, const auto& versions) {
      const Values& c = versions.back()->columns;
      if (value("credit_origin", c, "project").number != row_ || out_.origin) shown_.forged();
      out_.origin = {value("credit_origin", c, "file").text,
                     value("credit_origin", c, "there").number};
    });
  }

  void part(std::int64_t row, const std::vector<const ProvenRow*>& versions) {
    const Values& c = versions.back()->columns;
    ToldPart told;
    told.is = {row,
               value("credit_part", c, "project").number,
               value("credit_part", c, "authority").number,
               value("credit_part", c, "state").text,
               value("credit_part", c, "reason").text,
               -1};
    told.authority = code(told.is.authority);
    const bool again = std::any_of(out_.parts.begin(), out_.parts.end(), [&](const ToldPart& p) {
      return p.is.authority == told.is.authority;
    });
    if (again || !out_.project.national() || told.is.project != row_ ||
        value("credit_part", c, "id").text != told.is.id())
      shown_.forged();
    const auto may = [&](const journal::Event& event, std::string_view step) {
      if (step == "confirm" || step == "return")
        return event.org == told.authority && is_about(event, told.is.id());
      return is_about(event, out_.project.id()) &&
             event.org == (step == "distribute" ? out_.authority : out_.institution);
    };
    bool own = false;
    told.returns = follow("credit_part", versions, may, own);
    own_ = own_ || (own && told.is.state == "results");
    out_.parts.push_back(std::move(told));
  }

  /// Who may say what: an authority also what the institution decided on, with what it confirmed of
  /// it; who trains only what he handed in or proposed; a province its own part alone.
  void side() {
    const std::string& state = out_.project.state;
    if (results_) {
      out_.by = ProjectSide::trainer;
      const bool handed_in =
          state == "results" || (out_.project.school_based() && state == "proposed") ||
          std::any_of(out_.parts.begin(), out_.parts.end(),
                      [](const ToldPart& part) { return part.is.state == "results"; });
      if (sender_ != trainer() || !own_ || !handed_in) shown_.forged();
    } else if (sender_ != out_.authority) {
      out_.by = ProjectSide::province;
      if (out_.parts.size() != 1 || out_.parts.front().authority != sender_) shown_.forged();
    }
  }

  const ToldPart* part_of(const workflow::Enrolment& e) const {
    const auto found = std::find_if(out_.parts.begin(), out_.parts.end(),
                                    [&](const ToldPart& part) { return part.is.row == e.part; });
    return found == out_.parts.end() ? nullptr : &*found;
  }
  /// Code of who confirms for a participant.
  const std::string& confirmer(const workflow::Enrolment& e) const {
    const ToldPart* part = part_of(e);
    return part == nullptr ? out_.authority : part->authority;
  }

  void participants() {
    const auto& table = program_table("credit_enrolment");
    std::set<std::string> seen;
    shown_.each("credit_enrolment", [&](std::int64_t row, const auto& versions) {
      const Values& c = versions.back()->columns;
      const auto number = [&](std::string_view column) -> std::optional<std::int64_t> {
        const Value& v = c[table.column(column)];
        return v.is_null() ? std::nullopt : std::optional{v.number};
      };
      ToldParticipant told;
      told.is = {row,
                 c[table.column("project")].number,
                 c[table.column("teacher")].number,
                 c[table.column("result")].text,
                 number("hours"),
                 number("times"),
                 c[table.column("state")].text,
                 number("part").value_or(0)};
      told.number = number_of(told.is.teacher);
      const workflow::Enrolment& e = told.is;
      if (!is_sound(e) || !could_write(e, shown_.event(*versions.back())) ||
          !seen.insert(told.number).second)
        shown_.forged();
      out_.participants.push_back(std::move(told));
    });
  }

  bool is_sound(const workflow::Enrolment& e) const {
    const bool known_word =
        (e.result.empty() || e.result == "pass" || e.result == "fail" || e.result == "absent") &&
        (e.state == "enrolled" || e.state == "confirmed" || e.state == "returned");
    const bool its_part = e.part == 0 ? out_.by != ProjectSide::province : part_of(e) != nullptr;
    return e.project == row_ && known_word && its_part && e.hours.value_or(0) >= 0 &&
           e.hours.value_or(0) <= out_.project.hours && e.times.value_or(1) >= 1 &&
           (e.state != "confirmed" || !e.result.empty());
  }

  /// The newest version of a participant's row: results are of who trains, where he tells them;
  /// what was decided on them is of who confirms.
  bool could_write(const workflow::Enrolment& e, const journal::Event& event) const {
    if (out_.by == ProjectSide::trainer && e.state == "enrolled" && !e.result.empty() &&
        event.org != trainer())
      return false;
    if (was_read(event)) return true;
    return journal::command_of(event).starts_with("credits ") && is_of_project(event) &&
           (e.state == "enrolled" || event.org == confirmer(e));
  }

  void entries() {
    shown_.each("credit_entry", [&](std::int64_t, const auto& versions) { entry(versions); });
    shown_.each("credit_rule", [&](std::int64_t, const auto& versions) {
      out_.rules.push_back(value("credit_rule", versions.back()->columns, "text").text);
    });
  }

  void entry(const std::vector<const ProvenRow*>& versions) {
    const auto& table = program_table("credit_entry");
    const Values& c = versions.back()->columns;
    const auto word = [&](std::string_view column) { return c[table.column(column)].text; };
    const auto number = [&](std::string_view column) { return c[table.column(column)].number; };
    const std::int64_t teacher = number("teacher");
    const auto takes_part =
        std::find_if(out_.participants.begin(), out_.participants.end(),
                     [&](const ToldParticipant& p) { return p.is.teacher == teacher; });
    if (takes_part == out_.participants.end() || takes_part->is.state != "confirmed" ||
        confirmer(takes_part->is) != sender_ || code(number("org")) != sender_ ||
        word("case_id") != out_.project.id() || !confirmed_here(versions, takes_part->is))
      shown_.forged();
    ToldEntry told;
    told.number = takes_part->number;
    told.is.result = {teacher,         word("case_id"), {},
                      word("end_day"), number("hours"), word("category"),
                      word("mode"),    word("course"),  word("activity"),
                      word("honour"),  number("times"), word("result")};
    told.is.rule = word("rule");
    told.is.version = word("rule_version");
    told.is.confirmed_by = number("org");
    const workflow::Enrolment& e = takes_part->is;
    const CreditProject& p = out_.project;
    const workflow::CreditResult& r = told.is.result;
    // What was confirmed is what the participant has in the project.
    if (r.result != e.result || r.hours != e.hours.value_or(0) * 100 || r.end_date != p.end ||
        r.times != e.times.value_or(1) || r.category != p.facts.category ||
        r.mode != p.facts.mode || r.course != p.facts.course || r.activity != p.facts.activity ||
        r.honour != p.facts.honour)
      shown_.forged();
    out_.entries.push_back(std::move(told));
  }

  /// Whether an entry was made by confirming this case, and changed by correcting it alone. (How
  /// much of it counts changes with any other case of its teacher.)
  bool confirmed_here(const std::vector<const ProvenRow*>& versions,
                      const workflow::Enrolment& e) const {
    const ToldPart* part = part_of(e);
    const std::string id = part == nullptr ? out_.project.id() : part->is.id();
    for (std::size_t i = 0; i < versions.size(); ++i) {
      const auto same = [&](std::string_view column) {
        return value("credit_entry", versions[i]->columns, column) ==
               value("credit_entry", versions[i - 1]->columns, column);
      };
      if (i > 0 && same("hours") && same("result")) continue;
      const auto& event = shown_.event(*versions[i]);
      const std::string step = i == 0 ? "credits confirm" : "credits correct";
      if (journal::command_of(event) != step || event.org != sender_ || !is_about(event, id))
        return false;
    }
    return true;
  }

  const Shown& shown_;
  std::int64_t row_;
  const std::string& sender_;
  bool results_;      // kind of the package
  bool own_ = false;  // the last step, of the project or of a part, is the sender's
  ProjectTold out_;
};

}  // namespace

ProjectTold project_told(const LegProof& proof, std::int64_t row) {
  const Shown shown{proof};
  return Reading{shown, row, proof.leg().word.manifest}.run();
}

}  // namespace tmis::exchange
