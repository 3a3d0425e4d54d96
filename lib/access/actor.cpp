// Reads an account and its roles.
#include "access/actor.h"

#include <algorithm>

#include "store/database.h"
#include "store/statement.h"

namespace tmis::access {
namespace {

Actor from_row(const store::Statement& select) {
  Actor actor;
  actor.account = select.integer(0);
  actor.login = select.text(1);
  if (!select.is_null(2)) actor.name = select.text(2);
  if (!select.is_null(3)) actor.teacher = select.integer(3);
  if (!select.is_null(4)) actor.teacher_org = select.integer(4);
  actor.service = !select.is_null(5);
  for (std::string_view rest = select.text(5); !rest.empty();) {
    const auto comma = std::min(rest.find(','), rest.size());
    actor.commands.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return actor;
}

void read_grants(store::Database& db, Actor& actor) {
  auto select = db.statement("SELECT role, org FROM grant_role WHERE account = ? ORDER BY row");
  select.bind(1, actor.account);
  while (select.step()) {
    actor.grants.push_back({std::string{select.text(0)}, select.integer(1)});
  }
  // A teacher's own account has no name of its own: it stands in the dossier.
  if ((actor.grants.empty() || actor.name.empty()) && actor.teacher && actor.teacher_org) {
    actor.grants.push_back({"teacher", *actor.teacher_org});
  }
}

}  // namespace

std::optional<Actor> read_actor(store::Database& db, std::int64_t account) {
  std::optional<Actor> actor;
  {
    auto select = db.statement(
        "SELECT a.row, a.login, a.name, a.teacher, t.org, a.commands FROM account a LEFT JOIN "
        "teacher t ON "
        "t.row = a.teacher WHERE a.row = ?");
    select.bind(1, account);
    if (select.step()) actor = from_row(select);
  }
  if (actor) read_grants(db, *actor);
  return actor;
}

std::optional<Actor> read_actor(store::Database& db, std::string_view login) {
  std::optional<Actor> actor;
  {
    auto select = db.statement(
        "SELECT a.row, a.login, a.name, a.teacher, t.org, a.commands FROM account a LEFT JOIN "
        "teacher t ON "
        "t.row = a.teacher WHERE a.login = ?");
    select.bind(1, login);
    if (select.step()) actor = from_row(select);
  }
  if (actor) read_grants(db, *actor);
  return actor;
}

}  // namespace tmis::access
