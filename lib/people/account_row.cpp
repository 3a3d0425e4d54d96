// One SELECT for all who read accounts.
#include "people/account_row.h"

#include <algorithm>

#include "base/error.h"
#include "keys/initial_password.h"
#include "people/key_giving.h"
#include "people/person.h"
#include "people/timeline.h"

namespace tmis::people {
std::string_view account_select() {
  return "SELECT a.row, a.login, a.name, a.teacher, a.org, o.code, t.department, a.state, "
         "a.initial, a.initial_until, a.commands, a.valid_until "
         "FROM account a JOIN organisation o ON o.row = a.org LEFT JOIN teacher t ON t.row = "
         "a.teacher ";
}

StoredAccount read_account(const store::Statement& row) {
  StoredAccount s;
  s.account.row = row.integer(0);
  s.account.login = row.text(1);
  s.account.name = row.text(2);
  if (!row.is_null(3)) s.account.teacher = row.integer(3);
  s.account.own = s.account.teacher && s.account.name.empty();
  s.account.org = row.integer(4);
  s.account.org_code = row.text(5);
  s.account.department = row.text(6);
  s.account.state = row.text(7);
  s.initial = row.blob(8);
  s.account.initial_until = row.text(9);
  if (!row.is_null(10)) s.account.commands = std::string{row.text(10)};
  s.account.valid_until = row.text(11);
  return s;
}

Values account_columns(const StoredAccount& s) {
  return {Value{s.account.login},
          or_null(s.account.name),
          s.account.teacher ? Value{*s.account.teacher} : Value{},
          Value{s.account.org},
          Value{s.account.state},
          s.initial.empty() ? Value{} : Value::blob(s.initial),
          or_null(s.account.initial_until),
          s.account.commands ? Value{*s.account.commands} : Value{},
          or_null(s.account.valid_until)};
}

bool has_left(Desk& desk, const Account& account) {
  return account.own &&
         spell_on(desk.db, *account.teacher, desk.today()).employment() == Employment::gone;
}

StoredAccount as_employed(Desk& desk, StoredAccount s) {
  if (has_left(desk, s.account)) s.account.state = "disabled";
  return s;
}

std::optional<StoredAccount> find_account(Desk& desk, std::string_view login) {
  auto by_login = desk.db.statement(std::string{account_select()} + "WHERE a.login = ?");
  by_login.with(login);
  if (by_login.step()) return as_employed(desk, read_account(by_login));
  const auto teacher = find_person(desk, login);
  if (!teacher) return std::nullopt;
  auto by_teacher =
      desk.db.statement(std::string{account_select()} + "WHERE a.teacher = ? AND a.name IS NULL");
  by_teacher.with(teacher->row);
  if (!by_teacher.step()) return std::nullopt;
  return as_employed(desk, read_account(by_teacher));
}

StoredAccount stored_account(Desk& desk, std::string_view login) {
  auto found = find_account(desk, login);
  if (!found) throw Error{codes::account_not_found, {arg("login", as_called(login))}};
  return std::move(*found);
}

void check_login(std::string_view login) {
  const bool fits = login.size() >= 2 && login.size() <= 32 &&
                    std::all_of(login.begin(), login.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
                    });
  if (!fits) throw Error{codes::account_login, {arg("login", as_called(login))}};
}

InitialPassword give_initial(Desk& desk, StoredAccount& s) {
  InitialPassword given{s.account.login, s.account.name, s.account.department,
                        keys::new_initial_password()};
  s.initial =
      keys::initial_check(given.password, s.account.login, keys::to_array<16>(keys::salt()));
  s.account.initial_until = to_iso(Day{desk.today().number + kInitialDays});
  return given;
}

Values key_columns(std::optional<std::int64_t> account, const keys::KeyPair& key,
                   std::string_view state) {
  return {account ? Value{*account} : Value{},
          Value::blob(std::string{keys::bytes(key.id())}),
          Value{keys::kKeyAlgorithm},
          Value::blob(std::string{keys::bytes(key.sign_key())}),
          Value::blob(std::string{keys::bytes(key.box_key())}),
          Value{state}};
}

void close_keys(Desk& desk, journal::Transaction& tx, std::int64_t account,
                std::string_view state) {
  std::vector<std::pair<std::int64_t, Values>> open;
  {
    auto rows = desk.db.statement(
        "SELECT row, account, key_id, alg, sign, box FROM account_key WHERE account = ? AND state "
        "= 'active'");
    rows.with(account);
    while (rows.step()) {
      open.emplace_back(rows.integer(0), Values{rows.value(1), rows.value(2), rows.value(3),
                                                rows.value(4), rows.value(5), Value{state}});
    }
  }
  for (const auto& [row, columns] : open)
    tx.update(store::program_table("account_key"), row, columns);
  desk.db.statement("DELETE FROM envelope WHERE account = ?").with(account).run();
}

void want_role_free(Desk& desk, const Account& account, const std::string& role, std::int64_t org) {
  if (account.commands) throw Error{codes::service_role, {arg("login", account.login)}};
  auto actor = access::read_actor(desk.db, account.row).value();
  actor.grants.push_back({role, org});
  access::Matrix::built_in().check_grants(desk.organisations(), actor.grants);
}

bool give_role(Desk& desk, journal::Transaction& tx, std::int64_t account, std::string_view role,
               std::int64_t org) {
  auto held =
      desk.db.statement("SELECT 1 FROM grant_role WHERE account = ? AND role = ? AND org = ?");
  held.with(account, role, org);
  if (held.step()) return false;
  tx.insert(store::program_table("grant_role"), Values{Value{account}, Value{role}, Value{org}});
  return true;
}

bool give_keys_for_now(Desk& desk, std::int64_t account, const InitialPassword& given) {
  const auto box = keys::BoxPair::of_initial(given.password, given.login);
  return give_keys(desk, account, box->public_key());
}

}  // namespace tmis::people
