// A row a project; the machine `credit_project` says which step is possible. Which role asks about
// which organisation differs from command to command: `subject_for` is the one place that knows.
#include "workflow/credit_project.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "people/organisation.h"

namespace tmis::workflow {
namespace {

using store::program_table;

const std::vector<std::string>& project_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const auto& column : program_table("credit_project").columns) out.push_back(column.name);
    return out;
  }();
  return names;
}

CreditProject project_of(const journal::PastRow& row) {
  const auto& v = row.values;
  const auto number = [&](std::size_t i) -> std::optional<std::int64_t> {
    return v[i].is_null() ? std::nullopt : std::optional{v[i].number};
  };
  CreditProject p;
  p.row = row.row;
  p.code = v[1].text, p.name = v[2].text, p.kind = v[3].text;
  p.authority = v[4].number, p.institution = v[5].number, p.school = v[6].number;
  p.facts = {v[7].text, v[8].text, v[9].text, v[10].text, v[11].text, v[12].text};
  p.hours = v[13].number;
  p.start = v[14].text, p.end = v[15].text;
  p.places = number(16), p.budget_hours = number(17);
  p.year = v[18].text, p.state = v[19].text, p.reason = v[20].text;
  p.seq = row.seq;
  return p;
}

Value org_value(std::int64_t org) { return org == 0 ? Value{} : Value{org}; }

access::Subject subject_for(Desk& desk, std::string_view command, const CreditProject& p,
                            const std::string& as) {
  access::Subject subject;
  const auto party = [&](std::string_view side, std::int64_t org) {
    if (org != 0) subject.parties.push_back({std::string{side}, org});
  };
  if (command.ends_with(" approve") || command.ends_with(" reject")) {
    subject.org = p.school_based() ? p.school : p.authority;
    return subject;
  }
  if (command == "credits distribute") {
    subject.org = p.authority;
    return subject;
  }
  if (command == "credits assess" || command == "credits close") {
    subject.org = p.school_based() ? p.school : p.institution;
    party("institution", p.institution);
    party("school", p.school);
    return subject;
  }
  if (!as.empty()) subject.org = people::organisation(desk, as).row;
  const auto parts = command == "credits enrol" ? std::vector<CreditPart>{} : parts_of(desk, p.row);
  for (const CreditPart& part : parts) party("authority", part.authority);
  if (parts.empty() || command == "credits send") party("authority", p.authority);
  party("institution", p.institution);
  party("school", p.school);
  return subject;
}

/// Enrolling is open to three sides by their own organisation: whether that is one of the project's
/// the matrix can't see.
bool may_enrol(Desk& desk, const Permit& permit, const CreditProject& p) {
  const auto& tree = desk.organisations();
  const auto* org = tree.find(permit.org());
  if (org == nullptr) return false;
  if (org->kind != "school") return org->row == p.authority || org->row == p.institution;
  return p.school_based() ? org->row == p.school : tree.is_below(org->row, p.authority);
}

}  // namespace

Machine::Facts CreditProject::machine_facts() const {
  if (school_based()) return {"school-based"};
  if (national()) return {"national"};
  return {};
}

Values project_columns(const CreditProject& p) {
  return {Value{p.id()},
          or_null(p.code),
          Value{p.name},
          Value{p.kind},
          Value{p.authority},
          org_value(p.institution),
          org_value(p.school),
          Value{p.facts.category},
          Value{p.facts.mode},
          or_null(p.facts.course),
          or_null(p.facts.activity),
          or_null(p.facts.honour),
          or_null(p.facts.country),
          Value{p.hours},
          Value{p.start},
          Value{p.end},
          or_null(p.places),
          or_null(p.budget_hours),
          Value{p.year},
          Value{p.state},
          or_null(p.reason)};
}

Values part_columns(const CreditPart& p) {
  return {Value{p.id()}, Value{p.project}, Value{p.authority}, Value{p.state}, or_null(p.reason)};
}

void put_project(journal::Transaction& tx, const CreditProject& p) {
  tx.update(program_table("credit_project"), p.row, project_columns(p));
}

void put_part(journal::Transaction& tx, const CreditPart& p) {
  tx.update(program_table("credit_part"), p.row, part_columns(p));
}

std::vector<CreditProject> all_projects(Desk& desk, std::int64_t at) {
  std::vector<CreditProject> out;
  journal::each_row(desk.db, {program_table("credit_project"), project_names(), at},
                    [&](const journal::PastRow& row) { out.push_back(project_of(row)); });
  return out;
}

namespace {

std::optional<CreditProject> project_where(Desk& desk, std::string_view column,
                                           const Value& value) {
  std::string select = "SELECT row, seq";
  for (const std::string& name : project_names()) select += ", " + name;
  auto find =
      desk.db.statement(select + " FROM credit_project WHERE " + std::string{column} + " = ?");
  find.lend(1, value);
  if (!find.step()) return std::nullopt;
  journal::PastRow row{find.integer(0), 0, find.integer(1), 0, {}};
  for (std::size_t i = 0; i < project_names().size(); ++i)
    row.values.push_back(find.value(static_cast<int>(i) + 2));
  return project_of(row);
}

}  // namespace

