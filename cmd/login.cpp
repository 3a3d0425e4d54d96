// tmis login, logout, whoami, passwd: sessions and one's own password.
#include <algorithm>

#include "base/message.h"
#include "base/text.h"
#include "cmd/verbs.h"
#include "people/credentials.h"

namespace tmis::cmd {
namespace {

std::string roles_text(const Actor& actor, Desk& desk) {
  std::vector<std::string> parts;
  for (const auto& grant : actor.grants) {
    parts.push_back(text("role." + grant.role) + " @ " +
                    people::organisation(desk, grant.org).code);
  }
  const bool said = std::any_of(actor.grants.begin(), actor.grants.end(),
                                [](const auto& grant) { return grant.role == "teacher"; });
  if (actor.teacher && !said) parts.push_back(text("role.teacher"));
  return joined(parts, ", ");
}

Answer who(Desk& desk) {
  Answer answer;
  answer.figure("login", desk.actor.login)
      .figure("name", desk.actor.name)
      .figure("roles", roles_text(desk.actor, desk));
  answer.content = text("whoami", arg("login", desk.actor.login), arg("name", desk.actor.name),
                        arg("roles", roles_text(desk.actor, desk)));
  return answer;
}

Exit log_in(Context& ctx, const std::string& login, bool print_token) {
  Desk& desk = ctx.open(store::Database::Mode::read_write);
  const Secret password = ctx.password(login);
  try {
    people::log_in(desk, login, password);
  } catch (const Error& error) {
    // With an initial password the first login asks for one's own at once, where someone can
    // answer.
    if (&error.code() != &codes::login_initial || !ctx.console.asks()) throw;
    people::log_in(desk, login, password, true);
    ctx.console.note(text("login.first"));
    people::change_password(desk,
                            ctx.new_password("", [&] { return people::password_owner(desk); }));
  }
  Answer answer = who(desk);
  if (print_token) {
    const std::string token =
        ctx.sessions().remember_sealed(desk.actor.account, desk.signer->id(), desk.master());
    answer.figure("token", token);
    if (!ctx.globals.json) answer.only_output = "export TMIS_SESSION=" + token + "\n";
    ctx.console.note(
        text("login.done", arg("login", desk.actor.login), arg("name", desk.actor.name)));
    ctx.print(answer);
    return Exit::ok;
  }
  ctx.sessions().remember(desk.actor.account, desk.signer->id(), desk.master());
  answer.content.clear();
  answer.text = text("login.done", arg("login", desk.actor.login), arg("name", desk.actor.name));
  ctx.print(answer);
  return Exit::ok;
}

}  // namespace

void add_login(Verb app) {
  auto login = std::make_shared<std::string>();
  Verb in = app.verb("login");
  in.required("LOGIN", *login);
  auto token = std::make_shared<bool>(false);
  in.flag("--print-token", *token);
  in.run([login, token](Context& ctx) { return log_in(ctx, *login, *token); });

  app.verb("logout").run([](Context& ctx) {
    ctx.open(store::Database::Mode::read_only);
    ctx.sessions().forget();
    Answer answer;
    answer.figure("state", "closed");
    answer.text = text("logout.done");
    ctx.print(answer);
    return Exit::ok;
  });

  app.verb("whoami").run([](Context& ctx) {
    ctx.print(who(ctx.read()));
    return Exit::ok;
  });

  auto new_password_file = std::make_shared<std::string>();
  Verb passwd = app.verb("passwd");
  auto new_key = std::make_shared<bool>(false);
  passwd.option("--new-password-file", *new_password_file);
  passwd.flag("--new-key", *new_key);
  passwd.run([new_password_file, new_key](Context& ctx) {
    Desk& desk = ctx.desk(store::Database::Mode::read_write, Context::Login::first_too);
    const auto written = people::change_password(
        desk, ctx.new_password(*new_password_file, [&] { return people::password_owner(desk); }),
        *new_key);
    if (*new_key) ctx.sessions().forget_of(desk.actor.account);
    Answer answer;
    answer.figure("id", desk.actor.login).figure("state", "active").figure("event", written.seq);
    answer.text = text(*new_key ? "passwd.new-key" : "passwd.done", arg("login", desk.actor.login));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace tmis::cmd
