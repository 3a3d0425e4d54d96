// The account machine and the two kinds of password: initial ones by a keyed hash, real ones by
// Argon2id.
#include "people/account.h"

#include <algorithm>
#include <unordered_map>

#include "access/machine.h"
#include "base/error.h"
#include "base/text.h"
#include "keys/envelope.h"
#include "keys/initial_password.h"
#include "keys/password.h"
#include "people/login_failures.h"
#include "people/person.h"

namespace tmis::people {
namespace {

enum Column : std::size_t { kLogin, kName, kTeacher, kOrg, kState, kInitial, kInitialUntil };

constexpr std::string_view kSelect =
    "SELECT a.row, a.login, a.name, a.teacher, a.org, o.code, t.department, a.state, a.initial, "
    "a.initial_until "
    "FROM account a JOIN organisation o ON o.row = a.org LEFT JOIN teacher t ON t.row = a.teacher ";

/// An account with what only this file needs of it.
struct Stored {
  Account account;
  std::string initial;
};

Stored read(const store::Statement& row) {
  Stored s;
  s.account.row = row.integer(0);
  s.account.login = row.text(1);
  s.account.name = row.text(2);
  if (!row.is_null(3)) s.account.teacher = row.integer(3);
  s.account.org = row.integer(4);
  s.account.org_code = row.text(5);
  s.account.department = row.text(6);
  s.account.state = row.text(7);
  s.initial = row.blob(8);
  s.account.initial_until = row.text(9);
  return s;
}

Value text_or_null(const std::string& s) { return s.empty() ? Value{} : Value{s}; }

Values columns_of(const Stored& s) {
  return {Value{s.account.login},
          text_or_null(s.account.name),
          s.account.teacher ? Value{*s.account.teacher} : Value{},
          Value{s.account.org},
          Value{s.account.state},
          s.initial.empty() ? Value{} : Value::blob(s.initial),
          text_or_null(s.account.initial_until)};
}

std::optional<Stored> find(Desk& desk, std::string_view login) {
  auto by_login = desk.db.statement(std::string{kSelect} + "WHERE a.login = ?");
  by_login.with(login);
  if (by_login.step()) return read(by_login);
  const auto teacher = find_person(desk, login);
  if (!teacher) return std::nullopt;
  auto by_teacher =
      desk.db.statement(std::string{kSelect} + "WHERE a.teacher = ? AND a.name IS NULL");
  by_teacher.with(teacher->row);
  return by_teacher.step() ? std::optional{read(by_teacher)} : std::nullopt;
}

Stored stored(Desk& desk, std::string_view login) {
  auto found = find(desk, login);
  if (!found) throw Error{codes::account_not_found, {arg("login", login)}};
  return std::move(*found);
}

void read_roles(Desk& desk, Account& account) {
  auto roles = desk.db.statement(
      "SELECT g.role, o.code FROM grant_role g JOIN organisation o ON o.row = g.org WHERE "
      "g.account = ? ORDER BY o.code, g.role");
  roles.with(account.row);
  while (roles.step()) account.roles.emplace_back(roles.text(0), roles.text(1));
}

void complete(Desk& desk, Account& account) {
  read_roles(desk, account);
  if (account.name.empty() && account.teacher) account.name = person(desk, *account.teacher).name;
}

/// The same for many, in one query each.
void complete_all(Desk& desk, const Permit& permit, std::vector<Account>& accounts) {
  std::unordered_map<std::int64_t, Account*> by_row, by_teacher;
  for (Account& one : accounts) {
    by_row[one.row] = &one;
    if (one.name.empty() && one.teacher) by_teacher[*one.teacher] = &one;
  }
  auto roles = desk.db.statement(
      "SELECT g.account, g.role, o.code FROM grant_role g JOIN organisation o ON o.row = g.org "
      "ORDER BY g.account, o.code, g.role");
  while (roles.step()) {
    const auto found = by_row.find(roles.integer(0));
    if (found != by_row.end()) found->second->roles.emplace_back(roles.text(1), roles.text(2));
  }
  for (const Person& person : persons(desk, permit)) {
    const auto found = by_teacher.find(person.row);
    if (found != by_teacher.end()) found->second->name = person.name;
  }
}

struct Envelope {
  std::string blob;
  keys::EnvelopeOwner owner;
};

keys::EnvelopeOwner owner_of(Desk& desk, std::int64_t account, const keys::KeyId& key) {
  return {keys::to_array<16>(from_hex(desk.file_id()).value_or("")), account, key};
}

std::optional<Envelope> envelope_of(Desk& desk, std::int64_t account) {
  auto row = desk.db.statement("SELECT blob, key_id FROM envelope WHERE account = ?");
  row.with(account);
  if (!row.step()) return std::nullopt;
  return Envelope{std::string{row.blob(0)},
                  owner_of(desk, account, keys::to_array<16>(row.blob(1)))};
}

void keep_envelope(store::Database& db, std::int64_t account, const keys::KeyId& key,
                   std::string_view blob) {
  auto row = db.statement(
      "INSERT INTO envelope (account, key_id, blob) VALUES (?, ?, ?) "
      "ON CONFLICT (account) DO UPDATE SET key_id = excluded.key_id, blob = excluded.blob");
  row.bind(1, account).bind_blob(2, keys::bytes(key)).bind_blob(3, blob).run();
}

/// Makes the account's key, puts it into an envelope under the password, and sits down with it.
void make_key(Desk& desk, journal::Transaction& tx, std::int64_t account, const Secret& password) {
  desk.take_key(keys::new_master());
  const keys::KeyPair& key = *desk.signer;
  tx.insert(
      store::program_table("account_key"),
      Values{Value{account}, Value::blob(std::string{keys::bytes(key.id())}),
             Value{keys::kKeyAlgorithm}, Value::blob(std::string{keys::bytes(key.sign_key())}),
             Value::blob(std::string{keys::bytes(key.box_key())}), Value{"active"}});
  keep_envelope(tx.db(), account, key.id(),
                keys::seal_envelope(desk.master(), password, owner_of(desk, account, key.id())));
}

void take_seat(Desk& desk, std::int64_t account) {
  auto actor = access::read_actor(desk.db, account);
  if (!actor) throw Error{codes::login_refused};
  desk.actor = std::move(*actor);
  if (desk.actor.name.empty() && desk.actor.teacher)
    desk.actor.name = person(desk, *desk.actor.teacher).name;
}

bool initial_holds(Desk& desk, const Stored& s) {
  const auto until = day_from_iso(s.account.initial_until);
  return until && desk.today() <= *until;
}

/// A fresh initial password for the account, into its row.
InitialPassword give_initial(Desk& desk, Stored& s) {
  InitialPassword given{s.account.login, s.account.name, s.account.department,
                        keys::new_initial_password()};
  s.initial =
      keys::initial_check(given.password, s.account.login, keys::to_array<16>(keys::salt()));
  s.account.initial_until = to_iso(Day{desk.today().number + kInitialDays});
  return given;
}

void close_keys(Desk& desk, journal::Transaction& tx, std::int64_t account) {
  const auto& table = store::program_table("account_key");
  std::vector<std::pair<std::int64_t, Values>> open;
  {
    auto rows = desk.db.statement(
        "SELECT row, account, key_id, alg, sign, box FROM account_key WHERE account = ? AND state "
        "= 'active'");
    rows.with(account);
    while (rows.step()) {
      open.emplace_back(rows.integer(0), Values{rows.value(1), rows.value(2), rows.value(3),
                                                rows.value(4), rows.value(5), Value{"revoked"}});
    }
  }
  for (const auto& [row, columns] : open) tx.update(table, row, columns);
}

/// Takes the account one step on; `change` fills in what the step brings with it.
template <class Change>
Made take_step(Desk& desk, std::string_view login, std::string_view step, std::string_view kind,
               const std::string& reason, Change change) {
  Stored s = stored(desk, login);
  access::Subject subject;
  subject.org = s.account.org;
  const Permit permit = desk.permit("accounts " + std::string{step}, subject);
  Machine::Facts facts;
  if (!s.initial.empty()) facts.push_back("was-initial");
  const auto outcome = Machine::of("account").step(s.account.state, step, facts);
  if (outcome.unchanged) return {s.account.row, -1};
  s.account.state = outcome.state;
  journal::Transaction tx{
      desk,
      permit,
      {.args = {{"login", Value{s.account.login}}}, .reason = reason, .kind = std::string{kind}}};
  change(s, tx);
  tx.update(store::program_table("account"), s.account.row, columns_of(s));
  return {s.account.row, tx.commit().seq};
}

void check_login(std::string_view login) {
  const bool fits = login.size() >= 2 && login.size() <= 32 &&
                    std::all_of(login.begin(), login.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
                    });
  if (!fits) throw Error{codes::account_login, {arg("login", login)}};
}

}  // namespace

