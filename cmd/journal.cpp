// tmis journal: who did what, and whether the file is what they did.
#include "cmd/journal.h"
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "journal/checkpoint.h"
#include "journal/event.h"
#include "journal/look.h"
#include "journal/verify.h"
#include "people/person.h"
#include "workflow/undo.h"

namespace tmis::cmd {
namespace {

struct ListOptions {
  std::string teacher, actor, since;
};

Exit list_events(Context& ctx, const ListOptions& o) {
  Desk& desk = ctx.read();
  journal::EventFilter filter;
  filter.actor = o.actor;
  filter.since = o.since;
  if (!o.since.empty() && !day_from_iso(o.since)) {
    throw Error{codes::usage_value,
                {arg("value", o.since), arg("option", "--since"), arg("expected", "YYYY-MM-DD")}};
  }
  const Permit permit = o.teacher.empty() ? desk.permit("journal list")
                                          : people::admit(desk, "journal list", o.teacher).permit;
  if (!o.teacher.empty()) filter.teacher = people::person(desk, permit, o.teacher).row;
  if (permit.own()) filter.teacher = *permit.own();
  Table table{{{"seq", Kind::number},
               {"at"},
               {"actor"},
               {"role", Kind::text, {}, "role."},
               {"org"},
               {"kind"},
               {"items", Kind::number},
               {"reason"}},
              {}};
  for (const auto& e : journal::events(desk, permit, filter)) {
    table.rows.push_back({Value{e.seq}, Value{e.t}, Value{e.actor}, Value{e.role}, Value{e.org},
                          Value{e.kind}, Value{static_cast<std::int64_t>(e.n)}, or_null(e.reason)});
  }
  ctx.print(list(std::move(table)));
  return Exit::ok;
}

Exit show_event(Context& ctx, std::int64_t seq) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("journal show");
  const auto found = journal::event(desk, permit, seq);
  Answer answer;
  const auto& e = found.event;
  answer.figure("seq", e.seq)
      .figure("at", e.t)
      .figure("actor", e.actor)
      .figure("role", e.role)
      .figure("org", e.org);
  answer.figure("kind", e.kind)
      .figure("meaning", e.meaning)
      .figure("reason", e.reason)
      .figure("n", static_cast<std::int64_t>(e.n));
  answer.figure("hash", found.hash)
      .figure("prev", e.prev)
      .figure("root", e.root)
      .figure("key", e.key)
      .figure("tool", e.tool);
  for (const auto& [name, value] : e.args) answer.figures.emplace_back("args." + name, value);
  Table items{
      {{"table"}, {"record", Kind::number}, {"n", Kind::number}, {"version", Kind::number}, {"op"}},
      {}};
  for (const auto& run : found.runs) {
    items.rows.push_back(
        {Value{run.table}, Value{run.record}, Value{run.n}, Value{run.version}, Value{run.op}});
  }
  for (const auto& [name, value] : answer.figures) {
    if (!value.is_null() && !(value.kind == Value::Kind::text && value.text.empty())) {
      answer.content.append(padded(name, 14))
          .append(value.kind == Value::Kind::integer ? std::to_string(value.number)
                                                     : shown(value.text))
          .append("\n");
    }
  }
  if (!answer.content.empty()) answer.content.pop_back();
  answer.tables.emplace_back("items", std::move(items));
  ctx.print(answer);
  return Exit::ok;
}

struct VerifyLook {
  std::string checkpoint;
  std::int64_t since = -1;
};

/// What --checkpoint says of the file, before anything else is looked at; --since needs it to fit.
std::optional<journal::Discrepancy> against_checkpoint(Desk& desk, const VerifyLook& o) {
  if (o.checkpoint.empty()) {
    if (o.since >= 0) throw Error{codes::journal_since, {arg("seq", o.since)}};
    return std::nullopt;
  }
  const std::string note = file_exists(o.checkpoint) ? read_file(o.checkpoint) : o.checkpoint;
  if (o.since >= 0 && journal::read_checkpoint(note).seq != o.since)
    throw Error{codes::journal_since, {arg("seq", o.since)}};
  return journal::against(desk, note);
}

Exit verify(Context& ctx, const VerifyLook& o) {
  Desk& desk = ctx.read();
  desk.permit("journal verify");
  const auto unlike = against_checkpoint(desk, o);
  const auto bar = ctx.console.progress(text("journal.verifying"));
  auto verdict =
      journal::verify(desk, {unlike ? -1 : o.since, [&](double share) { bar(share, 0); }});
  ctx.console.end_progress();
  if (unlike) verdict.findings.push_back(*unlike);
  if (const auto older = ctx.heads().against(desk)) verdict.findings.push_back(*older);
  const Exit exit = verdict.exit();
  Answer answer;
  answer.booleans.emplace_back("ok", exit == Exit::ok);
  answer.figure("events", static_cast<std::int64_t>(verdict.events))
      .figure("items", static_cast<std::int64_t>(verdict.items));
  answer.figure("head",
                std::to_string(verdict.last.seq) + " " + to_hex(keys::bytes(verdict.last.hash)));
  answer.tables.emplace_back("findings", discrepancies(verdict.findings));
  answer.tables.emplace_back("notes", discrepancies(verdict.notes));
  answer.text = text(exit == Exit::ok         ? "journal.sound"
                     : exit == Exit::findings ? "journal.doubtful"
                                              : "journal.altered",
                     arg("events", verdict.events), arg("items", verdict.items),
                     arg("n", verdict.findings.size()),
                     arg("head", to_hex(keys::bytes(verdict.last.hash)).substr(0, 16)));
  ctx.print(answer);
  return exit;
}

/// The present head for somebody else to keep, signed.
Exit give_checkpoint(Context& ctx, const std::string& out) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("journal checkpoint");
  if (!out.empty()) ctx.want_place(out);
  const auto head = journal::head(desk.db);
  const std::string note = journal::checkpoint(desk, permit.org_code());
  if (!out.empty() && !ctx.globals.dry_run) write_file(out, note);
  Answer answer;
  answer.figure("seq", head.seq)
      .figure("hash", to_hex(keys::bytes(head.hash)))
      .figure("short", journal::short_form(head))
      .figure("checkpoint", note);
  if (out.empty()) {
    answer.content = note.substr(0, note.size() - 1);
  } else {
    answer.text =
        text("journal.checkpoint", arg("file", out), arg("short", journal::short_form(head)));
  }
  ctx.print(answer);
  return Exit::ok;
}

}  // namespace

