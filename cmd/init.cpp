// tmis init: a new file with its first organisation and system administrator.
#include "base/message.h"
#include "cmd/verbs.h"
#include "people/found.h"

namespace tmis::cmd {

void add_init(CLI::App& app) {
  struct Options {
    people::Organisation org;
    std::string admin;
  };
  auto o = std::make_shared<Options>();
  CLI::App& verb = add_verb(app, "init");
  verb.add_option("--code", o->org.code)->required();
  verb.add_option("--name", o->org.name)->required();
  verb.add_option("--kind", o->org.kind)->required();
  verb.add_option("--level", o->org.level);
  verb.add_option("--division", o->org.division);
  verb.add_option("--admin", o->admin)->required();
  on_run(verb, [o](Context& ctx) {
    const Secret password = ctx.new_password(ctx.globals.password_file);
    const auto written = people::found_file(
        ctx.db_path(), {ctx.schemas_folder(), o->org, o->admin, ctx.globals.dry_run}, password,
        ctx.clock());
    Answer answer;
    answer.figure("id", o->org.code).figure("state", "active").figure("event", written.seq);
    answer.text = text("init.done", arg("file", ctx.db_path()), arg("name", o->org.name),
                       arg("admin", o->admin));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace tmis::cmd
