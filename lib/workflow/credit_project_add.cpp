// Registering a project: an authority's is registered at once, a school's own waits for its
// authority. What isn't said follows from who registers it.
#include <array>

#include "base/error.h"
#include "base/text.h"
#include "people/organisation.h"
#include "workflow/case_file.h"
#include "workflow/credit_project.h"
#include "workflow/credit_register.h"
#include "workflow/given.h"

namespace tmis::workflow {
namespace {

using store::program_table;

constexpr const char* kAddProject = "credits project add";

/// Codes of training_category and training_mode that follow from the level of an authority, or from
/// a project being school-based.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kByLevel = {{
    {"national", "1"},
    {"province", "2"},
    {"city", "3"},
    {"county", "4"},
}};
constexpr std::string_view kSchoolCategory = "5", kSchoolMode = "6", kOtherCategory = "9";

std::string usual_category(const access::Organisation& authority, bool school_based) {
  if (school_based) return std::string{kSchoolCategory};
  for (const auto& [level, code] : kByLevel) {
    if (authority.level == level) return std::string{code};
  }
  return std::string{kOtherCategory};
}

void check_project_kind(const std::string& kind, const access::Organisation& by) {
  const std::vector<std::string> kinds =
      by.kind == "school"      ? std::vector<std::string>{"school_based"}
      : by.level == "national" ? std::vector<std::string>{"ordinary", "national"}
                               : std::vector<std::string>{"ordinary"};
  if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return;
  throw Error{codes::usage_value,
              {arg("value", kind), arg("option", "--kind"), arg("expected", joined(kinds, ", "))}};
}

void check_project_days(const CreditProject& p) {
  needed(p.start, "--start", kAddProject);
  needed(p.end, "--end", kAddProject);
  if (p.end < p.start) throw Error{codes::project_days, {arg("start", p.start), arg("end", p.end)}};
}

/// The codes and words of a project; what isn't said follows from who registers it.
CreditFacts facts_given(Desk& desk, const NewProject& given, const access::Organisation& authority,
                        bool school_based) {
  const auto code = [&](std::string_view table, const std::string& word, const char* option) {
    return code_meant(desk.catalogue.codes(table), word, option);
  };
  CreditFacts f;
  f.category = given.category.empty() ? usual_category(authority, school_based)
                                      : code("training_category", given.category, "--category");
  if (given.mode.empty() && school_based) {
    f.mode = kSchoolMode;
  } else {
    f.mode = code("training_mode", needed(given.mode, "--mode", kAddProject), "--mode");
  }
  if (!given.country.empty()) f.country = code("country_region", given.country, "--country");
  f.course = given.course, f.activity = given.activity, f.honour = given.honour;
  return f;
}

void set_project_places(const NewProject& given, CreditProject& p) {
  if (given.hours <= 0) needed("", "--hours", kAddProject);
  p.hours = given.hours;
  p.places = given.places;
  p.budget_hours = given.budget_hours;
}

void set_project_sides(Desk& desk, const NewProject& given, const access::Organisation& by,
                       CreditProject& p) {
  const auto& tree = desk.organisations();
  const auto* authority = by.kind == "authority" ? &by : tree.authority_of(by.row);
  if (authority == nullptr) throw Error{codes::credits_no_authority, {arg("org", by.code)}};
  p.authority = authority->row;
  if (by.kind == "school") p.school = by.row;
  p.facts = facts_given(desk, given, *authority, p.school_based());
  if (p.school_based()) return;
  const auto institution =
      people::organisation(desk, needed(given.institution, "--institution", kAddProject));
  p.institution = institution.row;
  if (!may_run(desk, p.authority, p.institution, p.facts.category, p.end))
    throw Error{codes::project_institution, {arg("org", institution.code)}};
}

bool project_code_known(Desk& desk, const std::string& code) {
  if (code.empty()) return false;
  auto find = desk.db.statement("SELECT 1 FROM credit_project WHERE code = ?");
  find.with(std::string_view{code});
  return find.step();
}

}  // namespace

const std::string& needed(const std::string& value, const std::string& option,
                          const std::string& command) {
  if (!value.empty()) return value;
  throw Error{codes::usage_missing, {arg("what", option), arg("command", command)}};
}

CaseDone add_project(Desk& desk, const NewProject& given) {
  CreditProject p;
  p.code = given.code;
  p.name = given.name;
  people::check_name(p.name, "--name");
  p.start = day_given(given.start, "--start");
  p.end = day_given(given.end, "--end");
  check_project_days(p);
  set_project_places(given, p);
  p.year = given.year.empty() ? p.end.substr(0, 4) : given.year;
  access::Subject subject;
  if (!given.org.empty()) subject.org = people::organisation(desk, given.org).row;
  const Permit permit = desk.permit(kAddProject, subject);
  const auto& by = *desk.organisations().find(permit.org());
  p.kind = !given.kind.empty() ? given.kind : by.kind == "school" ? "school_based" : "ordinary";
  check_project_kind(p.kind, by);
  set_project_sides(desk, given, by, p);
  journal::Transaction tx{desk, permit, {.args = {{"name", Value{p.name}}}}};
  if (project_code_known(desk, p.code))
    throw Error{codes::project_code_taken, {arg("code", p.code)}};
  p.state = Machine::of("credit_project").step("none", "add", p.machine_facts()).state;
  p.row = tx.next_record(program_table("credit_project"));
  tx.insert(program_table("credit_project"), project_columns(p));
  tx.act().args.emplace_back("case", Value{p.id()});
  return {p.id(), p.state, tx.commit().seq, false};
}

CaseDone decide_project(Desk& desk, const std::string& word, std::string_view step,
                        const std::string& reason) {
  const std::string command = "credits project " + std::string{step};
  const auto asked = ask_project(desk, command, word);
  journal::Transaction tx{
      desk, asked.permit, {.args = {{"case", Value{asked.project.id()}}}, .reason = reason}};
  CreditProject p = project(desk, asked.project.row);  // under the lock
  const auto outcome = Machine::of("credit_project").step(p.state, step, p.machine_facts());
  if (outcome.unchanged) return {p.id(), p.state, -1, true};
  want_other_person(desk, asked.permit, p.seq, p.id());
  p.state = outcome.state;
  p.reason = reason;
  put_project(tx, p);
  return {p.id(), p.state, tx.commit().seq, false};
}

}  // namespace tmis::workflow