Table discrepancies(const std::vector<journal::Discrepancy>& found) {
  Table table{{{"seq", Kind::number}, {"table"}, {"row", Kind::number}, {"code"}, {"message"}}, {}};
  for (const auto& d : found) {
    Finding f{d.code, 0, 0, {}, {}, d.args};
    f.args.push_back(arg("seq", d.seq));
    f.args.push_back(arg("table", d.table));
    f.args.push_back(arg("record", d.record));
    table.rows.push_back({d.seq < 0 ? Value{} : Value{d.seq}, or_null(d.table),
                          d.record == 0 ? Value{} : Value{d.record}, Value{d.code->name},
                          Value{message(f)}});
  }
  return table;
}

void add_journal(Verb app) {
  Verb group = app.verb("journal");
  auto l = std::make_shared<ListOptions>();
  Verb list_verb = group.verb("list");
  list_verb.option("--teacher", l->teacher);
  list_verb.option("--actor", l->actor);
  list_verb.option("--since", l->since);
  list_verb.lists();
  list_verb.run([l](Context& ctx) { return list_events(ctx, *l); });

  auto seq = std::make_shared<std::int64_t>();
  Verb show = group.verb("show");
  show.required("SEQ", *seq);
  show.run([seq](Context& ctx) { return show_event(ctx, *seq); });

  auto v = std::make_shared<VerifyLook>();
  Verb verify_verb = group.verb("verify");
  verify_verb.option("--checkpoint", v->checkpoint);
  verify_verb.option("--since", v->since);
  verify_verb.run([v](Context& ctx) { return verify(ctx, *v); });

  auto out = std::make_shared<std::string>();
  Verb checkpoint = group.verb("checkpoint");
  checkpoint.option("--out", *out);
  checkpoint.run([out](Context& ctx) { return give_checkpoint(ctx, *out); });

  add_journal_proofs(group);

  auto reason = std::make_shared<std::string>();
  Verb undo = group.verb("undo");
  undo.required("SEQ", *seq);
  undo.required("--reason", *reason);
  undo.run([seq, reason](Context& ctx) {
    const auto done = workflow::undo(ctx.write(), *seq, *reason);
    Answer answer;
    answer.figure("undone", *seq)
        .figure("withdrawn", done.withdrawn)
        .figure("restored", done.restored);
    answer.figure("event", done.event);
    answer.text = text("journal.undone", arg("seq", *seq), arg("withdrawn", done.withdrawn),
                       arg("restored", done.restored));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace tmis::cmd
