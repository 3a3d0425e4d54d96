// The account machine, and the roles beside it.
#include "people/account.h"

#include <algorithm>
#include <unordered_map>

#include "access/machine.h"
#include "base/error.h"
#include "base/message.h"
#include "people/account_row.h"
#include "people/identity_login.h"
#include "people/key_giving.h"
#include "people/person.h"
#include "people/timeline.h"

namespace tmis::people {
namespace {

void read_roles(Desk& desk, Account& account) {
  auto roles = desk.db.statement(
      "SELECT g.role, o.code FROM grant_role g JOIN organisation o ON o.row = g.org WHERE "
      "g.account = ? ORDER BY o.code, g.role");
  roles.with(account.row);
  while (roles.step()) account.roles.emplace_back(roles.text(0), roles.text(1));
}

void complete(Desk& desk, Account& account) {
  read_roles(desk, account);
  if (account.own) account.name = person(desk, *account.teacher).name;
}

/// The same for many, in one query each.
void complete_all(Desk& desk, const Permit& permit, std::vector<Account>& accounts) {
  std::unordered_map<std::int64_t, Account*> by_row, by_teacher;
  for (Account& one : accounts) {
    by_row[one.row] = &one;
    if (one.own) by_teacher[*one.teacher] = &one;
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

/// The role of the account that relations ask for, the administrator's first.
std::string leading_role(Desk& desk, std::int64_t account) {
  auto role = desk.db.statement(
      "SELECT role FROM grant_role WHERE account = ? ORDER BY role = 'sysadmin' DESC LIMIT 1");
  role.with(account);
  return role.step() ? std::string{role.text(0)} : std::string{};
}

access::Subject subject_about(Desk& desk, const Account& account) {
  access::Subject subject;
  subject.org = account.org;
  subject.account_role = leading_role(desk, account.row);
  return subject;
}

journal::EventArgs closing_args(const Account& account, const Closing& why) {
  journal::EventArgs args{{"login", Value{account.login}}};
  if (why.suspect_since.empty()) return args;
  if (!day_from_iso(why.suspect_since)) {
    throw Error{codes::usage_value,
                {arg("value", why.suspect_since), arg("option", "--suspect-since"),
                 arg("expected", "YYYY-MM-DD")}};
  }
  args.emplace_back("suspect_since", Value{why.suspect_since});
  return args;
}

/// Takes the account one step on; `change` fills in what the step brings with it.
template <class Change>
Made take_step(Desk& desk, std::string_view login, std::string_view step, std::string_view kind,
               const Closing& why, Change change) {
  StoredAccount s = stored_account(desk, login);
  const Permit permit =
      desk.permit("accounts " + std::string{step}, subject_about(desk, s.account));
  Machine::Facts facts;
  if (!s.initial.empty()) facts.push_back("was-initial");
  const auto outcome = Machine::of("account").step(s.account.state, step, facts);
  if (outcome.unchanged) return {s.account.row, -1};
  s.account.state = outcome.state;
  journal::Transaction tx{
      desk,
      permit,
      {.args = closing_args(s.account, why), .reason = why.reason, .kind = std::string{kind}}};
  change(s, tx);
  tx.update(store::program_table("account"), s.account.row, account_columns(s));
  return {s.account.row, tx.commit().seq};
}

}  // namespace

namespace {

void check_role(const std::string& role) {
  const auto roles = access::Matrix::built_in().roles();
  if (role != "teacher" && std::find(roles.begin(), roles.end(), role) != roles.end()) return;
  throw Error{
      codes::usage_value,
      {arg("value", role), arg("option", "--role"), arg("expected", "sysadmin, manager, viewer")}};
}

}  // namespace

NewAccount add_officer(Desk& desk, const Officer& officer, const HandOver& hand_over) {
  check_login(officer.login);
  access::Subject subject = subject_of(desk, officer.org_code);
  subject.account_role = officer.role;
  const Permit permit = desk.permit("accounts staff", subject);
  check_role(officer.role);
  StoredAccount s;
  s.account.login = officer.login;
  s.account.name = officer.name.empty() ? officer.login : officer.name;
  check_name(s.account.name, "--name");
  s.account.org = permit.about();
  s.account.state = "initial";
  if (!officer.teacher.empty()) s.account.teacher = person(desk, permit, officer.teacher).row;
  const InitialPassword given = give_initial(desk, s);
  journal::Transaction tx{
      desk, permit, {.args = {{"login", Value{officer.login}}, {"role", Value{officer.role}}}}};
  if (find_account(desk, officer.login))
    throw Error{codes::account_exists, {arg("login", officer.login)}};
  const std::int64_t row = tx.insert(store::program_table("account"), account_columns(s));
  tx.insert(store::program_table("grant_role"),
            Values{Value{row}, Value{officer.role}, Value{s.account.org}});
  const bool keys_given = give_keys_for_now(desk, row, given);
  if (hand_over) hand_over({given});
  return {{row, tx.commit().seq}, given, keys_given};
}

Values teacher_account_columns(const std::string& login, std::int64_t teacher, std::int64_t org,
                               std::string initial_check, const std::string& initial_until) {
  StoredAccount s;
  s.account.login = login;
  s.account.teacher = teacher;
  s.account.org = org;
  s.account.state = "initial";
  s.account.initial_until = initial_until;
  s.initial = std::move(initial_check);
  return account_columns(s);
}

Account account(Desk& desk, std::string_view login) {
  Account found = stored_account(desk, login).account;
  complete(desk, found);
  return found;
}

std::vector<Account> accounts(Desk& desk, const Permit& permit, const AccountFilter& filter) {
  std::vector<Account> out;
  const auto left = gone_on(desk.db, desk.today());
  {
    auto rows =
        desk.db.statement(std::string{account_select()} + "ORDER BY o.code, t.department, a.login");
    while (rows.step()) {
      Account found = read_account(rows).account;
      if (found.own && left.contains(*found.teacher)) found.state = "disabled";
      const bool wanted = permit.reaches(found.org) &&
                          (filter.department.empty() || filter.department == found.department) &&
                          (filter.state.empty() || filter.state == found.state) &&
                          (!filter.services || found.commands);
      if (wanted) out.push_back(std::move(found));
    }
  }
  complete_all(desk, permit, out);
  return out;
}

Made disable(Desk& desk, std::string_view login, const Closing& why) {
  return take_step(desk, login, "disable", "accounts.disable", why,
                   [](StoredAccount&, journal::Transaction&) {});
}

Made enable(Desk& desk, std::string_view login) {
  return take_step(desk, login, "enable", "accounts.enable", {},
                   [&](StoredAccount& s, journal::Transaction&) {
                     if (has_left(desk, s.account))
                       throw Error{codes::dossier_closed, {arg("name", s.account.login)}};
                   });
}

NewAccount reset(Desk& desk, std::string_view login, const Closing& why,
                 const HandOver& hand_over) {
  NewAccount out;
  out.made = take_step(
      desk, login, "reset", "key.revoke", why, [&](StoredAccount& s, journal::Transaction& tx) {
        if (s.account.commands) {
          throw Error{codes::service_no_reset, {arg("login", s.account.login)}};
        }
        out.password = give_initial(desk, s);
        if (s.account.own) out.password.name = person(desk, *s.account.teacher).name;
        close_keys(desk, tx, s.account.row, "revoked");
        take_keys(desk, s.account.row);
        if (s.account.own) {
          keep_initial_identity_login(desk, s.account.row,
                                      identity_number(desk, *s.account.teacher).value_or(""),
                                      out.password.password);
        }
        out.keys_given = give_keys_for_now(desk, s.account.row, out.password);
        if (hand_over) hand_over({out.password});
      });
  return out;
}

void unlock(Desk& desk, std::string_view login) {
  const StoredAccount s = stored_account(desk, login);
  const Permit permit = desk.permit("accounts unlock", subject_about(desk, s.account));
  journal::Transaction tx{desk, permit, {.args = {{"login", Value{s.account.login}}}}};
  tx.db()
      .statement("DELETE FROM login_failure WHERE login = ?")
      .with(std::string_view{s.account.login})
      .run();
  tx.commit();
}

namespace {

/// The box key that an account has now; nothing while only an initial password is there.
std::optional<keys::PublicKey> present_box(Desk& desk, std::int64_t account) {
  auto row =
      desk.db.statement("SELECT box FROM account_key WHERE account = ? AND state = 'active'");
  row.with(account);
  if (!row.step()) return std::nullopt;
  return keys::to_array<32>(row.blob(0));
}

struct RoleQuestion {
  Permit permit;
  std::int64_t org = 0;
};

RoleQuestion about_role(Desk& desk, std::string_view command, const Account& account,
                        const std::string& role, const std::string& org_code) {
  check_role(role);
  access::Subject subject = subject_of(desk, org_code);
  if (!subject.org) subject.org = account.org;
  subject.account_role = role;
  return {desk.permit(command, subject), *subject.org};
}

}  // namespace

RoleChange grant(Desk& desk, std::string_view login, const std::string& role,
                 const std::string& org_code) {
  const Account found = stored_account(desk, login).account;
  const auto [permit, org] = about_role(desk, "accounts grant", found, role, org_code);
  want_role_free(desk, found, role, org);
  RoleChange out;
  journal::Transaction tx{
      desk, permit, {.args = {{"login", Value{found.login}}, {"role", Value{role}}}}};
  const bool fresh = give_role(desk, tx, found.row, role, org);
  const auto box = present_box(desk, found.row);
  if (role != "viewer") {
    out.keys_given = box && give_organisation_key(desk, org, found.row, *box);
  }
  out.made = {found.row, -1};
  if (fresh || out.keys_given) out.made.event = tx.commit().seq;
  return out;
}

Made revoke(Desk& desk, std::string_view login, const std::string& role,
            const std::string& org_code, const std::string& reason) {
  const Account found = stored_account(desk, login).account;
  const auto [permit, org] = about_role(desk, "accounts revoke", found, role, org_code);
  journal::Transaction tx{
      desk,
      permit,
      {.args = {{"login", Value{found.login}}, {"role", Value{role}}}, .reason = reason}};
  auto held =
      desk.db.statement("SELECT row FROM grant_role WHERE account = ? AND role = ? AND org = ?");
  held.with(found.row, std::string_view{role}, org);
  if (!held.step()) {
    throw Error{codes::role_not_held,
                {arg("login", found.login), arg("role", text("role." + role))}};
  }
  const std::int64_t row = held.integer(0);
  held.reset();
  auto others = desk.db.statement(
      "SELECT 1 FROM grant_role g JOIN account a ON a.row = g.account WHERE g.role = 'sysadmin' "
      "AND g.org = ? AND g.row <> ? AND a.state <> 'disabled'");
  others.with(org, row);
  if (role == "sysadmin" && !others.step())
    throw Error{codes::role_last, {arg("org", permit.org_code())}};
  others.reset();
  tx.withdraw(store::program_table("grant_role"), row);
  if (role != "viewer") {
    auto still = desk.db.statement(
        "SELECT 1 FROM grant_role WHERE account = ? AND org = ? AND role <> 'viewer'");
    still.with(found.row, org);
    if (!still.step()) take_organisation_key(desk, org, found.row);
  }
  return {found.row, tx.commit().seq};
}

}  // namespace tmis::people
