// Asking: every role of the actor that has a cell is a candidate; those whose relation covers what
// is named remain, the nearest wins. The reasons of a refusal are collected on the way.
#include "access/matrix.h"

#include <algorithm>
#include <iterator>

#include "access/matrix_data.h"
#include "access/question.h"
#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"

namespace tmis {

namespace embedded {
extern const std::string_view permissions;
}

namespace access {
namespace {

std::string role_text(const Column& column) {
  return text("role." + column.role + (column.kind.empty() ? "" : "." + column.kind));
}

/// Who names an organisation asks about it and those below it, however far the relation reaches.
std::vector<std::int64_t> narrowed(const Organisations& tree, const std::vector<std::int64_t>& orgs,
                                   const Subject& subject) {
  if (!subject.org) return orgs;
  const auto named = tree.with_below(*subject.org);
  std::vector<std::int64_t> both;
  std::set_intersection(orgs.begin(), orgs.end(), named.begin(), named.end(),
                        std::back_inserter(both));
  return both;
}

}  // namespace

struct Matrix::Inside {
  MatrixData data;

  std::vector<const Entry*> entries(std::string_view command) const;
  std::vector<Holding> holdings(const Organisations& tree, const Actor& actor,
                                const Entry& entry) const;
  [[noreturn]] void deny_role(const Actor& actor, const Entry& entry) const;
  void check_service(const Actor& actor, const Entry& entry) const;
};

std::vector<const Entry*> Matrix::Inside::entries(std::string_view command) const {
  auto found = data.find(command);
  if (found.empty()) bug("no entry in permissions.json for `" + std::string{command} + "`");
  return found;
}

std::vector<Holding> Matrix::Inside::holdings(const Organisations& tree, const Actor& actor,
                                              const Entry& entry) const {
  std::vector<Holding> found;
  for (const Grant& grant : actor.grants) {
    const Organisation* org = tree.find(grant.org);
    if (org == nullptr) continue;
    for (const auto& [column, cell] : entry.cells) {
      const Column& c = data.columns[column];
      if (c.role == grant.role && (c.kind.empty() || c.kind == org->kind)) {
        found.push_back({&grant, org, &cell, column});
      }
    }
  }
  return found;
}

void Matrix::Inside::deny_role(const Actor& actor, const Entry& entry) const {
  std::vector<std::string> roles;
  for (const auto& [column, cell] : entry.cells) roles.push_back(role_text(data.columns[column]));
  throw Error{codes::denied_role,
              {arg("login", actor.login), arg("command", entry.command),
               arg("roles", joined(roles, text("access.list-separator")))}};
}

void Matrix::Inside::check_service(const Actor& actor, const Entry& entry) const {
  if (!actor.service) return;
  const bool listed = actor.commands.empty() ||
                      std::find(actor.commands.begin(), actor.commands.end(), entry.command) !=
                          actor.commands.end();
  if (!entry.meaning.empty() || !listed) {
    throw Error{codes::denied_service, {arg("login", actor.login), arg("command", entry.command)}};
  }
}

Matrix::Matrix(std::string_view json, std::string_view tool)
    : inside_(std::make_unique<Inside>(Inside{read_matrix(json, tool)})) {}
Matrix::Matrix(Matrix&&) noexcept = default;
Matrix::~Matrix() = default;

Matrix Matrix::of_version(std::string_view tool) { return Matrix{embedded::permissions, tool}; }

const Matrix& Matrix::built_in() {
  static const Matrix matrix = of_version(version());
  return matrix;
}

Permit Matrix::ask_entry(const Organisations& tree, const Actor& actor, std::string_view command,
                         const Subject& subject, TableSource source) const {
  const auto entries = inside_->entries(command);
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry* e) {
    return e->source == TableSource::any || e->source == source;
  });
  if (found == entries.end()) bug("no entry for this source: " + std::string{command});
  const Entry& entry = **found;
  const auto holdings = inside_->holdings(tree, actor, entry);
  if (holdings.empty()) {
    for (const Entry* other : entries) {
      if (!inside_->holdings(tree, actor, *other).empty()) {
        throw Error{codes::denied_source, {arg("command", entry.command)}};
      }
    }
    inside_->deny_role(actor, entry);
  }
  Question question{tree, actor, subject};
  for (const Holding& holding : holdings) question.consider(holding);
  if (!question.any()) {
    if (question.refused_own()) {
      throw Error{codes::denied_own_dossier, {arg("command", entry.command)}};
    }
    const Holding& holding = holdings.front();
    throw Error{codes::denied_relation,
                {arg("command", entry.command), arg("org", holding.org->code),
                 arg("role", role_text(inside_->data.columns[holding.column]))}};
  }
  const Candidate& best = question.best();
  Permit permit;
  permit.command_ = entry.command;
  permit.role_ = best.holding.grant->role;
  permit.meaning_ = entry.meaning;
  permit.account_ = actor.account;
  permit.org_ = best.holding.org->row;
  permit.org_code_ = best.holding.org->code;
  permit.about_ = subject.org.value_or(permit.org_);
  permit.orgs_ = narrowed(tree, best.orgs, subject);
  permit.everywhere_ = best.everywhere;
  if (best.own) permit.own_ = actor.teacher;
  permit.person_ = actor.teacher;
  permit.of_case_ = best.of_case;
  permit.limits_ = best.holding.cell->limits;
  if (!entry.meaning.empty()) {
    const Meaning& meaning = inside_->data.meanings.find(entry.meaning)->second;
    permit.password_minutes_ = meaning.password_minutes;
    permit.writes_dossiers_ = meaning.dossier;
  }
  return permit;
}

