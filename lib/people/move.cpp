// Everything of it is rows of evidence, but the keys; they stand in key_wrap.
#include "people/move.h"

#include <optional>

#include "base/error.h"
#include "journal/versions.h"
#include "people/key_giving.h"

namespace tmis::people {
namespace {

/// A role that one of the person's accounts holds at an organisation.
struct Held {
  std::int64_t row = 0, account = 0;
  std::string login, role;
};

std::vector<Held> roles_at(Desk& desk, std::int64_t teacher, std::int64_t org) {
  auto rows = desk.db.statement(
      "SELECT g.row, a.row, a.login, g.role FROM grant_role g JOIN account a ON a.row = g.account "
      "WHERE a.teacher = ? AND g.org = ? ORDER BY g.row");
  rows.with(teacher, org);
  std::vector<Held> out;
  while (rows.step()) {
    out.push_back(
        {rows.integer(0), rows.integer(1), std::string{rows.text(2)}, std::string{rows.text(3)}});
  }
  return out;
}

Values stored_columns(Desk& desk, const store::TableDef& table, std::int64_t row) {
  return journal::versions(desk.db, table, row).back().columns;
}

void end_roles(Desk& desk, journal::Transaction& tx, std::int64_t teacher, std::int64_t org,
               Moved& out) {
  for (const Held& held : roles_at(desk, teacher, org)) {
    tx.withdraw(store::program_table("grant_role"), held.row);
    take_organisation_key(desk, org, held.account);
    out.ended.push_back(held.login);
  }
}

void move_account(Desk& desk, journal::Transaction& tx, std::int64_t teacher, std::int64_t to_org) {
  const auto& table = store::program_table("account");
  std::optional<std::int64_t> own;
  {
    auto find = desk.db.statement("SELECT row FROM account WHERE teacher = ? AND name IS NULL");
    find.with(teacher);
    if (find.step()) own = find.integer(0);
  }
  if (!own) return;
  Values columns = stored_columns(desk, table, *own);
  columns[table.column("org")] = Value{to_org};
  tx.update(table, *own, columns);
}

}  // namespace

void want_no_last_role(Desk& desk, std::int64_t teacher, std::int64_t org) {
  for (const Held& held : roles_at(desk, teacher, org)) {
    if (held.role != "sysadmin") continue;
    auto others = desk.db.statement(
        "SELECT 1 FROM grant_role g JOIN account a ON a.row = g.account WHERE g.role = 'sysadmin' "
        "AND g.org = ? AND a.teacher IS NOT ? AND a.state <> 'disabled'");
    others.with(org, teacher);
    if (!others.step())
      throw Error{codes::role_last, {arg("org", desk.organisations().find(org)->code)}};
  }
}

Moved move_person(Desk& desk, journal::Transaction& tx, std::string_view batch,
                  std::int64_t teacher, std::int64_t from_org, std::int64_t to_org) {
  Moved out;
  want_no_last_role(desk, teacher, from_org);
  const NewDossierKey key = take_dossier(desk, batch, teacher, from_org, to_org);
  out.key_given = key.given;
  const auto& table = store::program_table("teacher");
  Values columns = stored_columns(desk, table, teacher);
  columns[table.column("org")] = Value{to_org};
  columns[table.column("department")] = Value{};
  columns[table.column("key_number")] = Value{std::int64_t{key.number}};
  columns[table.column("key_check")] = Value::blob(key.check);
  tx.update(table, teacher, columns);
  move_account(desk, tx, teacher, to_org);
  end_roles(desk, tx, teacher, from_org, out);
  return out;
}

}  // namespace tmis::people
