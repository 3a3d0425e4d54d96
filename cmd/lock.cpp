// tmis lock: closing and opening self-entry.
#include "campaign/lock.h"
#include "base/message.h"
#include "cmd/verbs.h"
#include "people/person.h"

namespace tmis::cmd {
namespace {

struct LockOptions {
  std::string scope, org, teacher, reason;
  campaign::Release release;
};

Exit print_moved(Context& ctx, const people::Made& made, std::string_view state) {
  Answer answer;
  answer.figure("id", made.row).figure("state", std::string{state});
  answer.event(made.event);
  answer.text =
      text(made.event < 0 ? "unchanged" : "lock." + std::string{state}, arg("id", made.row));
  ctx.print(answer);
  return Exit::ok;
}

Table locks_table(const std::vector<campaign::LockOrder>& all) {
  Table table{{{"id"},
               {"org"},
               {"teacher_number"},
               {"state", Kind::text, {}, "state.lock."},
               {"since"},
               {"until"},
               {"reason"}},
              {}};
  for (const auto& l : all) {
    table.rows.push_back({l.row == 0 ? Value{"deadline"} : Value{std::to_string(l.row)},
                          Value{l.org_code}, or_null(l.teacher_number), Value{l.state},
                          Value{l.since}, or_null(l.until), or_null(l.reason)});
  }
  return table;
}

}  // namespace

void add_lock(Verb app) {
  auto o = std::make_shared<LockOptions>();
  Verb group = app.verb("lock");
  group.option("--scope", o->scope);
  group.option("--org", o->org);
  group.option("--teacher", o->teacher);
  group.option("--reason", o->reason);
  group.run([o](Context& ctx) {
    if (o->scope != "self-entry") {
      throw Error{codes::usage_missing,
                  {arg("what", "--scope self-entry"), arg("command", "lock")}};
    }
    Desk& desk = ctx.write();
    if (!ctx.confirmed(
            text("ask.lock", arg("org", o->org), arg("teacher", people::as_called(o->teacher)))))
      return Exit::ok;
    return print_moved(ctx, campaign::lock(desk, o->org, o->teacher, o->reason), "order");
  });

  auto of = std::make_shared<std::string>();
  Verb list_verb = group.verb("list");
  list_verb.option("--org", *of);
  list_verb.lists();
  list_verb.run([of](Context& ctx) {
    Desk& desk = ctx.read();
    ctx.print(list(locks_table(
        campaign::lock_orders(desk, desk.permit("lock list", people::subject_of(desk, *of))))));
    return Exit::ok;
  });

  Verb release = group.verb("release");
  release.required("ID", o->release.id);
  release.required("--reason", o->release.reason);
  release.option("--until", o->release.until);
  release.option("--org", o->release.org_code);
  release.option("--teacher", o->release.teacher);
  release.run([o](Context& ctx) {
    return print_moved(ctx, campaign::release(ctx.write(), o->release), "released");
  });
}

}  // namespace tmis::cmd
