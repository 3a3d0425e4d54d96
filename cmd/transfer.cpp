// tmis transfer: a person goes from one school to another.
#include "workflow/transfer.h"

#include "base/message.h"
#include "base/text.h"
#include "cmd/cases.h"
#include "cmd/passwords.h"
#include "cmd/verbs.h"
#include "exchange/arrival.h"
#include "exchange/transfer_send.h"
#include "people/organisation.h"

namespace tmis::cmd {
namespace {

Exit print_step(Context& ctx, const workflow::TransferDone& done) {
  Answer answer = case_step("transfer", done.id, done.state, done.event, done.unchanged);
  answer.figure("rows", done.rows);
  answer.tables.emplace_back("findings", case_findings(done.findings));
  ctx.print(answer);
  if (!done.key_given) ctx.console.note(text("transfer.no-key"));
  if (!done.ended.empty())
    ctx.console.note(text("transfer.roles-ended", arg("logins", joined(done.ended, ", "))));
  return Exit::ok;
}

Table transfers_table(Desk& desk, const std::vector<workflow::TransferLine>& lines) {
  Table table{{{"id"},
               {"teacher_number"},
               {"name"},
               {"from", Kind::text, text("column.from-school")},
               {"to", Kind::text, text("column.to-school")},
               {"type", Kind::code, {}, "transfer_type"},
               {"state", Kind::text, {}, "state.transfer."},
               {"since", Kind::text, text("column.state-since")},
               {"waits_for"},
               {"command"},
               {"reason"},
               {"note"},
               {"outcome"}},
              {}};
  for (const auto& l : lines) {
    const auto& f = l.file;
    table.rows.push_back(
        {Value{f.id}, f.value("number"), or_null(l.name),
         or_null(org_code(desk, f.org("from_org"))), or_null(org_code(desk, f.org("to_org"))),
         f.value("type"), f.value("state"), Value{l.since}, turn_org(desk, l.turn),
         turn_command(f, l.turn), f.value("reason"), f.value("note"), f.value("outcome")});
  }
  return table;
}

void add_transfer_apply(Verb group) {
  auto o = std::make_shared<workflow::TransferApplication>();
  Verb apply = group.verb("apply");
  apply.required("--teacher", o->teacher);
  apply.required("--from", o->from);
  apply.option("--to", o->to);
  apply.required("--reason", o->reason);
  apply.option("--type", o->type);
  apply.option("--rotation-type", o->rotation_type);
  apply.option("--month", o->month);
  apply.option("--position", o->position);
  apply.option("--from-authority", o->from_authority);
  apply.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::apply_permit(desk, o->to));
    return print_step(ctx, workflow::apply_transfer(desk, *o));
  });
}

using TransferAct = workflow::TransferDone (*)(Desk&, const workflow::TransferStep&);

/// `note`: the option that says something with the step; a reason must be given.
void add_transfer_step(Verb group, const std::string& name, const char* note, TransferAct act) {
  auto o = std::make_shared<workflow::TransferStep>();
  Verb verb = group.verb(name);
  verb.required("ID", o->id);
  if (std::string_view{note} == "--reason") {
    verb.required(note, o->note);
  } else {
    verb.option(note, o->note);
  }
  verb.option("--as", o->as);
  verb.run([o, act, command = "transfer " + name](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::transfer_permit(desk, command, *o));
    return print_step(ctx, act(desk, *o));
  });
}

void add_transfer_take(Verb group) {
  struct Options {
    workflow::TransferStep step;
    std::string passwords;
  };
  auto o = std::make_shared<Options>();
  Verb verb = group.verb("take");
  verb.required("ID", o->step.id);
  verb.option("--note", o->step.note);
  verb.option("--as", o->step.as);
  verb.option("--passwords", o->passwords);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::transfer_permit(desk, "transfer take", o->step));
    std::optional<Passwords> passwords;
    if (exchange::makes_account(desk, o->step.id))
      passwords.emplace(ctx, o->passwords, "transfer take");
    const auto done =
        exchange::take_transfer(desk, o->step, passwords ? passwords->keep() : people::HandOver{});
    if (passwords) passwords->made();
    return print_step(ctx, done);
  });
}

void add_transfer_looks(Verb group) {
  struct TransferLooks {
    workflow::TransferFilter filter;
    std::string org;
  };
  auto o = std::make_shared<TransferLooks>();
  Verb verb = group.verb("list");
  verb.flag("--waiting-for-me", o->filter.waiting_for_me);
  verb.flag("--all", o->filter.all);
  verb.option("--state", o->filter.state);
  verb.option("--teacher", o->filter.teacher);
  verb.option("--org", o->org);
  verb.lists();
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.read();
    const Permit permit = desk.permit("transfer list", people::subject_of(desk, o->org));
    ctx.print(list(transfers_table(desk, workflow::transfers(desk, permit, o->filter))));
    return Exit::ok;
  });

  auto id = std::make_shared<std::string>();
  Verb show = group.verb("show");
  show.required("ID", *id);
  show.run([id](Context& ctx) {
    Desk& desk = ctx.read();
    const auto line = workflow::transfer(desk, desk.permit("transfer show"), *id);
    const bool moves = line.turn && line.file.is.teacher;
    print_case(ctx, transfers_table(desk, {line}),
               {{"steps", case_steps(desk, line.file)},
                {"findings", case_findings(moves ? workflow::unfinished(desk, *line.file.is.teacher)
                                                 : Findings{})}});
    return Exit::ok;
  });
}

}  // namespace

void add_transfer(Verb app) {
  Verb group = app.verb("transfer");
  add_transfer_apply(group);
  add_transfer_step(group, "confirm", "--note", exchange::confirm_transfer);
  add_transfer_step(group, "reject", "--reason", workflow::reject_transfer);
  add_transfer_step(group, "withdraw", "--note", workflow::withdraw_transfer);
  add_transfer_take(group);
  add_case_send(group, "transfer", workflow::transfer_permit, exchange::send_transfer);
  add_transfer_looks(group);
}

}  // namespace tmis::cmd