void first_administrator(Desk& desk, journal::Transaction& tx, std::int64_t org,
                         const std::string& login, const Secret& password) {
  check_login(login);
  Stored s;
  s.account.login = login;
  s.account.name = login;
  s.account.org = org;
  s.account.state = "active";
  const std::int64_t row = tx.insert(store::program_table("account"), columns_of(s));
  tx.insert(store::program_table("grant_role"), Values{Value{row}, Value{"sysadmin"}, Value{org}});
  make_key(desk, tx, row, password);
}

void log_in(Desk& desk, std::string_view login, const Secret& password, bool first_login) {
  const auto found = find(desk, login);
  LoginFailures failures{desk, found ? found->account.login : std::string{login}};
  failures.wait_if_needed();
  // One Argon2id whatever is known of the login, so that time tells nothing.
  std::optional<Secret> master;
  const auto envelope = found ? envelope_of(desk, found->account.row) : std::nullopt;
  if (envelope) {
    master = keys::open_envelope(envelope->blob, password, envelope->owner);
  } else {
    keys::open_no_envelope(password);
  }
  const bool initial = found && found->account.state == "initial" && !found->initial.empty() &&
                       keys::is_initial(found->initial, found->account.login, password);
  if (!master && !initial) {
    failures.add();
    throw Error{codes::login_refused};
  }
  failures.clear();
  if (found->account.state == "disabled")
    throw Error{codes::login_disabled, {arg("login", found->account.login)}};
  if (initial && !initial_holds(desk, *found))
    throw Error{codes::login_expired, {arg("login", found->account.login)}};
  if (initial && !first_login)
    throw Error{codes::login_initial, {arg("login", found->account.login)}};
  take_seat(desk, found->account.row);
  if (master) desk.take_key(std::move(*master));
}