std::optional<CreditProject> find_project(Desk& desk, const std::string& word) {
  constexpr std::string_view kPrefix = "project#";
  if (word.starts_with(kPrefix)) {
    const std::string digits = word.substr(kPrefix.size());
    if (!digits.empty() && is_digits(digits) && digits.size() < 18)
      return project_where(desk, "row", Value{std::int64_t{std::stoll(digits)}});
  }
  return project_where(desk, "code", Value{word});
}

CreditProject project(Desk& desk, std::int64_t row) {
  auto found = project_where(desk, "row", Value{row});
  if (!found) bug("credit_project");
  return std::move(*found);
}

CreditProject project_in(std::int64_t row, const Values& columns) {
  return project_of({row, 0, -1, 0, columns});
}

std::vector<CreditPart> parts_of(Desk& desk, std::int64_t project) {
  std::vector<CreditPart> out;
  auto rows = desk.db.statement(
      "SELECT row, project, authority, state, reason, seq FROM credit_part WHERE project = ? ORDER "
      "BY row");
  rows.with(project);
  while (rows.step()) {
    out.push_back({rows.integer(0), rows.integer(1), rows.integer(2), std::string{rows.text(3)},
                   std::string{rows.text(4)}, rows.integer(5)});
  }
  return out;
}

std::string state_for(Desk& desk, const CreditProject& p, std::string_view step) {
  for (const CreditPart& part : parts_of(desk, p.row)) {
    const auto outcome = Machine::of("credit_project").look(part.state, step, p.machine_facts());
    if (outcome.refusal != &codes::project_wrong_step) return part.state;
  }
  return p.state;
}

std::vector<CreditPart> all_parts(Desk& desk, std::int64_t at) {
  std::vector<CreditPart> out;
  journal::each_row(desk.db,
                    {program_table("credit_part"), {"project", "authority", "state", "reason"}, at},
                    [&](const journal::PastRow& row) {
                      out.push_back({row.row, row.values[0].number, row.values[1].number,
                                     row.values[2].text, row.values[3].text, row.seq});
                    });
  return out;
}

AskedProject ask_project(Desk& desk, std::string_view command, const std::string& word,
                         const std::string& as) {
  auto found = find_project(desk, word);
  if (!found) {
    desk.permit(command);
    throw Error{codes::project_not_found, {arg("project", word)}};
  }
  Permit permit = desk.permit(command, subject_for(desk, command, *found, as));
  const bool school_based = !permit.limited(access::Limit::school_based) || found->school_based();
  const bool approves = command.ends_with(" approve") || command.ends_with(" reject");
  if (!school_based || (command == "credits enrol" && !may_enrol(desk, permit, *found)) ||
      (approves && permit.org() != found->authority)) {
    const auto* org = desk.organisations().find(permit.org());
    throw Error{codes::denied_relation,
                {arg("command", command), arg("org", permit.org_code()),
                 arg("role", text("role." + permit.role() +
                                  (org == nullptr ? std::string{} : "." + org->kind)))}};
  }
  return {std::move(*found), std::move(permit)};
}

const access::Organisation* province_of(const access::Organisations& tree, std::int64_t org) {
  const access::Organisation* best = nullptr;
  for (const auto* at = tree.authority_of(org); at != nullptr; at = tree.authority_of(at->row)) {
    if (at->level == "province") return at;
    if (at->level != "national" || best == nullptr) best = at;
  }
  return best;
}

bool sees(Desk& desk, const Permit& permit, const CreditProject& p) {
  const auto& tree = desk.organisations();
  for (const std::int64_t org : {p.authority, p.institution, p.school}) {
    if (org != 0 && permit.reaches(org)) return true;
  }
  const auto* own = tree.find(permit.org());
  if (own != nullptr && own->kind != "institution" && !p.school_based() &&
      tree.is_below(own->row, p.authority))
    return true;
  auto schools = desk.db.statement(
      "SELECT DISTINCT t.org FROM credit_enrolment e JOIN teacher t ON t.row = e.teacher WHERE "
      "e.project = ?");
  schools.with(p.row);
  while (schools.step()) {
    if (permit.reaches(schools.integer(0))) return true;
  }
  return false;
}

std::vector<ProjectLine> projects(Desk& desk, const Permit& permit, const ProjectFilter& filter) {
  std::map<std::int64_t, ProjectCount> counts;
  auto rows = desk.db.statement(
      "SELECT project, count(*), count(result), sum(state = 'confirmed'), coalesce(sum(hours), 0) "
      "FROM credit_enrolment GROUP BY project");
  while (rows.step())
    counts[rows.integer(0)] = {rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4)};
  std::vector<ProjectLine> out;
  for (CreditProject& p : all_projects(desk)) {
    const auto differs = [](const std::string& wanted, const std::string& is) {
      return !wanted.empty() && wanted != is;
    };
    if (differs(filter.year, p.year) || differs(filter.state, p.state) ||
        differs(filter.kind, p.kind) || !sees(desk, permit, p))
      continue;
    const auto count = counts.find(p.row);
    out.push_back({std::move(p), count == counts.end() ? ProjectCount{} : count->second});
  }
  return out;
}

}  // namespace tmis::workflow
