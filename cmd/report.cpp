// tmis report: questions over many dossiers.
#include <algorithm>

#include "base/message.h"
#include "cmd/verbs.h"
#include "people/person.h"
#include "report/completeness.h"
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

Exit deadlines(Context& ctx, const ReportOptions& o) {
  Desk& desk = ctx.read();
  const auto lines =
      report::deadlines(desk, desk.permit("report deadlines", people::subject_of(desk, o.org)),
                        ctx.day(o.date), o.department);
  const auto late =
      std::count_if(lines.begin(), lines.end(), [](const auto& l) { return l.late(); });
  Answer answer = list(ctx.for_reader(deadlines_table(lines)));
  if (ctx.console.out_is_terminal()) {
    answer.text = text("report.deadlines.summary", arg("late", late),
                       arg("soon", static_cast<std::int64_t>(lines.size()) - late));
  }
  ctx.print(std::move(answer));
  return late > 0 ? Exit::findings : Exit::ok;
}

Exit completeness(Context& ctx, const ReportOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("report completeness", people::subject_of(desk, o.org));
  const auto lines = report::completeness(desk, permit, ctx.day(o.date), o.department);
  Table table{{{"organisation"},
               {"set"},
               {"label"},
               {"in_scope", Kind::number},
               {"missing", Kind::number},
               {"returned", Kind::number},
               {"draft", Kind::number},
               {"submitted", Kind::number},
               {"audited", Kind::number},
               {"signed", Kind::number}},
              {}};
  for (const auto& l : lines) {
    table.rows.push_back({Value{l.organisation}, Value{l.set->id}, Value{l.set->label.here()},
                          Value{l.in_scope}, Value{l.missing}, Value{l.returned}, Value{l.draft},
                          Value{l.submitted}, Value{l.audited}, Value{l.signed_off}});
  }
  ctx.print(list(std::move(table)));
  const bool finished =
      std::all_of(lines.begin(), lines.end(), [](const auto& l) { return l.finished(); });
  return finished ? Exit::ok : Exit::findings;
}

}  // namespace

void add_report(Verb app) {
  Verb group = app.verb("report");
  const auto add = [&](const char* name, Exit (*run)(Context&, const ReportOptions&)) {
    auto o = std::make_shared<ReportOptions>();
    Verb verb = group.verb(name);
    verb.option("--date", o->date);
    verb.option("--org", o->org);
    verb.option("--department", o->department);
    verb.lists();
    verb.run([o, run](Context& ctx) { return run(ctx, *o); });
  };
  add("deadlines", deadlines);
  add("completeness", completeness);
}

}  // namespace tmis::cmd