void sit_down(Desk& desk, std::int64_t account, Secret master) {
  auto state = desk.db.statement("SELECT state FROM account WHERE row = ?");
  state.with(account);
  if (!state.step() || state.text(0) == "disabled") throw Error{codes::login_required};
  state.reset();
  take_seat(desk, account);
  desk.take_key(std::move(master));
}

journal::Written change_password(Desk& desk, const Secret& new_password) {
  Stored s = stored(desk, desk.actor.login);
  keys::PasswordOwner owner;
  owner.login = s.account.login;
  if (s.account.teacher) owner.id_number = identity_number(desk, *s.account.teacher);
  keys::check_password(new_password, owner);
  const Permit permit = desk.permit("passwd");
  const bool first = s.account.state == "initial";
  journal::Transaction tx{desk,
                          permit,
                          {.args = {{"login", Value{s.account.login}}},
                           .kind = first ? "key.activate" : "password.change"}};
  if (first) {
    make_key(desk, tx, s.account.row, new_password);
    s.account.state = Machine::of("account").step("initial", "first-login").state;
    s.initial.clear();
    s.account.initial_until.clear();
    tx.update(store::program_table("account"), s.account.row, columns_of(s));
  } else {
    const keys::KeyId key = desk.signer->id();
    keep_envelope(
        tx.db(), s.account.row, key,
        keys::seal_envelope(desk.master(), new_password, owner_of(desk, s.account.row, key)));
  }
  return tx.commit();
}

