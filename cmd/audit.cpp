// tmis audit: items checked against the originals.
#include "cmd/audit.h"

#include "base/message.h"
#include "base/text.h"
#include "cmd/verbs.h"
#include "workflow/audit.h"

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
               {"reason"},
               {"until"}},
              {}};
  const auto yes = [](bool b) { return Value{std::int64_t{b}}; };
  for (const auto& l : lines) {
    table.rows.push_back({Value{l.teacher.number}, Value{l.teacher.name},
                          Value{l.teacher.department}, Value{l.item.id()},
                          Value{l.item.set->label.here()}, Value{l.item.state}, Value{l.since},
                          yes(l.item.changed()), yes(l.item.removal), yes(l.same_hand),
                          yes(l.original_pending), or_null(l.item.reason), or_null(l.until)});
  }
  return table;
}

Table passed_over_table(const std::vector<workflow::PassedOver>& all) {
  Table table{{{"teacher_number"},
               {"table", Kind::set},
               {"record"},
               code_before_words("code"),
               {"message"}},
              {}};
  for (const auto& p : all) {
    const Finding f{p.code, 0, 0, {}, {}, p.args};
    table.rows.push_back({Value{p.teacher.number}, Value{p.item.set->id}, Value{p.item.id()},
                          Value{p.code->name}, Value{message(f)}});
  }
  return table;
}

/// What `audit pass --all` would pass, by department and table.
Table cover_table(const workflow::Cover& cover) {
  Table table{{{"department"},
               {"table"},
               {"label"},
               {"dossiers", Kind::number},
               {"items", Kind::number},
               {"same_hand", Kind::number},
               {"original_pending", Kind::number}},
              {}};
  for (const auto& l : cover.lines) {
    table.rows.push_back({Value{l.department}, Value{l.set->id}, Value{l.set->label.here()},
                          Value{l.dossiers}, Value{l.items}, Value{l.same_hand},
                          Value{l.original_pending}});
  }
  return table;
}

/// The same for people: by department and by table, each short enough to read.
std::vector<Table> cover_tables(const workflow::Cover& cover) {
  Table departments{{{"department"},
                     {"dossiers", Kind::number},
                     {"items", Kind::number},
                     {"same_hand", Kind::number},
                     {"original_pending", Kind::number}},
                    {}};
  Table tables = departments;
  tables.columns.front() = {"label"};
  const auto add = [](Table& table, const std::string& name, const workflow::CoverLine& l) {
    table.rows.push_back({Value{name}, Value{l.dossiers}, Value{l.items}, Value{l.same_hand},
                          Value{l.original_pending}});
  };
  for (const auto& l : cover.departments) add(departments, l.department, l);
  for (const auto& l : cover.tables) add(tables, l.set->label.here(), l);
  return {departments, tables};
}

std::string cover_text(const workflow::Cover& cover) {
  std::vector<std::string> names;
  for (const auto& name : cover.first) names.push_back(shown(name));
  const std::size_t more = static_cast<std::size_t>(cover.dossiers) - names.size();
  return text("audit.covers", arg("items", cover.items), arg("dossiers", cover.dossiers),
              arg("same_hand", cover.same_hand), arg("pending", cover.original_pending)) +
         "\n" +
         text(more > 0 ? "audit.first-names" : "audit.all-names",
              arg("names", joined(names, text("list.names"))), arg("more", more));
}

Exit print_outcome(Context& ctx, const workflow::AuditOutcome& done, std::string_view key,
                   const std::optional<workflow::Cover>& cover = {}) {
  Answer answer;
  const bool read = ctx.console.out_is_terminal() && !ctx.globals.json;
  if (cover && !read) answer.tables.emplace_back("covers", cover_table(*cover));
  if (cover && read) {
    for (Table& table : cover_tables(*cover)) answer.tables.emplace_back("", std::move(table));
  }
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
  if (cover && cover->items > 0) answer.text = cover_text(*cover) + "\n" + answer.text;
  ctx.print(answer);
  return done.skipped > 0 ? Exit::findings : Exit::ok;
}

struct AuditOptions {
  workflow::ItemFilter filter;
  workflow::QueueFilter queue;
  std::string reason, until;
  bool reveal = false;
};
using Shared = std::shared_ptr<AuditOptions>;

