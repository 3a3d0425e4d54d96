// Both are rows that their authority may write anew at any time; the journal keeps what was said
// before.
#include "workflow/credit_register.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "people/organisation.h"
#include "workflow/given.h"

namespace tmis::workflow {
namespace {

using store::program_table;

/// The authority that a registering command is for.
struct Registering {
  Permit permit;
  std::int64_t authority;
};
Registering registering(Desk& desk, std::string_view command, const std::string& org) {
  access::Subject subject;
  if (!org.empty()) subject.org = people::organisation(desk, org).row;
  Permit permit = desk.permit(command, subject);
  const std::int64_t authority = permit.org();
  return {std::move(permit), authority};
}

/// The row of a table with these two keys, and whether its columns are these already.
struct Registered {
  std::int64_t row = 0;
  bool same = false;
};

/// Writes the row, unless it says the same.
CaseDone put_registered(journal::Transaction& tx, const char* table, const std::string& name,
                        const Registered& known, const Values& columns) {
  CaseDone done{"", "registered", -1, known.same};
  const auto& def = program_table(table);
  done.id = name + "#" + std::to_string(known.row == 0 ? tx.next_record(def) : known.row);
  if (known.same) return done;
  if (known.row == 0) {
    tx.insert(def, columns);
  } else {
    tx.update(def, known.row, columns);
  }
  done.event = tx.commit().seq;
  return done;
}

}  // namespace

CaseDone register_institution(Desk& desk, const NewInstitution& given) {
  std::vector<std::string> categories;
  for (const std::string& word : given.categories) {
    categories.push_back(code_meant(desk.catalogue.codes("training_category"), word, "--category"));
  }
  std::sort(categories.begin(), categories.end());
  categories.erase(std::unique(categories.begin(), categories.end()), categories.end());
  const std::string until = day_given(given.until, "--until");
  const auto [permit, authority] = registering(desk, "credits institution add", given.org);
  const auto institution = people::organisation(desk, given.code);
  if (institution.kind != "institution")
    throw Error{codes::credits_not_institution, {arg("org", given.code)}};
  journal::Transaction tx{desk, permit, {.args = {{"institution", Value{given.code}}}}};
  Registered known;
  const std::string list = joined(categories, ";");
  {
    auto find = tx.db().statement(
        "SELECT row, categories, until_day FROM credit_institution WHERE authority = ? AND "
        "institution = ?");
    find.with(authority, institution.row);
    if (find.step()) known = {find.integer(0), find.text(1) == list && find.text(2) == until};
  }
  return put_registered(tx, "credit_institution", "credit_institution", known,
                        {Value{authority}, Value{institution.row}, or_null(list), or_null(until)});
}

std::vector<InstitutionLine> institutions(Desk& desk, const Permit& permit) {
  std::vector<InstitutionLine> out;
  auto rows = desk.db.statement(
      "SELECT row, authority, institution, categories, until_day FROM credit_institution ORDER BY "
      "row");
  while (rows.step()) {
    if (!permit.reaches(rows.integer(1))) continue;
    InstitutionLine line{
        rows.integer(0), rows.integer(1), rows.integer(2), {}, std::string{rows.text(4)}};
    if (!rows.is_null(3)) {
      for (const auto code : split(rows.text(3), ';')) line.categories.emplace_back(code);
    }
    out.push_back(std::move(line));
  }
  return out;
}

bool may_run(Desk& desk, std::int64_t authority, std::int64_t institution,
             const std::string& category, const std::string& day) {
  const auto& tree = desk.organisations();
  auto rows = desk.db.statement(
      "SELECT authority, categories, until_day FROM credit_institution WHERE institution = ?");
  rows.with(institution);
  while (rows.step()) {
    const std::int64_t by = rows.integer(0);
    if (by != authority && !tree.is_below(authority, by)) continue;
    if (!rows.is_null(2) && rows.text(2) < day) continue;
    if (rows.is_null(1)) return true;
    const auto listed = split(rows.text(1), ';');
    if (std::find(listed.begin(), listed.end(), category) != listed.end()) return true;
  }
  return false;
}

CaseDone set_plan(Desk& desk, const NewPlan& given) {
  if (!given.places && !given.hours) needed("", "--places N | --hours N", "credits plan set");
  const auto [permit, authority] = registering(desk, "credits plan set", given.org);
  journal::Transaction tx{desk, permit, {.args = {{"year", Value{given.year}}}}};
  Registered known;
  Value places = or_null(given.places), hours = or_null(given.hours);
  {
    auto find = tx.db().statement(
        "SELECT row, places, hours FROM credit_plan WHERE authority = ? AND year = ?");
    find.with(authority, std::string_view{given.year});
    if (find.step()) {
      if (!given.places) places = find.value(1);
      if (!given.hours) hours = find.value(2);
      known = {find.integer(0), places == find.value(1) && hours == find.value(2)};
    }
  }
  CaseDone done = put_registered(tx, "credit_plan", "credit_plan", known,
                                 {Value{authority}, Value{given.year}, places, hours});
  done.state = "planned";
  return done;
}

bool YearPlan::exceeded() const {
  return (places && std::max(places_offered, places_used) > *places) ||
         (hours && std::max(hours_offered, hours_used) > *hours);
}

YearPlan year_plan(Desk& desk, const Permit& permit, const std::string& year) {
  YearPlan out;
  out.year = year;
  const auto& tree = desk.organisations();
  out.authority = tree.find(permit.about() != 0 ? permit.about() : permit.org());
  if (out.authority != nullptr && out.authority->kind != "authority")
    out.authority = tree.authority_of(out.authority->row);
  if (out.authority == nullptr) return out;
  {
    auto find =
        desk.db.statement("SELECT places, hours FROM credit_plan WHERE authority = ? AND year = ?");
    find.with(out.authority->row, std::string_view{year});
    if (find.step()) {
      if (!find.is_null(0)) out.places = find.integer(0);
      if (!find.is_null(1)) out.hours = find.integer(1);
    }
  }
  for (ProjectLine& line : projects(desk, permit, {year, "", ""})) {
    const CreditProject& p = line.project;
    if (p.authority != out.authority->row || p.state == "rejected") continue;
    out.places_offered += p.places.value_or(0);
    out.hours_offered += p.budget_hours.value_or(p.places.value_or(0) * p.hours);
    out.places_used += line.count.enrolled;
    out.hours_used += line.count.hours + (line.count.enrolled - line.count.assessed) * p.hours;
    out.projects.push_back(std::move(line));
  }
  return out;
}

}  // namespace tmis::workflow
