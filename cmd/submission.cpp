// tmis submission: reporting upward.
#include "workflow/submission.h"
#include "base/message.h"
#include "cmd/cases.h"
#include "cmd/verbs.h"
#include "exchange/send.h"

namespace tmis::cmd {
namespace {

Table shortcomings_table(const std::vector<workflow::Shortcoming>& all) {
  Table table{{{"teacher_number"},
               {"name"},
               {"table", Kind::set, {}, "sign."},
               {"record"},
               code_before_words("field"),
               code_before_words("code"),
               {"message"}},
              {}};
  for (const auto& s : all) {
    const Finding f{s.code, 0, 0, s.field, {}, s.args};
    table.rows.push_back({Value{s.teacher.number}, Value{s.teacher.name}, or_null(s.table),
                          s.record == 0 ? Value{} : Value{s.table + "#" + std::to_string(s.record)},
                          or_null(s.field), Value{s.code->name}, Value{message(f)}});
  }
  return table;
}

void add_send(Verb group) {
  struct Options {
    workflow::SendRequest what;
    std::string out;
  };
  auto o = std::make_shared<Options>();
  Verb send = group.verb("send");
  send.option("--teacher", o->what.teacher);
  send.flag("--all", o->what.all);
  send.option("--to", o->what.to);
  send.option("--org", o->what.org);
  send.option("--out", o->out);
  send.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    ready_to_send(ctx, desk, desk.permit("submission send", people::subject_of(desk, o->what.org)),
                  o->out);
    const auto result = exchange::send(desk, o->what, o->out);
    const workflow::SendOutcome& done = result.sent;
    Answer answer;
    answer.figures.emplace_back("id", or_null(done.id));
    answer.figure("state", done.id.empty() ? "unchanged" : "sent")
        .figure("done", done.done)
        .figure("unchanged", done.unchanged)
        .figure("skipped", done.skipped)
        .figure("items", done.done);
    answer.figures.emplace_back("package", or_null(result.package));
    answer.figures.emplace_back("file", or_null(result.file));
    answer.event(done.event);
    answer.tables.emplace_back("findings", shortcomings_table(done.shortcomings));
    answer.text = text(done.id.empty() ? "submission.none-sent" : "submission.sent",
                       arg("id", done.id), arg("done", done.done), arg("unchanged", done.unchanged),
                       arg("skipped", done.skipped));
    if (!result.file.empty()) {
      answer.text += "\n" + text(result.again ? "submission.package-again" : "submission.package",
                                 arg("file", result.file));
    }
    ctx.print(answer);
    return done.skipped > 0 ? Exit::findings : Exit::ok;
  });
}

void add_decisions(Verb group) {
  struct Options {
    std::string id, teacher, reason;
  };
  const auto print = [](Context& ctx, const workflow::DecideOutcome& done) {
    Answer answer;
    answer.figure("id", done.id)
        .figure("state", done.state)
        .figure("done", done.done)
        .figure("unchanged", done.unchanged);
    answer.event(done.event);
    answer.text = text(done.event < 0 ? "unchanged" : "submission." + done.state,
                       arg("id", done.id), arg("done", done.done));
    ctx.print(answer);
    return Exit::ok;
  };
  auto a = std::make_shared<Options>();
  Verb accept = group.verb("accept");
  accept.required("ID", a->id);
  accept.option("--teacher", a->teacher);
  accept.run([a, print](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::decision_permit(desk, "submission accept", a->id));
    return print(ctx, workflow::accept(desk, a->id, a->teacher));
  });

  auto b = std::make_shared<Options>();
  Verb recall = group.verb("recall");
  recall.required("ID", b->id);
  recall.option("--teacher", b->teacher);
  recall.run([b, print](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::recall_permit(desk, b->id));
    return print(ctx, workflow::recall(desk, b->id, b->teacher));
  });

  auto r = std::make_shared<Options>();
  Verb give_back = group.verb("return");
  give_back.required("ID", r->id);
  give_back.required("--reason", r->reason);
  give_back.option("--teacher", r->teacher);
  give_back.run([r, print](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::decision_permit(desk, "submission return", r->id));
    return print(ctx, workflow::give_back(desk, r->id, r->teacher, r->reason));
  });
}

}  // namespace

void add_submission(Verb app) {
  Verb group = app.verb("submission");
  add_send(group);
  auto org = std::make_shared<std::string>();
  Verb list_verb = group.verb("list");
  list_verb.option("--org", *org);
  list_verb.lists();
  list_verb.run([org](Context& ctx) {
    Desk& desk = ctx.read();
    Table table{{{"id"},
                 {"from"},
                 {"to"},
                 {"sent"},
                 {"by"},
                 {"dossiers", Kind::number},
                 {"open", Kind::number},
                 {"accepted", Kind::number, text("column.dossiers-accepted")},
                 {"returned", Kind::number},
                 {"state", Kind::text, {}, "state.submission."},
                 {"reason"}},
                {}};
    for (const auto& s : workflow::submissions(
             desk, desk.permit("submission list", people::subject_of(desk, *org)))) {
      table.rows.push_back({Value{s.id}, Value{s.from}, Value{s.to}, Value{s.sent}, Value{s.by},
                            Value{s.dossiers}, Value{s.open}, Value{s.accepted}, Value{s.returned},
                            Value{s.state}, or_null(s.reason)});
    }
    ctx.print(list(std::move(table)));
    return Exit::ok;
  });
  add_decisions(group);
}

}  // namespace tmis::cmd
