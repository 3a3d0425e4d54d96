// tmis audit: items checked against the originals.
#include "workflow/audit.h"
#include "base/message.h"
#include "cmd/verbs.h"

namespace tmis::cmd {
namespace {

Table queue_table(const std::vector<workflow::QueueLine>& lines) {
  Table table{{{"teacher_number"},
               {"name"},
               {"department"},
               {"record"},
               {"label"},
               {"state", Kind::text, {}, "state.item."},
               {"since"},
               {"changed", Kind::boolean},
               {"removal", Kind::boolean},
               {"same_hand", Kind::boolean},
               {"original_pending", Kind::boolean},
               {"reason"}},
              {}};
  const auto yes = [](bool b) { return Value{std::int64_t{b}}; };
  for (const auto& l : lines) {
    table.rows.push_back({Value{l.teacher.number}, Value{l.teacher.name},
                          Value{l.teacher.department}, Value{l.item.id()},
                          Value{l.item.set->label.here()}, Value{l.item.state}, Value{l.since},
                          yes(l.item.changed()), yes(l.item.removal), yes(l.same_hand),
                          yes(l.original_pending), or_null(l.item.reason)});
  }
  return table;
}

Table passed_over_table(const std::vector<workflow::PassedOver>& all) {
  Table table{{{"teacher_number"}, {"table"}, {"record"}, {"code"}, {"message"}}, {}};
  for (const auto& p : all) {
    const Finding f{p.code, 0, 0, {}, {}, p.args};
    table.rows.push_back({Value{p.teacher.number}, Value{p.item.set->id}, Value{p.item.id()},
                          Value{p.code->name}, Value{message(f)}});
  }
  return table;
}

Exit print_outcome(Context& ctx, const workflow::AuditOutcome& done, std::string_view key) {
  Answer answer;
  if (!done.id.empty()) answer.figure("id", done.id).figure("state", done.state);
  answer.figure("done", done.done)
      .figure("unchanged", done.unchanged)
      .figure("skipped", done.skipped)
      .figure("items", done.items);
  answer.figure("same_hand", done.same_hand);
  answer.event(done.event);
  answer.tables.emplace_back("findings", passed_over_table(done.passed_over));
  answer.text = text(key, arg("items", done.items), arg("dossiers", done.done),
                     arg("unchanged", done.unchanged), arg("skipped", done.skipped));
  ctx.print(answer);
  return done.skipped > 0 ? Exit::findings : Exit::ok;
}

struct AuditOptions {
  workflow::ItemFilter filter;
  workflow::QueueFilter queue;
  std::string reason;
};
using Shared = std::shared_ptr<AuditOptions>;

void add_looks(Verb group) {
  auto o = std::make_shared<AuditOptions>();
  Verb list_verb = group.verb("list");
  list_verb.option("--state", o->queue.state);
  list_verb.option("--org", o->filter.org);
  list_verb.option("--department", o->queue.department);
  list_verb.lists();
  list_verb.run([o](Context& ctx) {
    Desk& desk = ctx.read();
    const Permit permit = desk.permit("audit list", people::subject_of(desk, o->filter.org));
    ctx.print(list(queue_table(workflow::queue(desk, permit, o->queue))));
    return Exit::ok;
  });

  auto s = std::make_shared<AuditOptions>();
  Verb show = group.verb("show");
  show.required("--teacher", s->filter.teacher);
  show.lists();
  show.run([s](Context& ctx) {
    Desk& desk = ctx.read();
    const auto who = people::admit(desk, "audit show", s->filter.teacher);
    ctx.print(list(queue_table(workflow::items_of(desk, who.permit, who.person))));
    return Exit::ok;
  });
}

Verb add_step(Verb group, const char* name, const Shared& o) {
  Verb verb = group.verb(name);
  verb.option("--teacher", o->filter.teacher);
  verb.option("--set", o->filter.set);
  verb.option("--record", o->filter.record);
  verb.option("--org", o->filter.org);
  return verb;
}

void add_audit_steps(Verb group) {
  auto p = std::make_shared<AuditOptions>();
  Verb pass = add_step(group, "pass", p);
  pass.flag("--all", p->filter.all);
  pass.run([p](Context& ctx) {
    Desk& desk = ctx.write();
    if (p->filter.all && ctx.console.asks()) {
      const auto waiting = workflow::queue(
          desk, desk.permit("audit list", people::subject_of(desk, p->filter.org)), {});
      if (!ctx.confirmed(text("ask.pass-all", arg("n", waiting.size())))) return Exit::ok;
    }
    return print_outcome(ctx, workflow::pass(desk, p->filter), "audit.passed");
  });

  auto r = std::make_shared<AuditOptions>();
  Verb give_back = add_step(group, "return", r);
  give_back.required("--reason", r->reason);
  give_back.run([r](Context& ctx) {
    return print_outcome(ctx, workflow::give_back(ctx.write(), r->filter, r->reason),
                         "audit.returned");
  });

  auto n = std::make_shared<AuditOptions>();
  Verb reopen = add_step(group, "reopen", n);
  reopen.required("--reason", n->reason);
  reopen.run([n](Context& ctx) {
    return print_outcome(ctx, workflow::reopen(ctx.write(), n->filter, n->reason),
                         "audit.reopened");
  });
}

}  // namespace

void add_audit(Verb app) {
  Verb group = app.verb("audit");
  add_looks(group);
  add_audit_steps(group);
}

}  // namespace tmis::cmd
