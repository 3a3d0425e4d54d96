// tmis credits project: registering, approving, looking.
#include "base/message.h"
#include "cmd/credits.h"
#include "cmd/credits_cases.h"
#include "people/person.h"
#include "schema/display.h"
#include "workflow/credit_participants.h"

namespace tmis::cmd {
namespace {

void add_add(Verb group) {
  struct Options {
    workflow::NewProject p;
    std::int64_t places = -1, budget = -1;
  };
  auto o = std::make_shared<Options>();
  Verb verb = group.verb("add");
  verb.required("--name", o->p.name);
  verb.option("--code", o->p.code);
  verb.option("--kind", o->p.kind);
  verb.required("--hours", o->p.hours);
  verb.required("--start", o->p.start);
  verb.required("--end", o->p.end);
  verb.option("--institution", o->p.institution);
  verb.option("--category", o->p.category);
  verb.option("--mode", o->p.mode);
  verb.option("--course", o->p.course);
  verb.option("--activity", o->p.activity);
  verb.option("--honour", o->p.honour);
  verb.option("--country", o->p.country);
  verb.option("--places", o->places);
  verb.option("--budget", o->budget);
  verb.option("--year", o->p.year);
  verb.option("--org", o->p.org);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(
        desk.permit("credits project add", people::subject_of(desk, o->p.org)));
    o->p.places = given(o->places);
    o->p.budget_hours = given(o->budget);
    const auto done = workflow::add_project(desk, o->p);
    return print_case(ctx, done, "credits.project." + done.state, {arg("name", o->p.name)});
  });
}

void add_decision(Verb group, const std::string& step, bool reason_needed) {
  struct Options {
    std::string project, reason;
  };
  auto o = std::make_shared<Options>();
  Verb verb = group.verb(step);
  verb.required("PROJECT", o->project);
  reason_needed ? verb.required("--reason", o->reason) : verb.option("--reason", o->reason);
  verb.run([o, step](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(
        workflow::ask_project(desk, "credits project " + step, o->project).permit);
    const auto done = workflow::decide_project(desk, o->project, step, o->reason);
    return print_case(ctx, done,
                      step == "approve" ? "credits.project.approved" : "credits.project.rejected");
  });
}

Table projects_table(Desk& desk, const std::vector<workflow::ProjectLine>& lines) {
  Table table{{{"id"},
               {"code", Kind::text, text("column.project_code")},
               {"name", Kind::text, text("column.project_name")},
               {"kind", Kind::text, {}, "credits.kind."},
               {"authority"},
               {"institution"},
               {"school"},
               code_before_words("category"),
               {"label", Kind::text, text("column.category_name")},
               {"hours", Kind::number, text("column.project_hours")},
               {"start"},
               {"end"},
               {"places", Kind::number},
               {"enrolled", Kind::number},
               {"assessed", Kind::number},
               {"confirmed", Kind::number},
               {"state", Kind::text, {}, "state.credit_project."},
               {"reason"}},
              {}};
  const auto& categories = desk.catalogue.codes("training_category");
  for (const auto& [p, count] : lines) {
    table.rows.push_back(
        {Value{p.id()}, or_null(p.code), Value{p.name}, Value{p.kind},
         or_null(org_code(desk, p.authority)), or_null(org_code(desk, p.institution)),
         or_null(org_code(desk, p.school)), Value{p.facts.category},
         Value{schema::code_label(categories, p.facts.category)}, Value{p.hours}, Value{p.start},
         Value{p.end}, or_null(p.places), Value{count.enrolled}, Value{count.assessed},
         Value{count.confirmed}, Value{p.state}, or_null(p.reason)});
  }
  return table;
}

Table parts_table(Desk& desk, const workflow::CreditProject& p) {
  Table table{
      {{"id"}, {"authority"}, {"state", Kind::text, {}, "state.credit_project."}, {"reason"}}, {}};
  for (const auto& part : workflow::parts_of(desk, p.row)) {
    table.rows.push_back({Value{part.id()}, Value{org_code(desk, part.authority)},
                          Value{part.state}, or_null(part.reason)});
  }
  return table;
}

Table participants_table(const std::vector<workflow::Participant>& all) {
  Table table{{{"organisation"},
               {"teacher_number"},
               {"name"},
               {"result", Kind::text, {}, "credits.result."},
               {"hours", Kind::number},
               {"times", Kind::number},
               {"state", Kind::text, {}, "state.enrolment."}},
              {}};
  for (const auto& [e, person] : all) {
    table.rows.push_back({Value{person.org_code}, Value{person.number}, Value{person.name},
                          or_null(e.result), or_null(e.hours), or_null(e.times), Value{e.state}});
  }
  return table;
}

void add_looks(Verb group) {
  struct Options {
    std::string org;
    workflow::ProjectFilter filter;
  };
  auto o = std::make_shared<Options>();
  Verb list_verb = group.verb("list");
  list_verb.option("--year", o->filter.year);
  list_verb.option("--state", o->filter.state);
  list_verb.option("--kind", o->filter.kind);
  list_verb.option("--org", o->org);
  list_verb.lists();
  list_verb.run([o](Context& ctx) {
    Desk& desk = ctx.read();
    const Permit permit = desk.permit("credits project list", people::subject_of(desk, o->org));
    ctx.print(list(projects_table(desk, workflow::projects(desk, permit, o->filter))));
    return Exit::ok;
  });

  auto word = std::make_shared<std::string>();
  Verb show = group.verb("show");
  show.required("PROJECT", *word);
  show.run([word](Context& ctx) {
    Desk& desk = ctx.read();
    const Permit permit = desk.permit("credits project show");
    const auto found = workflow::find_project(desk, *word);
    if (!found || !workflow::sees(desk, permit, *found))
      throw Error{codes::project_not_found, {arg("project", *word)}};
    const auto all = workflow::participants(desk, permit, *found);
    workflow::ProjectCount count;
    for (const auto& [e, person] : all) {
      ++count.enrolled;
      count.assessed += e.result.empty() ? 0 : 1;
      count.confirmed += e.state == "confirmed" ? 1 : 0;
      count.hours += e.hours.value_or(0);
    }
    Answer answer = ctx.object(projects_table(desk, {{*found, count}}));
    if (found->national()) answer.tables.emplace_back("parts", parts_table(desk, *found));
    answer.tables.emplace_back("participants", participants_table(all));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace

void add_credit_projects(Verb credits) {
  Verb group = credits.verb("project");
  add_add(group);
  add_decision(group, "approve", false);
  add_decision(group, "reject", true);
  add_looks(group);
}

}  // namespace tmis::cmd
