// tmis credits confirm, return, correct: what the authority of a case decides.
#include "base/message.h"
#include "cmd/cases.h"
#include "cmd/credits.h"
#include "cmd/credits_cases.h"
#include "exchange/credits_send.h"
#include "workflow/credit_confirm.h"

namespace tmis::cmd {
namespace {

struct DecideOptions {
  workflow::CreditCase which;
  workflow::CreditChange change;
  std::int64_t hours = -1;
  std::string reason;
  bool partial = false;
};

Table decided_table(const std::vector<workflow::DecidedCredits>& items) {
  Table table{{{"teacher_number"},
               {"name"},
               {"result", Kind::text, {}, "credits.result."},
               {"credits", Kind::number, {}, {}, 2},
               {"counted", Kind::number, {}, {}, 2},
               {"surplus", Kind::number, {}, {}, 2},
               {"rule"},
               code_before_words("code"),
               {"message"}},
              {}};
  for (const auto& d : items) {
    const auto amount = [&](std::int64_t n) {
      return d.refusal == nullptr ? Value{workflow::credits_text(n)} : Value{};
    };
    const Finding finding{d.refusal, 0, 0, "", {}, d.args};
    table.rows.push_back({Value{d.person.number}, Value{d.person.name}, or_null(d.result),
                          amount(d.credits.credits), amount(d.credits.counted),
                          amount(d.credits.surplus), or_null(d.credits.rule),
                          d.refusal == nullptr ? Value{} : Value{d.refusal->name},
                          d.refusal == nullptr ? Value{} : Value{message(finding)}});
  }
  return table;
}

Exit print_decided(Context& ctx, const workflow::CreditsDone& done, const std::string& key) {
  Answer answer;
  answer.figure("id", done.id).figure("state", done.state).figure("done", done.done);
  answer.figure("unchanged", done.unchanged).figure("skipped", done.skipped);
  if (!done.items.empty() || ctx.globals.json)
    answer.tables.emplace_back("items", decided_table(done.items));
  answer.event(done.event);
  answer.exit = done.skipped > 0 ? Exit::findings : Exit::ok;
  answer.text =
      done.done == 0 && done.skipped == 0
          ? text("unchanged")
          : text(key, arg("id", done.id), arg("n", done.done), arg("skipped", done.skipped));
  ctx.print(answer);
  return answer.exit;
}

std::shared_ptr<DecideOptions> case_options(Verb verb) {
  auto o = std::make_shared<DecideOptions>();
  verb.option("PROJECT", o->which.project);
  verb.option("--claim", o->which.claim);
  verb.option("--teacher", o->which.teacher);
  verb.option("--as", o->which.as);
  return o;
}

void add_credits_send(Verb credits) {
  struct Options {
    std::string project, as, to, out;
  };
  auto o = std::make_shared<Options>();
  Verb verb = credits.verb("send");
  verb.required("PROJECT", o->project);
  verb.required("--out", o->out);
  verb.option("--to", o->to);
  verb.option("--as", o->as);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    ready_to_send(ctx, desk, workflow::ask_project(desk, "credits send", o->project, o->as).permit,
                  o->out);
    const auto done = exchange::send_credits(desk, o->project, o->as, o->to, o->out);
    Answer answer;
    answer.figure("id", done.id)
        .figure("state", done.again ? "unchanged" : "sent")
        .figure("to", done.to)
        .figure("package", done.package)
        .figure("file", done.file)
        .figure("participants", done.participants);
    answer.event(done.event);
    answer.text = text(done.again ? "credits.sent-again" : "credits.sent", arg("id", done.id),
                       arg("to", done.to), arg("file", done.file), arg("n", done.participants),
                       arg("state", Machine::of("credit_project").state_text(done.state)));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace

void add_credit_decisions(Verb credits) {
  add_credits_send(credits);
  Verb confirm = credits.verb("confirm");
  auto c = case_options(confirm);
  confirm.flag("--partial", c->partial);
  confirm.run([c](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::credits_permit(desk, "credits confirm", c->which));
    return print_decided(ctx, workflow::confirm_credits(desk, c->which, c->partial),
                         "credits.confirmed-done");
  });

  Verb give_back = credits.verb("return");
  auto r = case_options(give_back);
  give_back.required("--reason", r->reason);
  give_back.run([r](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::credits_permit(desk, "credits return", r->which));
    return print_decided(ctx, workflow::return_credits(desk, r->which, r->reason),
                         "credits.returned-done");
  });

  Verb correct = credits.verb("correct");
  auto k = case_options(correct);
  correct.option("--hours", k->hours);
  correct.option("--result", k->change.result);
  correct.required("--reason", k->change.reason);
  correct.run([k](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::credits_permit(desk, "credits correct", k->which));
    k->change.hours = given(k->hours);
    return print_decided(ctx, workflow::correct_credits(desk, k->which, k->change),
                         "credits.corrected-done");
  });
}

}  // namespace tmis::cmd
