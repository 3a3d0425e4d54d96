// Asking: every role of the actor that has a cell is a candidate; those whose relation covers what
// is named remain, the nearest wins. The reasons of a refusal are collected on the way.
#include "access/matrix.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "access/matrix_data.h"
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

[[noreturn]] void bug(const std::string& what) {
  throw Error{codes::internal, {arg("what", what)}};
}

/// A role of the actor with a cell for the command.
struct Holding {
  const Grant* grant;
  const Organisation* org;
  const Cell* cell;
  std::size_t column;
};

/// A way in which a holding covers the subject.
struct Candidate {
  Holding holding;
  std::size_t rank;  // smaller is nearer
  std::vector<std::int64_t> orgs;
  bool own = false;
  bool everywhere = false;
};

/// Ranks: the own dossier when it is named; the organisations concerned, the nearest first;
/// everywhere; the own dossier when nothing is named, so that a manager who is a teacher lists his
/// school.
constexpr std::size_t kOwnNamed = 0;
constexpr std::size_t kNear = 1;
constexpr std::size_t kEverywhere = 1'000'000;
constexpr std::size_t kOwnUnnamed = 1'000'001;

class Question {
 public:
  Question(const Organisations& tree, const Actor& actor, const Subject& subject)
      : tree_(tree), actor_(actor), subject_(subject) {}

  void consider(const Holding& holding) {
    const Cell& cell = *holding.cell;
    const bool top = !holding.org->parent.has_value();
    if ((cell.root && !top) || (cell.national && holding.org->level != "national")) return;
    if (cell.has(Relation::own)) add_own(holding);
    if (cell.has(Limit::not_own) && is_own()) {
      refused_own_ = true;
      return;
    }
    if (cell.has(Relation::everywhere))
      candidates_.push_back({holding, kEverywhere, {}, false, true});
    if (cell.has(Relation::side)) add_side(holding);
    add_tree(holding);
  }

  bool refused_own() const { return refused_own_; }
  bool any() const { return !candidates_.empty(); }

  /// The nearest candidate, the least limited of its organisation. Throws org.ambiguous.
  const Candidate& best() {
    const auto key = [](const Candidate& c) {
      return std::tuple{c.rank, std::popcount(c.holding.cell->limits), c.holding.column};
    };
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [&](const Candidate& a, const Candidate& b) { return key(a) < key(b); });
    const Candidate& first = candidates_.front();
    std::vector<std::string> organisations;
    for (const Candidate& c : candidates_) {
      const std::string& code = c.holding.org->code;
      if (c.rank == first.rank && !c.everywhere && !c.own &&
          std::find(organisations.begin(), organisations.end(), code) == organisations.end()) {
        organisations.push_back(code);
      }
    }
    if (organisations.size() > 1) {
      throw Error{codes::org_ambiguous,
                  {arg("orgs", joined(organisations, text("access.list-separator")))}};
    }
    return first;
  }

 private:
  bool is_own() const { return subject_.teacher && subject_.teacher == actor_.teacher; }

  void add_own(const Holding& holding) {
    if (!actor_.teacher) return;
    if (subject_.teacher && !is_own()) return;
    if (subject_.org && *subject_.org != holding.org->row) return;
    candidates_.push_back({holding, subject_.teacher ? kOwnNamed : kOwnUnnamed, {}, true, false});
  }

  void add_side(const Holding& holding) {
    const std::int64_t here = holding.org->row;
    if (subject_.org && *subject_.org != here) return;
    const auto is_here = [&](const Party& p) {
      return p.org == here && (holding.cell->side.empty() || holding.cell->side == p.side);
    };
    const auto& parties = subject_.parties;
    if (parties.empty() || std::any_of(parties.begin(), parties.end(), is_here)) {
      candidates_.push_back({holding, kNear, {here}, false, false});
    }
  }

  /// H, B and D together: a reach in the tree, and whether it holds all organisations named.
  void add_tree(const Holding& holding) {
    const Cell& cell = *holding.cell;
    const std::int64_t here = holding.org->row;
    std::vector<std::int64_t> orgs;
    if (cell.has(Relation::below)) {
      orgs = tree_.with_below(here);
      if (!cell.has(Relation::here)) std::erase(orgs, here);
    } else if (cell.has(Relation::here)) {
      orgs.push_back(here);
    }
    if (cell.has(Relation::directly) && subject_.account_role == "sysadmin") {
      const auto children = tree_.children(here);
      orgs.insert(orgs.end(), children.begin(), children.end());
      std::sort(orgs.begin(), orgs.end());
    }
    if (orgs.empty() && !cell.has(Relation::below)) return;
    std::size_t rank = kNear;
    for (const std::int64_t named : named_orgs()) {
      if (!std::binary_search(orgs.begin(), orgs.end(), named)) return;
      rank = std::max(rank, kNear + tree_.steps_up(named, here).value_or(0));
    }
    candidates_.push_back({holding, rank, std::move(orgs), false, false});
  }

  std::vector<std::int64_t> named_orgs() const {
    std::vector<std::int64_t> orgs;
    if (subject_.org) orgs.push_back(*subject_.org);
    if (subject_.teacher) orgs.push_back(subject_.teacher_org.value_or(0));
    return orgs;
  }

  const Organisations& tree_;
  const Actor& actor_;
  const Subject& subject_;
  std::vector<Candidate> candidates_;
  bool refused_own_ = false;
};

std::string role_text(const Column& column) {
  return text("role." + column.role + (column.kind.empty() ? "" : "." + column.kind));
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
  permit.orgs_ = best.orgs;
  permit.everywhere_ = best.everywhere;
  if (best.own) permit.own_ = actor.teacher;
  permit.person_ = actor.teacher;
  permit.limits_ = best.holding.cell->limits;
  if (!entry.meaning.empty()) {
    permit.password_minutes_ = inside_->data.password_minutes.find(entry.meaning)->second;
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
