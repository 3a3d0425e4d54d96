// tmis status: employment status and retirement.
#include <algorithm>

#include "base/message.h"
#include "cmd/verbs.h"
#include "people/person.h"
#include "report/retirement.h"
#include "schema/display.h"
#include "workflow/employment.h"

namespace tmis::cmd {
namespace {

Exit print_status(Context& ctx, const workflow::StatusDone& done, const std::string& teacher,
                  std::string_view key, const std::string& from = {}) {
  Answer answer;
  answer.figure("id", done.id).figure("state", done.state);
  answer.event(done.event);
  answer.figure("rows", done.rows);
  answer.text = done.unchanged
                    ? text("unchanged")
                    : text(key, arg("teacher", people::as_called(teacher)), arg("rows", done.rows),
                           arg("from", from), arg("state", text("state.status." + done.state)));
  ctx.print(answer);
  if (!done.unchanged && done.without_end) ctx.console.note(text("status.without-end"));
  return Exit::ok;
}

std::string label_of(Desk& desk, std::string_view table, const std::string& code) {
  return code.empty() ? code : schema::code_label(desk.catalogue.codes(table), code);
}

Table statuses_table(Desk& desk, const std::vector<workflow::StatusLine>& lines) {
  Table table{{{"organisation"},
               {"department"},
               {"teacher_number"},
               {"name"},
               {"state", Kind::text, {}, "state.status."},
               code_before_words("status", text("column.status-code")),
               {"label", Kind::text, text("column.status-name")},
               {"since"},
               {"until"},
               {"days_over", Kind::number},
               code_before_words("cause"),
               {"cause_label"},
               {"reason"}},
              {}};
  for (const auto& l : lines) {
    const auto state = people::employment(l.status);
    const auto causes = people::cause_table(state);
    table.rows.push_back({Value{l.person.org_code}, Value{l.person.department},
                          Value{l.person.number}, Value{l.person.name},
                          Value{std::string{people::name(state)}}, Value{l.status},
                          Value{label_of(desk, "personnel_status", l.status)},
                          or_null(l.spell.from), or_null(l.spell.until),
                          l.days_over > 0 ? Value{l.days_over} : Value{}, or_null(l.spell.cause),
                          or_null(causes.empty() ? "" : label_of(desk, causes, l.spell.cause)),
                          or_null(l.spell.reason)});
  }
  return table;
}

Table retirements_table(const std::vector<report::RetirementLine>& lines) {
  Table table{{{"organisation"},
               {"department"},
               {"teacher_number"},
               {"name"},
               {"group", Kind::text, text("column.retirement_group"), "retirement.group."},
               {"original"},
               {"due"},
               {"planned", Kind::boolean},
               {"months_left", Kind::number}},
              {}};
  for (const auto& l : lines) {
    table.rows.push_back({Value{l.person.org_code}, Value{l.person.department},
                          Value{l.person.number}, Value{l.person.name}, Value{l.group},
                          Value{l.original}, Value{l.due}, Value{std::int64_t{l.planned}},
                          Value{l.months_left}});
  }
  return table;
}

struct StatusLooks {
  workflow::StatusFilter filter;
  std::string date, org;
  std::int64_t months = 6;
};

Exit list_statuses(Context& ctx, const StatusLooks& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("status list", people::subject_of(desk, o.org));
  check_state(o.filter.state, "status");
  const auto lines = workflow::statuses(desk, permit, o.filter, ctx.day(o.date));
  ctx.print(list(statuses_table(desk, lines)));
  const bool over =
      std::any_of(lines.begin(), lines.end(), [](const auto& l) { return l.days_over > 0; });
  return over ? Exit::findings : Exit::ok;
}

Exit list_due(Context& ctx, const StatusLooks& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("status due", people::subject_of(desk, o.org));
  const auto lines = report::retirements(desk, permit, ctx.day(o.date), o.months);
  ctx.print(list(retirements_table(lines)));
  const bool over =
      std::any_of(lines.begin(), lines.end(), [](const auto& l) { return l.months_left < 0; });
  return over ? Exit::findings : Exit::ok;
}

}  // namespace

void add_status(Verb app) {
  Verb group = app.verb("status");
  auto s = std::make_shared<workflow::NewStatus>();
  Verb set = group.verb("set");
  set.required("--teacher", s->teacher);
  set.required("--status", s->status);
  set.required("--from", s->from);
  set.option("--until", s->until);
  set.option("--cause", s->cause);
  set.required("--reason", s->reason);
  set.flag("--correct", s->correct);
  set.run([s](Context& ctx) {
    return print_status(ctx, workflow::set_status(ctx.write(), *s), s->teacher, "status.set",
                        s->from);
  });

  auto p = std::make_shared<workflow::RetirementPlan>();
  Verb plan = group.verb("plan");
  plan.required("--teacher", p->teacher);
  plan.option("--month", p->month);
  plan.option("--group", p->group);
  plan.required("--reason", p->reason);
  plan.run([p](Context& ctx) {
    return print_status(ctx, workflow::plan_retirement(ctx.write(), *p), p->teacher,
                        "status.planned");
  });

  auto o = std::make_shared<StatusLooks>();
  Verb list_verb = group.verb("list");
  list_verb.option("--state", o->filter.state);
  list_verb.option("--status", o->filter.status);
  list_verb.option("--date", o->date);
  list_verb.option("--org", o->org);
  list_verb.lists(Verb::Departments::yes);
  list_verb.run([o](Context& ctx) { return list_statuses(ctx, *o); });

  auto d = std::make_shared<StatusLooks>();
  Verb due = group.verb("due");
  due.option("--months", d->months);
  due.option("--date", d->date);
  due.option("--org", d->org);
  due.lists(Verb::Departments::yes);
  due.run([d](Context& ctx) { return list_due(ctx, *d); });
}

}  // namespace tmis::cmd
