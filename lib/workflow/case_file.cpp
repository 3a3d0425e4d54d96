// The state is read under the write lock by whoever takes a step: two officers can't both be right.
#include "workflow/case_file.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"
#include "journal/as_of.h"
#include "journal/versions.h"
#include "keys/crockford.h"
#include "keys/secret.h"
#include "people/organisation.h"

namespace tmis::workflow {
namespace {

/// Steps that lead on, in this order; the others end a case.
constexpr std::array<std::string_view, 3> kForward = {"confirm", "take", "end"};

std::string case_sql(const store::TableDef& table) {
  std::string sql = "SELECT row, version, seq";
  for (const auto& column : table.columns) sql.append(", \"").append(column.name).append("\"");
  return sql + " FROM \"" + table.name + "\"";
}

CaseFile case_of(const store::TableDef& table, std::int64_t row, std::uint32_t version,
                 std::int64_t seq, Values columns) {
  CaseFile out;
  out.table = &table;
  out.version = version;
  out.seq = seq;
  out.columns = std::move(columns);
  out.is = journal::case_row(*journal::case_kind(table.name), row, out.columns);
  out.id = out.text("id");
  return out;
}

CaseFile read_case(const store::TableDef& table, const store::Statement& row) {
  Values columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    columns.push_back(row.value(static_cast<int>(i) + 3));
  return case_of(table, row.integer(0), static_cast<std::uint32_t>(row.integer(1)), row.integer(2),
                 std::move(columns));
}

/// The dossier behind an account: two accounts of one person have the same.
std::optional<std::int64_t> dossier_behind(Desk& desk, const std::string& login) {
  auto find = desk.db.statement("SELECT teacher FROM account WHERE login = ?");
  find.with(std::string_view{login});
  if (!find.step() || find.is_null(0)) return std::nullopt;
  return find.integer(0);
}

}  // namespace

void want_other_person(Desk& desk, const Permit& permit, std::int64_t seq, std::string_view id) {
  journal::Events events{desk.db};
  const auto& last = events.at(seq);
  if (last.org == permit.org_code()) return;
  const auto behind = dossier_behind(desk, last.actor);
  if (last.actor == desk.actor.login || (behind && behind == desk.actor.teacher))
    throw Error{codes::denied_same_person, {arg("org", last.org), arg("id", id)}};
}

std::optional<CaseFile> case_file(store::Database& db, std::string_view name, std::string_view id) {
  const auto& table = store::program_table(name);
  auto find = db.statement(case_sql(table) + " WHERE id = ?");
  find.with(id);
  if (!find.step()) return std::nullopt;
  return read_case(table, find);
}

CaseFile case_file(store::Database& db, std::string_view name, std::int64_t row) {
  const auto& table = store::program_table(name);
  auto find = db.statement(case_sql(table) + " WHERE row = ?");
  find.with(row);
  if (!find.step()) bug("no such case");
  return read_case(table, find);
}

std::vector<CaseFile> case_files(store::Database& db, std::string_view name,
                                 std::optional<std::int64_t> teacher, std::int64_t at) {
  const auto& table = store::program_table(name);
  journal::PastQuestion question{table, {}, at};
  for (const auto& column : table.columns) question.columns.push_back(column.name);
  if (teacher) question.where.emplace("teacher", *teacher);
  std::vector<CaseFile> out;
  journal::each_row(db, question, [&](const journal::PastRow& row) {
    out.push_back(case_of(table, row.row, row.version, row.seq, row.values));
  });
  return out;
}

std::string new_case_id(char letter) { return letter + keys::crockford(keys::random_bytes(5)); }

access::Subject subject_of_case(Desk& desk, const CaseFile& file, const std::string& as) {
  access::Subject subject = people::subject_of(desk, as);
  subject.parties = file.is.parties;
  subject.teacher = file.is.teacher;
  if (file.is.teacher) subject.teacher_org = people::person(desk, *file.is.teacher).org;
  return subject;
}

Machine::Outcome next_state(Desk& desk, const Permit& permit, const CaseFile& file,
                            std::string_view step) {
  const Machine& machine = Machine::of(file.process());
  auto outcome = machine.look(file.text("state"), step, file.is.facts(permit.org()));
  if (outcome.refusal != nullptr) {
    const auto turn = turn_of(file);
    const auto* org = turn ? desk.organisations().find(turn->org) : nullptr;
    throw Error{*outcome.refusal,
                {arg("id", file.id), arg("state", machine.state_text(file.text("state"))),
                 arg("step", machine.step_text(step)),
                 arg("turn", org == nullptr ? std::string{} : org->code),
                 arg("next", turn ? machine.step_text(turn->step) : "")}};
  }
  if (!outcome.unchanged) want_other_person(desk, permit, file.seq, file.id);
  return outcome;
}

people::Person person_of_case(Desk& desk, const CaseFile& file) {
  if (file.is.teacher) return people::person(desk, *file.is.teacher);
  people::Person out;
  for (std::size_t i = 0; i < file.table->columns.size(); ++i) {
    if (file.table->columns[i].name == "number") out.number = file.columns[i].text;
    if (file.table->columns[i].name == "name") out.name = file.columns[i].text;
  }
  return out;
}

std::optional<Turn> turn_of(const CaseFile& file) {
  const Machine& machine = Machine::of(file.process());
  for (const access::Party& party : file.is.parties) {
    const auto open = machine.open_steps(file.text("state"), file.is.facts(party.org));
    for (const std::string_view step : kForward) {
      if (std::find(open.begin(), open.end(), step) != open.end()) return Turn{party.org, step};
    }
  }
  return std::nullopt;
}

bool is_closed(const CaseFile& file) { return !turn_of(file); }

bool waits_for_me(const Desk& desk, const std::optional<Turn>& turn) {
  return turn &&
         std::any_of(desk.actor.grants.begin(), desk.actor.grants.end(), [&](const Grant& grant) {
           return grant.org == turn->org && grant.role == "manager";
         });
}

bool sees_case(const Permit& permit, const CaseFile& file) {
  if (permit.own()) return file.is.teacher == permit.own();
  return std::any_of(file.is.parties.begin(), file.is.parties.end(),
                     [&](const access::Party& party) { return permit.reaches(party.org); });
}

std::vector<CaseStep> steps_of(Desk& desk, const CaseFile& file) {
  journal::Events events{desk.db};
  std::vector<CaseStep> out;
  for (const auto& version : journal::versions(desk.db, *file.table, file.is.row)) {
    const auto& event = events.at(version.seq);
    const auto value = [&](std::string_view column) {
      return version.columns[file.table->column(column)].text;
    };
    const std::string said = value(out.empty() ? "reason" : "note");
    out.push_back(
        {value("state"), event.org, event.actor, event.t.substr(0, 10), said, version.seq});
  }
  return out;
}

}  // namespace tmis::workflow
