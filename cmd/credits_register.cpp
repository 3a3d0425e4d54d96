// tmis credits institution, plan: what an authority registers beside projects.
#include "cmd/credits_cases.h"

#include <algorithm>

#include "base/message.h"
#include "base/text.h"
#include "cmd/credits.h"
#include "people/person.h"
#include "schema/display.h"
#include "workflow/credit_register.h"

namespace tmis::cmd {

std::optional<std::int64_t> given(std::int64_t number) {
  return number < 0 ? std::nullopt : std::optional{number};
}

Exit print_case(Context& ctx, const workflow::CaseDone& done, const std::string& key,
                const Args& more) {
  Answer answer;
  answer.figure("id", done.id).figure("state", done.state);
  answer.event(done.event);
  Args args = more;
  args.push_back(arg("id", done.id));
  answer.text = text(done.unchanged ? "unchanged" : key, args);
  ctx.print(answer);
  return Exit::ok;
}

namespace {

void add_institutions(Verb credits) {
  Verb group = credits.verb("institution");
  auto o = std::make_shared<workflow::NewInstitution>();
  Verb add = group.verb("add");
  add.required("CODE", o->code);
  add.option("--category", o->categories);
  add.option("--until", o->until);
  add.option("--org", o->org);
  add.run([o](Context& ctx) {
    return print_case(ctx, workflow::register_institution(ctx.write(), *o), "credits.institution",
                      {arg("org", o->code)});
  });

  auto org = std::make_shared<std::string>();
  Verb list_verb = group.verb("list");
  list_verb.option("--org", *org);
  list_verb.lists();
  list_verb.run([org](Context& ctx) {
    Desk& desk = ctx.read();
    const Permit permit = desk.permit("credits institution list", people::subject_of(desk, *org));
    Table table{{{"authority"},
                 {"institution"},
                 {"name", Kind::text, text("column.org-name")},
                 code_before_words("categories"),
                 {"label", Kind::text, text("column.category_name")},
                 {"until"}},
                {}};
    const auto& codes = desk.catalogue.codes("training_category");
    for (const auto& line : workflow::institutions(desk, permit)) {
      std::vector<std::string> labels;
      for (const auto& code : line.categories) labels.push_back(schema::code_label(codes, code));
      const auto* institution = desk.organisations().find(line.institution);
      table.rows.push_back(
          {Value{org_code(desk, line.authority)}, Value{org_code(desk, line.institution)},
           Value{institution == nullptr ? "" : institution->name},
           or_null(joined(line.categories, ";")),
           or_null(joined(labels, text("state.list-separator"))), or_null(line.until)});
    }
    ctx.print(list(std::move(table)));
    return Exit::ok;
  });
}

Table plan_table(const workflow::YearPlan& plan) {
  Table table{{{"project"},
               {"code", Kind::text, text("column.project_code")},
               {"name", Kind::text, text("column.project_name")},
               {"state", Kind::text, {}, "state.credit_project."},
               {"start"},
               {"end"},
               {"places", Kind::number},
               {"enrolled", Kind::number},
               {"hours", Kind::number, text("column.project_hours")},
               {"budget_hours", Kind::number},
               {"hours_used", Kind::number}},
              {}};
  for (const auto& [p, count] : plan.projects) {
    const std::int64_t used = count.hours + (count.enrolled - count.assessed) * p.hours;
    table.rows.push_back({Value{p.id()}, or_null(p.code), Value{p.name}, Value{p.state},
                          Value{p.start}, Value{p.end}, or_null(p.places), Value{count.enrolled},
                          Value{p.hours}, or_null(p.budget_hours), Value{used}});
  }
  return table;
}

Exit show_plan(Context& ctx, std::string year, const std::string& org) {
  Desk& desk = ctx.read();
  if (year.empty()) year = to_iso(desk.today()).substr(0, 4);
  const Permit permit = desk.permit("credits plan", people::subject_of(desk, org));
  const auto plan = workflow::year_plan(desk, permit, year);
  Answer answer;
  answer.figure("year", year);
  answer.figures.emplace_back("authority",
                              plan.authority == nullptr ? Value{} : Value{plan.authority->code});
  answer.figures.emplace_back("places", or_null(plan.places));
  answer.figure("places_offered", plan.places_offered).figure("places_used", plan.places_used);
  answer.figures.emplace_back("hours", or_null(plan.hours));
  answer.figure("hours_offered", plan.hours_offered).figure("hours_used", plan.hours_used);
  answer.tables.emplace_back("projects", plan_table(plan));
  const auto planned = [](const std::optional<std::int64_t>& n) {
    return n ? std::to_string(*n) : std::string{"–"};
  };
  answer.text = text("credits.plan", arg("year", year), arg("places", planned(plan.places)),
                     arg("offered", plan.places_offered), arg("used", plan.places_used),
                     arg("hours", planned(plan.hours)), arg("hours_offered", plan.hours_offered),
                     arg("hours_used", plan.hours_used));
  if (plan.exceeded()) {
    answer.exit = Exit::findings;
    ctx.console.note(text(codes::plan_exceeded.name, arg("year", year)));
  }
  ctx.print(answer);
  return answer.exit;
}

void add_plan(Verb credits) {
  struct Options {
    std::string year, org;
    std::int64_t places = -1, hours = -1;
  };
  auto o = std::make_shared<Options>();
  Verb plan = credits.verb("plan");
  plan.option("--year", o->year);
  plan.option("--org", o->org);
  plan.run([o](Context& ctx) { return show_plan(ctx, o->year, o->org); });

  auto s = std::make_shared<Options>();
  Verb set = plan.verb("set");
  set.required("--year", s->year);
  set.option("--places", s->places);
  set.option("--hours", s->hours);
  set.option("--org", s->org);
  set.run([s](Context& ctx) {
    return print_case(
        ctx, workflow::set_plan(ctx.write(), {s->year, s->org, given(s->places), given(s->hours)}),
        "credits.planned", {arg("year", s->year)});
  });
}

}  // namespace

void add_credit_register(Verb credits) {
  add_institutions(credits);
  add_plan(credits);
}

}  // namespace tmis::cmd
