// tmis accounts grant, revoke, recover: who is what, and what the code in the safe is for.
#include "base/message.h"
#include "cmd/accounts.h"
#include "cmd/passwords.h"
#include "keys/password.h"
#include "people/credentials.h"
#include "people/person.h"

namespace tmis::cmd {

Exit print_new_account(Context& ctx, const people::NewAccount& made, std::string_view key) {
  Answer answer;
  answer.figure("id", made.password.login)
      .figure("state", "initial")
      .figure("event", made.made.event);
  answer.text = text(key, arg("login", made.password.login));
  if (!made.keys_given)
    ctx.console.note(text("accounts.no-keys", arg("login", made.password.login)));
  ctx.print(answer);
  return Exit::ok;
}

Exit print_moved(Context& ctx, const std::string& login, const people::Made& made,
                 std::string_view state) {
  Answer answer;
  answer.figure("id", people::as_called(login)).figure("state", std::string{state});
  answer.event(made.event);
  answer.text =
      text(made.event < 0 ? "unchanged" : "accounts.moved", arg("login", people::as_called(login)),
           arg("state", text("state.account." + std::string{state})));
  ctx.print(answer);
  return Exit::ok;
}

namespace {

struct RoleOptions {
  std::string login, role, org, reason;
};

Verb role_verb(Verb accounts, const char* name, RoleOptions& o) {
  Verb verb = accounts.verb(name);
  verb.required("LOGIN", o.login);
  verb.required("--role", o.role);
  verb.option("--org", o.org);
  return verb;
}

void add_recover(Verb accounts) {
  struct Options {
    std::string code_file, admin, org, passwords;
  };
  auto o = std::make_shared<Options>();
  Verb verb = accounts.verb("recover");
  verb.required("--code-file", o->code_file);
  verb.required("--admin", o->admin);
  verb.option("--org", o->org);
  verb.option("--passwords", o->passwords);
  verb.run([o](Context& ctx) {
    Passwords passwords{ctx, o->passwords, "accounts recover"};
    const Secret code = keys::read_password_file(o->code_file);
    Desk& desk = ctx.open(store::Database::Mode::read_write);
    const auto made = people::recover(desk, code.view(), o->admin, o->org, passwords.keep());
    passwords.made();
    return print_new_account(ctx, made, "accounts.recovered");
  });
}

}  // namespace

void add_account_roles(Verb accounts) {
  auto g = std::make_shared<RoleOptions>();
  role_verb(accounts, "grant", *g).run([g](Context& ctx) {
    const auto done = people::grant(ctx.write(), g->login, g->role, g->org);
    if (!done.keys_given)
      ctx.console.note(text("accounts.no-keys", arg("login", people::as_called(g->login))));
    Answer answer;
    answer.figure("id", g->login).figure("state", "granted");
    answer.event(done.made.event);
    answer.text =
        text(done.made.event < 0 ? "unchanged" : "accounts.granted",
             arg("login", people::as_called(g->login)), arg("role", text("role." + g->role)));
    ctx.print(answer);
    return Exit::ok;
  });

  auto r = std::make_shared<RoleOptions>();
  Verb revoke = role_verb(accounts, "revoke", *r);
  revoke.option("--reason", r->reason);
  revoke.run([r](Context& ctx) {
    const auto made = people::revoke(ctx.write(), r->login, r->role, r->org, r->reason);
    Answer answer;
    answer.figure("id", r->login).figure("state", "revoked");
    answer.event(made.event);
    answer.text = text("accounts.role-revoked", arg("login", people::as_called(r->login)),
                       arg("role", text("role." + r->role)));
    ctx.print(answer);
    return Exit::ok;
  });
  add_recover(accounts);
}

}  // namespace tmis::cmd