NewAccount add_officer(Desk& desk, const Officer& officer, const HandOver& hand_over) {
  check_login(officer.login);
  access::Subject subject = subject_of(desk, officer.org_code);
  subject.account_role = officer.role;
  const Permit permit = desk.permit("accounts staff", subject);
  const auto roles = access::Matrix::built_in().roles();
  if (officer.role == "teacher" ||
      std::find(roles.begin(), roles.end(), officer.role) == roles.end()) {
    throw Error{codes::usage_value,
                {arg("value", officer.role), arg("option", "--role"),
                 arg("expected", "sysadmin, manager, viewer")}};
  }
  Stored s;
  s.account.login = officer.login;
  s.account.name = officer.name.empty() ? officer.login : officer.name;
  check_name(s.account.name, "--name");
  s.account.org = permit.about();
  s.account.state = "initial";
  if (!officer.teacher.empty()) s.account.teacher = person(desk, permit, officer.teacher).row;
  const InitialPassword given = give_initial(desk, s);
  journal::Transaction tx{
      desk, permit, {.args = {{"login", Value{officer.login}}, {"role", Value{officer.role}}}}};
  if (find(desk, officer.login)) throw Error{codes::account_exists, {arg("login", officer.login)}};
  const std::int64_t row = tx.insert(store::program_table("account"), columns_of(s));
  tx.insert(store::program_table("grant_role"),
            Values{Value{row}, Value{officer.role}, Value{s.account.org}});
  if (hand_over) hand_over({given});
  return {{row, tx.commit().seq}, given};
}

Values teacher_account_columns(const std::string& login, std::int64_t teacher, std::int64_t org,
                               std::string initial_check, const std::string& initial_until) {
  Stored s;
  s.account.login = login;
  s.account.teacher = teacher;
  s.account.org = org;
  s.account.state = "initial";
  s.account.initial_until = initial_until;
  s.initial = std::move(initial_check);
  return columns_of(s);
}

Account account(Desk& desk, std::string_view login) {
  Account found = stored(desk, login).account;
  complete(desk, found);
  return found;
}

std::vector<Account> accounts(Desk& desk, const Permit& permit, const AccountFilter& filter) {
  std::vector<Account> out;
  {
    auto rows = desk.db.statement(std::string{kSelect} + "ORDER BY o.code, t.department, a.login");
    while (rows.step()) {
      Account found = read(rows).account;
      const bool wanted = permit.reaches(found.org) &&
                          (filter.department.empty() || filter.department == found.department) &&
                          (filter.state.empty() || filter.state == found.state);
      if (wanted) out.push_back(std::move(found));
    }
  }
  complete_all(desk, permit, out);
  return out;
}

Made disable(Desk& desk, std::string_view login, const std::string& reason) {
  return take_step(desk, login, "disable", "accounts.disable", reason,
                   [](Stored&, journal::Transaction&) {});
}

Made enable(Desk& desk, std::string_view login) {
  return take_step(desk, login, "enable", "accounts.enable", {},
                   [](Stored&, journal::Transaction&) {});
}

NewAccount reset(Desk& desk, std::string_view login, const std::string& reason,
                 const HandOver& hand_over) {
  NewAccount out;
  out.made = take_step(
      desk, login, "reset", "key.revoke", reason, [&](Stored& s, journal::Transaction& tx) {
        out.password = give_initial(desk, s);
        close_keys(desk, tx, s.account.row);
        tx.db().statement("DELETE FROM envelope WHERE account = ?").with(s.account.row).run();
        if (hand_over) hand_over({out.password});
      });
  return out;
}

void unlock(Desk& desk, std::string_view login) {
  const Stored s = stored(desk, login);
  access::Subject subject;
  subject.org = s.account.org;
  const Permit permit = desk.permit("accounts unlock", subject);
  journal::Transaction tx{desk, permit, {.args = {{"login", Value{s.account.login}}}}};
  tx.db()
      .statement("DELETE FROM login_failure WHERE login = ?")
      .with(std::string_view{s.account.login})
      .run();
  tx.commit();
}

}  // namespace tmis::people
