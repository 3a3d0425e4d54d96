// tmis report: questions over many dossiers.
#include <algorithm>

#include "base/message.h"
#include "cmd/verbs.h"
#include "people/person.h"
#include "report/deadlines.h"

namespace tmis::cmd {
namespace {

struct ReportOptions {
  std::string date, org, department;
};

Table deadlines_table(const std::vector<report::DeadlineLine>& lines) {
  Table table{{{"step"},
               {"zh"},
               {"en"},
               {"organisation"},
               {"department"},
               {"responsible"},
               {"subject"},
               {"name"},
               {"due"},
               {"days_late", Kind::number},
               {"state"},
               {"command"}},
              {}};
  for (const auto& l : lines) {
    table.rows.push_back({Value{l.step}, Value{l.zh}, Value{l.en}, Value{l.organisation},
                          Value{l.department}, Value{l.responsible}, Value{l.subject},
                          Value{l.name}, Value{l.due}, Value{l.days_late}, Value{l.state},
                          Value{l.command}});
  }
  return table;
}

/// People read one language: the other's column is left out on a terminal.
Table for_people(Table table) {
  const std::size_t other = language() == Language::zh ? 2 : 1;
  table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(other));
  for (Values& row : table.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(other));
  return table;
}

Exit deadlines(Context& ctx, const ReportOptions& o) {
  Desk& desk = ctx.read();
  const auto day = o.date.empty() ? std::optional{desk.today()} : day_from_iso(o.date);
  if (!day) {
    throw Error{codes::usage_value,
                {arg("value", o.date), arg("option", "--date"), arg("expected", "YYYY-MM-DD")}};
  }
  const auto lines = report::deadlines(
      desk, desk.permit("report deadlines", people::subject_of(desk, o.org)), *day, o.department);
  const auto late =
      std::count_if(lines.begin(), lines.end(), [](const auto& l) { return l.late(); });
  Table table = deadlines_table(lines);
  const bool people =
      !ctx.globals.json && (ctx.console.out_is_terminal() || !ctx.listing.out.empty());
  Answer answer = list(people ? for_people(std::move(table)) : std::move(table));
  if (ctx.console.out_is_terminal()) {
    answer.text = text("report.deadlines.summary", arg("late", late),
                       arg("soon", static_cast<std::int64_t>(lines.size()) - late));
  }
  ctx.print(answer);
  return late > 0 ? Exit::findings : Exit::ok;
}

}  // namespace

void add_report(Verb app) {
  Verb group = app.verb("report");
  auto o = std::make_shared<ReportOptions>();
  Verb verb = group.verb("deadlines");
  verb.option("--date", o->date);
  verb.option("--org", o->org);
  verb.option("--department", o->department);
  verb.lists();
  verb.run([o](Context& ctx) { return deadlines(ctx, *o); });
}

}  // namespace tmis::cmd
