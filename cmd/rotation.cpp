// tmis rotation: a person serves at another unit for a time.
#include "workflow/rotation.h"

#include <algorithm>

#include "base/message.h"
#include "cmd/cases.h"
#include "cmd/verbs.h"
#include "exchange/rotation_send.h"
#include "people/organisation.h"
#include "workflow/transfer.h"

namespace tmis::cmd {
namespace {

Exit print_rotation(Context& ctx, const workflow::RotationDone& done) {
  Answer answer = case_step("rotation", done.id, done.state, done.event, done.unchanged);
  answer.figure("rows", done.rows);
  ctx.print(answer);
  return Exit::ok;
}

Table rotations_table(Desk& desk, const std::vector<workflow::RotationLine>& lines) {
  Table table{{{"id"},
               {"organisation"},
               {"department"},
               {"teacher_number"},
               {"name"},
               {"unit", Kind::text, text("column.host-name")},
               {"to", Kind::text, text("column.host")},
               {"type", Kind::code, {}, "rotation_type"},
               {"from", Kind::text, text("column.start")},
               {"until"},
               {"ended"},
               {"state", Kind::text, {}, "state.rotation."},
               {"since", Kind::text, text("column.state-since")},
               {"days_over", Kind::number},
               {"waits_for"},
               {"command"},
               {"reason"},
               {"note"}},
              {}};
  for (const auto& l : lines) {
    const auto& f = l.file;
    table.rows.push_back(
        {Value{f.id}, or_null(org_code(desk, f.org("org"))), or_null(l.department), Value{l.number},
         Value{l.name}, f.value("host_name"), or_null(org_code(desk, f.org("host"))),
         f.value("type"), f.value("from_day"), f.value("until_day"), f.value("ended_on"),
         f.value("state"), Value{l.since}, l.days_over > 0 ? Value{l.days_over} : Value{},
         turn_org(desk, l.turn), turn_command(f, l.turn), f.value("reason"), f.value("note")});
  }
  return table;
}

/// With --move the personnel relation goes along: the receiving school applies for a transfer.
void add_rotation_apply(Verb group) {
  struct Options {
    workflow::RotationApplication what;
    std::string position;
    bool move = false;
  };
  auto o = std::make_shared<Options>();
  Verb apply = group.verb("apply");
  apply.required("--teacher", o->what.teacher);
  apply.option("--to", o->what.to);
  apply.option("--unit", o->what.unit);
  apply.required("--type", o->what.type);
  apply.required("--from", o->what.from);
  apply.option("--until", o->what.until);
  apply.required("--reason", o->what.reason);
  apply.option("--org", o->what.org);
  apply.flag("--move", o->move);
  apply.option("--position", o->position);
  apply.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    if (!o->move) {
      if (o->what.until.empty()) {
        throw Error{codes::usage_missing,
                    {arg("what", "--until"), arg("command", "rotation apply")}};
      }
      ctx.want_recent_password(workflow::rotation_apply_permit(desk, o->what.org));
      return print_rotation(ctx, workflow::apply_rotation(desk, o->what));
    }
    ctx.want_recent_password(workflow::apply_permit(desk, o->what.to));
    const auto done =
        workflow::apply_transfer(desk, {o->what.teacher, o->what.from, o->what.to, "2", "",
                                        o->position, o->what.type, o->what.reason});
    ctx.print(case_step("transfer", done.id, done.state, done.event));
    return Exit::ok;
  });
}

using RotationAct = workflow::RotationDone (*)(Desk&, const workflow::RotationStep&);

void add_rotation_step(Verb group, const std::string& name, const char* note, RotationAct act) {
  auto o = std::make_shared<workflow::RotationStep>();
  Verb verb = group.verb(name);
  verb.required("ID", o->id);
  if (name == "reject") {
    verb.required(note, o->note);
  } else {
    verb.option(note, o->note);
  }
  if (name == "end") verb.option("--on", o->on);
  verb.option("--as", o->as);
  verb.run([o, act, command = "rotation " + name](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::rotation_permit(desk, command, *o));
    return print_rotation(ctx, act(desk, *o));
  });
}

void add_rotation_looks(Verb group) {
  struct Options {
    workflow::RotationFilter filter;
    std::string org;
  };
  auto o = std::make_shared<Options>();
  Verb verb = group.verb("list");
  verb.flag("--waiting-for-me", o->filter.waiting_for_me);
  verb.flag("--all", o->filter.all);
  verb.option("--state", o->filter.state);
  verb.option("--org", o->org);
  verb.lists(Verb::Departments::yes);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.read();
    const Permit permit = desk.permit("rotation list", people::subject_of(desk, o->org));
    const auto lines = workflow::rotations(desk, permit, o->filter);
    ctx.print(list(rotations_table(desk, lines)));
    const bool over =
        std::any_of(lines.begin(), lines.end(), [](const auto& l) { return l.days_over > 0; });
    return over ? Exit::findings : Exit::ok;
  });

  auto id = std::make_shared<std::string>();
  Verb show = group.verb("show");
  show.required("ID", *id);
  show.run([id](Context& ctx) {
    Desk& desk = ctx.read();
    const auto line = workflow::rotation(desk, desk.permit("rotation show"), *id);
    print_case(ctx, rotations_table(desk, {line}), {{"steps", case_steps(desk, line.file)}});
    return Exit::ok;
  });
}

}  // namespace

void add_rotation(Verb app) {
  Verb group = app.verb("rotation");
  add_rotation_apply(group);
  add_rotation_step(group, "confirm", "--note", workflow::confirm_rotation);
  add_rotation_step(group, "reject", "--reason", workflow::reject_rotation);
  add_rotation_step(group, "withdraw", "--note", workflow::withdraw_rotation);
  add_rotation_step(group, "end", "--note", workflow::end_rotation);
  add_case_send(group, "rotation", workflow::rotation_permit, exchange::send_rotation);
  add_rotation_looks(group);
}

}  // namespace tmis::cmd
