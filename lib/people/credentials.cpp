// Initial passwords are checked by a keyed hash, real ones by Argon2id, the secrets of services by
// a plain one.
#include "people/credentials.h"

#include "access/machine.h"
#include "base/error.h"
#include "base/text.h"
#include "journal/field_rows.h"
#include "keys/envelope.h"
#include "keys/initial_password.h"
#include "keys/password.h"
#include "keys/recovery_code.h"
#include "people/account_row.h"
#include "people/identity_login.h"
#include "people/key_giving.h"
#include "people/login_failures.h"
#include "people/organisation.h"
#include "people/person.h"

namespace tmis::people {
namespace {

constexpr std::string_view kRecoveryLogin = "recovery";  // the actor of what the code signs

struct Envelope {
  std::string blob;
  keys::EnvelopeOwner owner;
};

keys::EnvelopeOwner owner_of(Desk& desk, std::int64_t account, const keys::KeyId& key) {
  return {keys::to_array<16>(desk.file_key()), account, key};
}

std::optional<Envelope> envelope_of(Desk& desk, std::int64_t account) {
  auto row = desk.db.statement("SELECT blob, key_id FROM envelope WHERE account = ?");
  row.with(account);
  if (!row.step()) return std::nullopt;
  return Envelope{std::string{row.blob(0)},
                  owner_of(desk, account, keys::to_array<16>(row.blob(1)))};
}

void keep_envelope(Desk& desk, std::int64_t account, const Secret& master, const keys::KeyPair& key,
                   const Secret& password) {
  auto row = desk.db.statement(
      "INSERT INTO envelope (account, key_id, blob) VALUES (?, ?, ?) "
      "ON CONFLICT (account) DO UPDATE SET key_id = excluded.key_id, blob = excluded.blob");
  row.bind(1, account)
      .bind_blob(2, keys::bytes(key.id()))
      .bind_blob(3, keys::seal_envelope(master, password, owner_of(desk, account, key.id())))
      .run();
}

/// Makes a key of the account's own and puts it into an envelope under the password. Whoever sits
/// at the desk still signs.
Secret make_key(Desk& desk, journal::Transaction& tx, std::int64_t account,
                const Secret& password) {
  Secret master = keys::new_master();
  const keys::KeyPair key{master};
  tx.insert(store::program_table("account_key"), key_columns(account, key, "active"));
  keep_envelope(desk, account, master, key, password);
  return master;
}

void take_seat(Desk& desk, std::int64_t account) {
  auto actor = access::read_actor(desk.db, account);
  if (!actor) throw Error{codes::login_refused};
  desk.actor = std::move(*actor);
  if (desk.actor.name.empty() && desk.actor.teacher)
    desk.actor.name = person(desk, *desk.actor.teacher).name;
}

bool day_holds(Desk& desk, const std::string& until) {
  const auto day = day_from_iso(until);
  return day && desk.today() <= *day;
}

/// The numbers under which a person is called, wherever a table has one.
std::vector<std::string> telephones(Desk& desk, std::int64_t teacher) {
  std::vector<std::string> out;
  for (const schema::FieldSet& set : desk.catalogue.all()) {
    const auto telephone = set.with_role("telephone"), mobile = set.with_role("mobile");
    if (!telephone && !mobile) continue;
    const auto record = journal::find_record(desk, set, "r.teacher = ?", teacher);
    if (!record) continue;
    for (const auto& field : {telephone, mobile}) {
      if (field && !record->values[*field].is_null()) out.push_back(record->values[*field].text);
    }
  }
  return out;
}

/// What is known of the owner and would be guessed first.
keys::PasswordOwner password_owner(Desk& desk, const Account& account) {
  keys::PasswordOwner owner;
  owner.login = account.login;
  if (!account.teacher) return owner;
  const schema::FieldSet& set = desk.catalogue.person();
  const auto record = journal::find_record(desk, set, "r.teacher = ?", *account.teacher);
  if (!record) return owner;
  const auto of_role = [&](std::string_view role) {
    const auto field = set.with_role(role);
    return field ? record->values[*field].text : std::string{};
  };
  owner.birth_date = of_role("birth_date");
  owner.id_number = identity_number(desk, *account.teacher).value_or("");
  owner.telephones = telephones(desk, *account.teacher);
  return owner;
}

}  // namespace

void sit_down_as_founder(Desk& desk, journal::Transaction& tx) {
  desk.actor.account = tx.next_record(store::program_table("account"));
  desk.take_key(desk.actor.account, keys::new_master());
}

void first_administrator(Desk& desk, journal::Transaction& tx, std::int64_t org,
                         const std::string& login, const Secret& password) {
  check_login(login);
  StoredAccount s;
  s.account.login = login;
  s.account.name = login;
  s.account.org = org;
  s.account.state = "active";
  const std::int64_t row = tx.insert(store::program_table("account"), account_columns(s));
  give_role(desk, tx, row, "sysadmin", org);
  tx.insert(store::program_table("account_key"), key_columns(row, *desk.signer, "active"));
  keep_envelope(desk, row, desk.master(), *desk.signer, password);
}

void log_in(Desk& desk, std::string_view login, const Secret& password, bool first_login) {
  auto found = find_account(desk, login);
  const bool by_identity = !found && looks_like_identity_number(login);
  LoginFailures failures{desk, found         ? found->account.login
                               : by_identity ? failures_of_identity(desk, login)
                                             : std::string{login}};
  failures.wait_if_needed();
  if (by_identity) found = account_by_identity(desk, login, password);
  if (found) found = as_employed(desk, std::move(*found));
  // One Argon2id whatever is known of the login, so that time tells nothing.
  std::optional<Secret> master;
  const auto envelope = found ? envelope_of(desk, found->account.row) : std::nullopt;
  if (envelope) {
    master = keys::open_envelope(envelope->blob, password, envelope->owner);
  } else {
    keys::open_no_envelope(password);
  }
  auto initial = found && found->account.state == "initial"
                     ? keys::InitialSigner::of(found->initial, found->account.login, password)
                     : std::nullopt;
  if (!master && !initial) {
    failures.add();
    throw Error{codes::login_refused};
  }
  failures.clear();
  const Account& account = found->account;
  if (account.state == "disabled")
    throw Error{codes::login_disabled, {arg("login", account.login)}};
  if (initial && !day_holds(desk, account.initial_until))
    throw Error{codes::login_expired, {arg("login", account.login)}};
  if (initial && !first_login) throw Error{codes::login_initial, {arg("login", account.login)}};
  if (account.commands && !day_holds(desk, account.valid_until))
    throw Error{codes::service_expired, {arg("login", account.login)}};
  take_seat(desk, account.row);
  if (master) {
    desk.take_key(account.row, std::move(*master));
  } else if (auto box = keys::BoxPair::of_initial(password.view(), account.login)) {
    desk.take_initial(account.row, std::move(*box), std::move(*initial));
  }
}

void stay_seated(Desk& desk) {
  auto account = desk.db.statement(
      "SELECT 1 FROM account a JOIN account_key k ON k.account = a.row WHERE a.row = ? AND a.state "
      "<> 'disabled' AND k.key_id = ? AND k.state = 'active'");
  account.bind(1, desk.actor.account);
  account.bind_blob(2, desk.signer ? keys::bytes(desk.signer->id()) : std::string_view{});
  if (!account.step()) throw Error{codes::login_required};
  account.reset();
  take_seat(desk, desk.actor.account);
}

void sit_down(Desk& desk, std::int64_t account, Secret master) {
  auto row = desk.db.statement(std::string{account_select()} + "WHERE a.row = ?");
  row.with(account);
  if (!row.step() || as_employed(desk, read_account(row)).account.state == "disabled")
    throw Error{codes::login_required};
  row.reset();
  take_seat(desk, account);
  desk.take_key(account, std::move(master));
  // A session is no way around a reset or a new key.
  auto key = desk.db.statement("SELECT 1 FROM account_key WHERE key_id = ? AND state = 'active'");
  key.bind_blob(1, keys::bytes(desk.signer->id()));
  if (!key.step()) throw Error{codes::login_required};
}

keys::PasswordOwner password_owner(Desk& desk) {
  return password_owner(desk, stored_account(desk, desk.actor.login).account);
}

journal::Written change_password(Desk& desk, const Secret& new_password, bool new_key) {
  StoredAccount s = stored_account(desk, desk.actor.login);
  const std::int64_t row = s.account.row;
  const keys::PasswordOwner owner = password_owner(desk, s.account);
  keys::check_password(new_password, owner);
  const Permit permit = desk.permit("passwd");
  const bool first = s.account.state == "initial";
  journal::Act act{.args = {{"login", Value{s.account.login}}},
                   .kind = first     ? "key.activate"
                           : new_key ? "key.rotate"
                                     : "password.change"};
  journal::Transaction tx{desk, permit, std::move(act)};
  if (s.account.own) keep_identity_login(desk, row, owner.id_number, new_password);
  if (!first && !new_key) {
    keep_envelope(desk, row, desk.master(), *desk.signer, new_password);
    return tx.commit();
  }
  if (new_key && !first) close_keys(desk, tx, row, "rotated");
  Secret master = make_key(desk, tx, row, new_password);
  const keys::KeyPair fresh{master};
  tx.act().args.emplace_back("new_key", Value{keys::hex(fresh.id())});
  reseal_keys(desk, row, fresh.box_key());
  if (!first) {
    const auto written = tx.commit();  // by the old key
    desk.take_key(row, std::move(master));
    return written;
  }
  if (!desk.first_login()) bug("first login");
  tx.act().args.emplace_back(
      "first_login", Value{to_hex(desk.first_login()->sign(desk.file_key(), keys::bytes(fresh.id()),
                                                           s.account.login))});
  take_over(desk, row);
  s.account.state = Machine::of("account").step("initial", "first-login").state;
  s.initial.clear();
  s.account.initial_until.clear();
  tx.update(store::program_table("account"), row, account_columns(s));
  desk.take_key(row, std::move(master));
  return tx.commit();
}

std::string make_recovery_key(journal::Transaction& tx, const KeepCode& keep) {
  std::string code = keys::new_recovery_code();
  const keys::KeyPair key{keys::recovery_master(code).value()};
  tx.insert(store::program_table("account_key"), key_columns(std::nullopt, key, "recovery"));
  if (keep) keep(code);
  keys::wipe(code);
  return keys::hex(key.id());
}

namespace {

/// Sits down with the recovery key, as nobody but itself.
void take_recovery_key(Desk& desk, std::string_view code) {
  const auto master = keys::recovery_master(code);
  auto kept =
      desk.db.statement("SELECT 1 FROM account_key WHERE state = 'recovery' AND key_id = ?");
  if (master) {
    kept.bind_blob(1, keys::bytes(keys::KeyPair{*master}.id()));
    if (kept.step()) {
      desk.actor = Actor{};
      desk.actor.login = kRecoveryLogin;
      desk.signer.emplace(*master);
      desk.keyring().unlock_recovery(desk.file_key(), keys::BoxPair::of_account(*master));
      return;
    }
  }
  throw Error{codes::recovery_code};
}

}  // namespace

NewAccount recover(Desk& desk, std::string_view code, const std::string& login,
                   const std::string& org_code, const HandOver& hand_over) {
  check_login(login);
  take_recovery_key(desk, code);
  const std::int64_t org =
      org_code.empty() ? top_organisation(desk) : organisation(desk, org_code).row;
  const Permit permit = desk.permit("accounts recover");
  journal::Transaction tx{desk, permit, {.args = {{"login", Value{login}}}, .kind = "key.recover"}};
  auto known = find_account(desk, login);
  if (known && known->account.own) throw Error{codes::account_exists, {arg("login", login)}};
  if (known) want_role_free(desk, known->account, "sysadmin", org);
  StoredAccount s = known.value_or(StoredAccount{});
  if (!known) {
    s.account.login = login;
    s.account.name = login;
    s.account.org = org;
  }
  s.account.state = "initial";
  NewAccount out;
  out.password = give_initial(desk, s);
  const auto& accounts = store::program_table("account");
  if (known) {
    close_keys(desk, tx, s.account.row, "revoked");
    take_keys(desk, s.account.row);
    tx.update(accounts, s.account.row, account_columns(s));
  } else {
    s.account.row = tx.insert(accounts, account_columns(s));
  }
  give_role(desk, tx, s.account.row, "sysadmin", org);
  give_keys_for_now(desk, s.account.row, out.password);
  if (hand_over) hand_over({out.password});
  out.made = {s.account.row, tx.commit().seq};
  return out;
}

}  // namespace tmis::people