Permit Matrix::ask(const Organisations& tree, const Actor& actor, std::string_view command,
                   const Subject& subject) const {
  const auto entries = inside_->entries(command);
  const Entry& first = *entries.front();
  if (!first.needs_login) {
    Permit permit;
    permit.command_ = first.command;
    permit.account_ = actor.account;
    return permit;
  }
  if (actor.account == 0) throw Error{codes::login_required, {arg("command", first.command)}};
  inside_->check_service(actor, first);
  check_grants(tree, actor.grants);
  if (first.source == TableSource::any || subject.source != TableSource::any) {
    return ask_entry(tree, actor, command, subject, subject.source);
  }
  // A dossier of all tables: both kinds must be permitted, and the limits of both hold.
  const Permit school = ask_entry(tree, actor, command, subject, TableSource::school);
  Permit permit = ask_entry(tree, actor, command, subject, TableSource::teacher);
  permit.limits_ |= school.limits_;
  return permit;
}

bool Matrix::allows(const Organisations& tree, const Actor& actor, std::string_view command,
                    const Subject& subject) const {
  try {
    ask(tree, actor, command, subject);
    return true;
  } catch (const Error& e) {
    if (e.code().exit == Exit::internal) throw;
    return false;
  }
}

bool Matrix::knows(std::string_view command) const { return !inside_->data.find(command).empty(); }

bool Matrix::asks_side(std::string_view command, std::string_view role) const {
  for (const Entry* entry : inside_->data.find(command)) {
    for (const auto& [column, cell] : entry->cells) {
      if (inside_->data.columns[column].role == role && cell.has(Relation::side)) return true;
    }
  }
  return false;
}

bool Matrix::needs_login(std::string_view command) const {
  return inside_->entries(command).front()->needs_login;
}

std::string Matrix::meaning(std::string_view command) const {
  return inside_->entries(command).front()->meaning;
}

std::vector<std::string> Matrix::commands() const {
  std::vector<std::string> all;
  for (const Entry& entry : inside_->data.entries) {
    if (all.empty() || all.back() != entry.command) all.push_back(entry.command);
  }
  return all;
}

std::vector<std::string> Matrix::roles() const {
  std::vector<std::string> all;
  for (const Column& column : inside_->data.columns) {
    if (std::find(all.begin(), all.end(), column.role) == all.end()) all.push_back(column.role);
  }
  return all;
}

void Matrix::check_grants(const Organisations& tree, const std::vector<Grant>& grants) const {
  const auto holds = [&](const std::string& role, std::int64_t org) {
    return std::find(grants.begin(), grants.end(), Grant{role, org}) != grants.end();
  };
  for (const Grant& grant : grants) {
    for (const auto& [one, other] : inside_->data.exclusive) {
      if (grant.role != one || !holds(other, grant.org)) continue;
      const Organisation* org = tree.find(grant.org);
      throw Error{codes::role_exclusive,
                  {arg("one", text("role." + one)), arg("other", text("role." + other)),
                   arg("org", org == nullptr ? "" : org->code)}};
    }
  }
}

}  // namespace access
}  // namespace tmis
