// tmis report credits: how schools stand with the training credits of the cycle.
#include <algorithm>

#include "base/message.h"
#include "cmd/charts.h"
#include "cmd/credits_tables.h"
#include "cmd/report.h"
#include "cmd/verbs.h"
#include "people/person.h"
#include "report/credits.h"

namespace tmis::cmd {
namespace {

struct CreditsOptions {
  report::CreditQuestion question;
  std::string org;
};

Table schools_table(const std::vector<report::CreditSchoolLine>& lines) {
  Table table{{{"organisation"},
               {"org-name"},
               {"rule"},
               {"cycle_from"},
               {"cycle_until"},
               {"teachers", Kind::number},
               {"met", Kind::number},
               {"open", Kind::number, text("state.credits.open")},
               {"behind", Kind::number},
               {"late", Kind::number},
               amount_column("required"),
               amount_column("counted"),
               amount_column("short"),
               amount_column("projected_short")},
              {}};
  for (auto& column : table.columns) {
    if (column.key == "required") column.title = text("column.credits-required");
  }
  for (const auto& l : lines) {
    const bool ruled = !l.rule.empty();
    table.rows.push_back({Value{l.organisation}, Value{l.name}, or_null(l.rule),
                          ruled ? Value{to_iso(l.first)} : Value{},
                          ruled ? Value{to_iso(l.last)} : Value{}, Value{l.teachers}, Value{l.met},
                          Value{l.open}, Value{l.behind}, Value{l.late}, amount(l.required),
                          amount(l.counted), amount(l.shortfall), amount(l.projected)});
  }
  table.bars = "met";
  return table;
}

Exit credits(Context& ctx, const CreditsOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("report credits", people::subject_of(desk, o.org));
  workflow::RuleBook book{desk};
  auto question = o.question;
  question.asked = ctx.day("");
  const auto lines = report::credits_by_school(desk, permit, book, question);
  Table table = schools_table(lines);
  Answer answer = list(table);
  if (ctx.listing.draws()) {
    using sheet::Tone;
    answer.charts.push_back(chart_of(table, sheet::Chart::Kind::stacked,
                                     text("report.credits.chart"), "org-name",
                                     {{"met", Tone::green},
                                      {"open", Tone::sky},
                                      {"behind", Tone::yellow},
                                      {"late", Tone::red}}));
  }
  answer.note = text("report.date", arg("date", to_iso(question.asked)));
  ctx.print(std::move(answer));
  const bool behind =
      std::any_of(lines.begin(), lines.end(), [](const auto& l) { return l.behind + l.late > 0; });
  return behind ? Exit::findings : Exit::ok;
}

}  // namespace

void add_report_credits(Verb report) {
  auto o = std::make_shared<CreditsOptions>();
  Verb verb = report.verb("credits");
  verb.option("--cycle", o->question.cycle);
  verb.option("--org", o->org);
  verb.lists();
  verb.run([o](Context& ctx) { return credits(ctx, *o); });
}

}  // namespace tmis::cmd
