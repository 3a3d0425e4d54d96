// tmis report transfers, rotation, status: what schools' business comes to, in numbers.
#include <algorithm>

#include "base/message.h"
#include "cmd/charts.h"
#include "cmd/report.h"
#include "people/person.h"
#include "report/business.h"
#include "schema/display.h"

namespace tmis::cmd {
namespace {

using sheet::Chart;
using sheet::Tone;

struct BusinessOptions {
  std::string since, until, date, org;
  std::int64_t year = 0;
};

/// Per cent with one decimal; null without a whole.
Value per_cent(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return {};
  const std::int64_t tenths = (part * 2000 / whole + 1) / 2;
  return Value{std::to_string(tenths / 10) + "." + std::to_string(tenths % 10)};
}

Exit give_schools(Context& ctx, Table table, Chart chart, std::string note, bool late) {
  Answer answer = list(std::move(table));
  if (ctx.listing.draws()) answer.charts.push_back(std::move(chart));
  answer.note = std::move(note);
  ctx.print(std::move(answer));
  return late ? Exit::findings : Exit::ok;
}

Exit transfers(Context& ctx, const BusinessOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("report transfers", people::subject_of(desk, o.org));
  const Day until = ctx.day(o.until);
  const Day since =
      o.since.empty() ? *day_from_iso(to_iso(until).substr(0, 4) + "-01-01") : ctx.day(o.since);
  const auto lines = report::transfer_counts(desk, permit, since, until);
  Table table{{{"organisation"},
               {"org-name"},
               {"came", Kind::number},
               {"left", Kind::number},
               {"ended", Kind::number, text("column.cases-ended")},
               {"open", Kind::number},
               {"late", Kind::number, text("column.cases-late")}},
              {}};
  for (const auto& l : lines) {
    table.rows.push_back({Value{l.organisation}, Value{l.name}, Value{l.came}, Value{l.left},
                          Value{l.ended}, Value{l.open}, Value{l.late}});
  }
  Chart chart = chart_of(table, Chart::Kind::stacked, text("report.transfers.chart"), "org-name",
                         {{"came", Tone::green}, {"left", Tone::sky}, {"open", Tone::yellow}});
  const bool late =
      std::any_of(lines.begin(), lines.end(), [](const auto& l) { return l.late > 0; });
  return give_schools(
      ctx, std::move(table), std::move(chart),
      text("report.activity.span", arg("since", to_iso(since)), arg("until", to_iso(until))), late);
}

Exit rotation(Context& ctx, const BusinessOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("report rotation", people::subject_of(desk, o.org));
  const Day day = ctx.day(o.date);
  const int year = o.year == 0 ? report::school_year(day) : static_cast<int>(o.year);
  const auto lines = report::rotation_counts(desk, permit, year, day);
  Table table{{{"organisation"},
               {"org-name"},
               {"teachers", Kind::number},
               {"eligible", Kind::number},
               {"rotated", Kind::number},
               {"share", Kind::number, {}, {}, 1},
               {"backbone", Kind::number},
               {"backbone_share", Kind::number, {}, {}, 1},
               {"late", Kind::number, text("column.cases-late")}},
              {}};
  for (const auto& l : lines) {
    table.rows.push_back({Value{l.organisation}, Value{l.name}, Value{l.teachers},
                          Value{l.eligible}, Value{l.rotated}, per_cent(l.rotated, l.eligible),
                          Value{l.backbone}, per_cent(l.backbone, l.rotated), Value{l.late}});
  }
  table.bars = "rotated";
  Chart chart = chart_of(table, Chart::Kind::bars, text("report.rotation.chart"), "org-name",
                         {{"eligible", Tone::sky}, {"rotated", Tone::green}});
  const bool late =
      std::any_of(lines.begin(), lines.end(), [](const auto& l) { return l.late > 0; });
  return give_schools(ctx, std::move(table), std::move(chart),
                      text("report.rotation.year", arg("year", year), arg("next", year + 1),
                           arg("date", to_iso(day))),
                      late);
}

Exit status(Context& ctx, const BusinessOptions& o) {
  constexpr std::size_t kTones = 8;
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("report status", people::subject_of(desk, o.org));
  const Day day = ctx.day(o.date);
  const auto counted = report::status_counts(desk, permit, day);
  Table table{{{"organisation"}, {"org-name"}}, {}};
  std::vector<Drawn> series;
  for (const std::string& code : counted.codes) {
    table.columns.push_back(
        {code, Kind::number, schema::code_label(desk.catalogue.codes("personnel_status"), code)});
    series.push_back({code, static_cast<Tone>(series.size() % kTones)});
  }
  table.columns.push_back({"late", Kind::number, text("column.absences-late")});
  bool late = false;
  for (const auto& school : counted.schools) {
    Values row{Value{school.organisation}, Value{school.name}};
    for (const auto& group : school.groups) row.push_back(shown_count(group));
    row.push_back(Value{school.late});
    late = late || school.late > 0;
    table.rows.push_back(std::move(row));
  }
  Chart chart =
      chart_of(table, Chart::Kind::stacked, text("report.status.chart"), "org-name", series);
  return give_schools(ctx, std::move(table), std::move(chart),
                      text("report.on", arg("date", to_iso(day)), arg("what", "")), late);
}

}  // namespace

void add_report_business(Verb report) {
  auto t = std::make_shared<BusinessOptions>();
  Verb moves = report.verb("transfers");
  moves.option("--since", t->since);
  moves.option("--until", t->until);
  moves.option("--org", t->org);
  moves.lists();
  moves.run([t](Context& ctx) { return transfers(ctx, *t); });

  auto r = std::make_shared<BusinessOptions>();
  Verb turns = report.verb("rotation");
  turns.option("--year", r->year);
  turns.option("--date", r->date);
  turns.option("--org", r->org);
  turns.lists();
  turns.run([r](Context& ctx) { return rotation(ctx, *r); });

  auto s = std::make_shared<BusinessOptions>();
  Verb staff = report.verb("status");
  staff.option("--date", s->date);
  staff.option("--org", s->org);
  staff.lists();
  staff.run([s](Context& ctx) { return status(ctx, *s); });
}

}  // namespace tmis::cmd
