// tmis report activity: who did how much.
#include <algorithm>

#include "base/message.h"
#include "cmd/charts.h"
#include "cmd/report.h"
#include "people/person.h"
#include "report/activity.h"
#include "report/dimension.h"

namespace tmis::cmd {
namespace {

struct ActivityOptions {
  std::string since, until, org;
};

std::optional<Day> day_of(const std::string& word, const char* option) {
  if (word.empty()) return std::nullopt;
  if (const auto day = day_from_iso(word)) return day;
  throw Error{codes::usage_value,
              {arg("value", word), arg("option", option), arg("expected", "YYYY-MM-DD")}};
}

Table activity_table(const std::vector<report::ActivityLine>& lines) {
  Table table{{{"organisation"}, {"actor"}, {"name"}, {"role", Kind::text, {}, "role."}}, {}};
  for (const auto& column : report::activity_columns())
    table.columns.push_back({column.id, Kind::number, text("activity." + column.id)});
  table.columns.push_back({"events", Kind::number});
  table.columns.push_back({"first_day"});
  table.columns.push_back({"last_day"});
  table.bars = "events";
  for (const auto& line : lines) {
    Values row{Value{line.organisation}, Value{line.actor}, or_null(line.name), Value{line.role}};
    for (const std::int64_t n : line.counts) row.push_back(Value{n});
    row.push_back(Value{line.events});
    row.push_back(Value{line.first});
    row.push_back(Value{line.last});
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// People read only what somebody did.
void drop_what_nobody_did(Table& table) {
  for (const auto& column : report::activity_columns()) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                    [&](const Column& c) { return c.key == column.id; });
    const auto at = found - table.columns.begin();
    const bool done = std::any_of(table.rows.begin(), table.rows.end(), [&](const Values& row) {
      return row[static_cast<std::size_t>(at)].number != 0;
    });
    if (done) continue;
    table.columns.erase(found);
    for (Values& row : table.rows) row.erase(row.begin() + at);
  }
}

Exit activity(Context& ctx, const ActivityOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("report activity", people::subject_of(desk, o.org));
  const auto since = day_of(o.since, "--since"), until = day_of(o.until, "--until");
  Table table = activity_table(report::activity(desk, permit, since, until));
  using sheet::Tone;
  constexpr std::size_t kBusiest = 30;
  auto chart = chart_of(table, sheet::Chart::Kind::stacked, text("report.activity.chart"), "actor",
                        {{"fills", Tone::blue},
                         {"submits", Tone::sky},
                         {"audits", Tone::green},
                         {"returns", Tone::red}},
                        kBusiest);
  if (!ctx.globals.json && ctx.listing.for_people(ctx.console.out_is_terminal()))
    drop_what_nobody_did(table);
  Answer answer = list(std::move(table));
  answer.charts.push_back(std::move(chart));
  answer.note = text("report.activity.span", arg("since", since ? to_iso(*since) : "…"),
                     arg("until", to_iso(until.value_or(ctx.day("")))));
  ctx.print(std::move(answer));
  return Exit::ok;
}

}  // namespace

void add_report_activity(Verb group) {
  auto o = std::make_shared<ActivityOptions>();
  Verb verb = group.verb("activity");
  verb.option("--since", o->since);
  verb.option("--until", o->until);
  verb.option("--org", o->org);
  verb.lists();
  verb.run([o](Context& ctx) { return activity(ctx, *o); });
}

}  // namespace tmis::cmd
