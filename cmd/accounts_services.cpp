// tmis accounts service: accounts for cron.
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/accounts.h"
#include "cmd/secret_file.h"
#include "people/person.h"
#include "people/service_account.h"

namespace tmis::cmd {
namespace {

Exit add(Context& ctx, const people::Service& service, const std::string& secret_file) {
  Desk& desk = ctx.write();
  ctx.want_place(secret_file);
  SecretFile file;
  const auto made = people::add_service(desk, service, [&](const std::string& secret) {
    if (ctx.globals.dry_run) return;
    file.write(secret_file, [&] { write_file(secret_file, secret + "\n"); });
  });
  file.made();
  Answer answer;
  answer.figure("id", service.login).figure("state", "active").figure("event", made.event);
  answer.text = text("accounts.service-made", arg("login", service.login), arg("file", secret_file),
                     arg("until", service.until));
  ctx.print(answer);
  return Exit::ok;
}

Exit list_services(Context& ctx, const std::string& org) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("accounts service list", people::subject_of(desk, org));
  Table table{{{"login"},
               {"name"},
               {"org"},
               {"commands"},
               {"valid_until"},
               {"state", Kind::text, {}, "state.account."}},
              {}};
  for (const auto& a : people::accounts(desk, permit, {.services = true})) {
    table.rows.push_back({Value{a.login}, Value{a.name}, Value{a.org_code}, Value{*a.commands},
                          Value{a.valid_until}, Value{a.state}});
  }
  ctx.print(list(std::move(table)));
  return Exit::ok;
}

}  // namespace

void add_account_services(Verb accounts) {
  Verb service = accounts.verb("service");
  struct Options {
    people::Service service;
    std::string secret;
  };
  auto o = std::make_shared<Options>();
  Verb adding = service.verb("add");
  adding.required("LOGIN,--login", o->service.login);
  adding.required("--secret", o->secret);
  adding.required("--until", o->service.until);
  adding.option("--command", o->service.commands);
  adding.option("--role", o->service.role);
  adding.option("--name", o->service.name);
  adding.option("--org", o->service.org_code);
  adding.run([o](Context& ctx) { return add(ctx, o->service, o->secret); });

  auto org = std::make_shared<std::string>();
  Verb list_verb = service.verb("list");
  list_verb.option("--org", *org);
  list_verb.lists();
  list_verb.run([org](Context& ctx) { return list_services(ctx, *org); });

  auto login = std::make_shared<std::string>(), reason = std::make_shared<std::string>();
  Verb revoke = service.verb("revoke");
  revoke.required("LOGIN", *login);
  revoke.option("--reason", *reason);
  revoke.run([login, reason](Context& ctx) {
    return print_moved(ctx, *login, people::revoke_service(ctx.write(), *login, *reason),
                       "disabled");
  });
}

}  // namespace tmis::cmd
