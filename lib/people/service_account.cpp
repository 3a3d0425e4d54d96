// The administrator makes the key, for there is no owner who could; what it may do is little.
#include "people/service_account.h"

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "keys/envelope.h"
#include "people/account_row.h"
#include "people/key_giving.h"
#include "people/person.h"

namespace tmis::people {
namespace {

constexpr std::int32_t kMostDays = 3653;

[[noreturn]] void refuse(std::string_view value, std::string_view option, std::string expected) {
  throw Error{codes::usage_value,
              {arg("value", value), arg("option", option), arg("expected", std::move(expected))}};
}

void check(Desk& desk, const Service& service) {
  check_login(service.login);
  const auto until = day_from_iso(service.until);
  if (!until || *until < desk.today() || until->number > desk.today().number + kMostDays)
    refuse(service.until, "--until", "YYYY-MM-DD");
  if (service.role != "viewer" && service.role != "manager")
    refuse(service.role, "--role", "viewer, manager");
  if (service.role != "viewer" && service.commands.empty()) {
    throw Error{codes::usage_missing,
                {arg("what", "--command"), arg("command", "accounts service add")}};
  }
  const access::Matrix& matrix = access::Matrix::built_in();
  for (const std::string& command : service.commands) {
    if (!matrix.knows(command) || !matrix.meaning(command).empty())
      refuse(command, "--command", text("people.a-reading-command"));
  }
}

}  // namespace

Made add_service(Desk& desk, const Service& service, const KeepSecret& keep) {
  check(desk, service);
  const Permit permit = desk.permit("accounts service add", subject_of(desk, service.org_code));
  StoredAccount s;
  s.account.login = service.login;
  s.account.name = service.name.empty() ? service.login : service.name;
  check_name(s.account.name, "--name");
  s.account.org = permit.about();
  s.account.state = "active";
  s.account.commands = joined(service.commands, ",");
  s.account.valid_until = service.until;
  journal::Transaction tx{desk,
                          permit,
                          {.args = {{"login", Value{service.login}},
                                    {"role", Value{service.role}},
                                    {"until", Value{service.until}}}}};
  if (find_account(desk, service.login))
    throw Error{codes::account_exists, {arg("login", service.login)}};
  const std::int64_t row = tx.insert(store::program_table("account"), account_columns(s));
  give_role(desk, tx, row, service.role, s.account.org);
  const Secret master = keys::new_master();
  const keys::KeyPair key{master};
  tx.insert(store::program_table("account_key"), key_columns(row, key, "active"));
  const Secret secret = keys::secret_to_hex(keys::random_secret(32));
  desk.db.statement("INSERT INTO envelope (account, key_id, blob) VALUES (?, ?, ?)")
      .bind(1, row)
      .bind_blob(2, keys::bytes(key.id()))
      .bind_blob(3, keys::seal_service_envelope(
                        master, secret, {keys::to_array<16>(desk.file_key()), row, key.id()}))
      .run();
  if (service.role != "viewer") give_keys(desk, row, key.box_key());
  std::string shown{secret.view()};
  if (keep) keep(shown);
  keys::wipe(shown);
  return {row, tx.commit().seq};
}

Made revoke_service(Desk& desk, std::string_view login, const std::string& reason) {
  StoredAccount s = stored_account(desk, login);
  access::Subject subject;
  subject.org = s.account.org;
  const Permit permit = desk.permit("accounts service revoke", subject);
  if (!s.account.commands) throw Error{codes::service_none, {arg("login", login)}};
  if (s.account.state == "disabled") return {s.account.row, -1};
  s.account.state = "disabled";
  journal::Transaction tx{
      desk, permit, {.args = {{"login", Value{s.account.login}}}, .reason = reason}};
  close_keys(desk, tx, s.account.row, "revoked");
  take_keys(desk, s.account.row);
  tx.update(store::program_table("account"), s.account.row, account_columns(s));
  return {s.account.row, tx.commit().seq};
}

}  // namespace tmis::people
