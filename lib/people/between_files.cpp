// Rows stay for good; keys are local.
#include "people/between_files.h"

#include <string>

#include "base/error.h"
#include "journal/versions.h"
#include "keys/hash.h"
#include "people/account_row.h"
#include "people/identity_login.h"
#include "people/key_giving.h"

namespace tmis::people {

void close_dossier(Desk& desk, std::int64_t teacher) {
  const std::string child = "dossier:" + std::to_string(teacher) + ":*";
  desk.db.statement("DELETE FROM key_wrap WHERE child GLOB ?").with(std::string_view{child}).run();
  desk.keyring().forget_dossier(teacher);
}

InitialPassword welcome(Desk& desk, journal::Transaction& tx, const Newcomer& who) {
  const auto& accounts = store::program_table("account");
  auto known = find_account(desk, who.number);
  if (known && known->account.teacher != who.teacher)
    throw Error{codes::account_exists, {arg("login", who.number)}};
  StoredAccount s = known.value_or(StoredAccount{});
  s.account.login = who.number;
  s.account.teacher = who.teacher;
  s.account.org = who.org;
  s.account.state = "initial";
  InitialPassword given = give_initial(desk, s);
  given.name = who.name;
  given.department.clear();
  if (known) {
    close_keys(desk, tx, s.account.row, "revoked");
    take_keys(desk, s.account.row);
    tx.update(accounts, s.account.row, account_columns(s));
  } else {
    s.account.row = tx.insert(accounts, account_columns(s));
  }
  give_keys_for_now(desk, s.account.row, given);
  keep_initial_identity_login(desk, s.account.row, who.identity, given.password);
  return given;
}

void stand_at(Desk& desk, journal::Transaction& tx, std::int64_t teacher, std::int64_t org) {
  const auto& table = store::program_table("teacher");
  Values columns = journal::versions(desk.db, table, teacher).back().columns;
  columns[table.column("org")] = Value{org};
  columns[table.column("department")] = Value{};
  tx.update(table, teacher, columns);
}

std::int64_t keep_number(Desk& desk, journal::Transaction& tx, std::string_view number,
                         std::int64_t org) {
  const auto& table = store::program_table("teacher");
  const std::int64_t row = tx.next_record(table);
  const auto key = new_dossier_key(desk, row, 1, org);
  // No identity number is known: a hash of the number that is keeps the column's values apart.
  const auto index = keys::hash("tmis/number-only/1\n" + std::string{number});
  return tx.insert(
      table, Values{Value{number}, Value{org}, Value::blob(std::string{keys::bytes(index)}),
                    Value{}, Value{}, Value{std::int64_t{key.number}}, Value::blob(key.check)});
}

}  // namespace tmis::people