/// The queue as a list: of one dossier or of an organisation.
Exit list_queue(Context& ctx, const AuditOptions& o) {
  Desk& desk = ctx.read();
  check_state(o.queue.state, "item");
  const auto* set = o.filter.set.empty() ? nullptr : &desk.catalogue.at(o.filter.set);
  std::vector<workflow::QueueLine> lines;
  if (o.filter.teacher.empty()) {
    const Permit permit = desk.permit("audit list", people::subject_of(desk, o.filter.org));
    const Listing& how = ctx.listing;
    // What --limit cuts away needn't be made, unless it is sorted or sifted first.
    if (how.limit > 0 && how.sort.empty() && set == nullptr) {
      const auto page = workflow::queue_page(desk, permit, o.queue, how.offset + how.limit);
      Answer answer = list(queue_table(page.lines));
      answer.total = page.total;
      ctx.print(std::move(answer));
      return Exit::ok;
    }
    lines = workflow::queue(desk, permit, o.queue);
  } else {
    const auto who = people::admit(desk, "audit list", o.filter.teacher);
    lines = workflow::items_of(desk, who.permit, who.person);
    std::erase_if(lines, [&](const auto& l) { return l.item.state != o.queue.state; });
  }
  if (set != nullptr) std::erase_if(lines, [&](const auto& l) { return l.item.set != set; });
  ctx.print(list(queue_table(lines)));
  return Exit::ok;
}

void queue_options(Verb verb, const Shared& o) {
  verb.option("--state", o->queue.state);
  verb.option("--org", o->filter.org);
  verb.option("--department", o->queue.department);
  verb.option("--teacher", o->filter.teacher);
  verb.option("--set", o->filter.set);
  verb.lists();
}

/// Plain `audit`: people at a terminal walk, scripts get the list.
void add_walk(Verb group) {
  auto o = std::make_shared<AuditOptions>();
  queue_options(group, o);
  group.option("--until", o->until);
  group.flag("--reveal", o->reveal);
  group.run([o](Context& ctx) {
    const bool walks = ctx.console.asks() && ctx.console.out_is_terminal() && !ctx.globals.json &&
                       ctx.listing.out.empty();
    if (!walks) return list_queue(ctx, *o);
    check_state(o->queue.state, "item");
    return walk_audit(ctx, {{.state = o->queue.state,
                             .org = o->filter.org,
                             .department = o->queue.department,
                             .teacher = o->filter.teacher,
                             .set = o->filter.set},
                            o->until,
                            o->reveal});
  });
}

void add_looks(Verb group) {
  auto o = std::make_shared<AuditOptions>();
  Verb list_verb = group.verb("list");
  queue_options(list_verb, o);
  list_verb.run([o](Context& ctx) { return list_queue(ctx, *o); });

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

/// A batch is shown before it is asked for, and by a rehearsal.
Exit pass_items(Context& ctx, const workflow::ItemFilter& filter) {
  Desk& desk = ctx.write();
  const bool asks = ctx.console.asks() && !ctx.globals.yes && !ctx.globals.dry_run;
  const bool batch = filter.all && filter.teacher.empty() && filter.record.empty();
  std::optional<workflow::Cover> cover;
  if (batch && (asks || ctx.globals.dry_run)) cover = workflow::cover(desk, filter);
  if (cover && asks && cover->items > 0) {
    for (const Table& table : cover_tables(*cover))
      ctx.console.say(ctx.console.table(table) + "\n");
    ctx.console.say(cover_text(*cover) + "\n");
    if (!ctx.confirmed(text("ask.pass-all", arg("n", cover->items)))) return Exit::ok;
  }
  return print_outcome(ctx, workflow::pass(desk, filter), "audit.passed",
                       ctx.globals.dry_run ? cover : std::nullopt);
}

void add_audit_steps(Verb group) {
  auto p = std::make_shared<AuditOptions>();
  Verb pass = add_step(group, "pass", p);
  pass.flag("--all", p->filter.all);
  pass.option("--department", p->filter.department);
  pass.run([p](Context& ctx) { return pass_items(ctx, p->filter); });

  auto r = std::make_shared<AuditOptions>();
  Verb give_back = add_step(group, "return", r);
  give_back.required("--reason", r->reason);
  give_back.option("--until", r->until);
  give_back.run([r](Context& ctx) {
    return print_outcome(ctx, workflow::give_back(ctx.write(), r->filter, r->reason, r->until),
                         "audit.returned");
  });

  auto n = std::make_shared<AuditOptions>();
  Verb reopen = add_step(group, "reopen", n);
  reopen.required("--reason", n->reason);
  reopen.option("--until", n->until);
  reopen.run([n](Context& ctx) {
    return print_outcome(ctx, workflow::reopen(ctx.write(), n->filter, n->reason, n->until),
                         "audit.reopened");
  });
}

}  // namespace

void add_audit(Verb app) {
  Verb group = app.verb("audit");
  add_walk(group);
  add_looks(group);
  add_audit_steps(group);
  add_audit_slips(group);
}

}  // namespace tmis::cmd
