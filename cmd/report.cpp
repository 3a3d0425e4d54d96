// tmis report: questions over many dossiers.
#include "cmd/report.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/message.h"
#include "cmd/verbs.h"
#include "people/person.h"
#include "report/burn_down.h"
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
               {"responsible", Kind::text, {}, "role."},
               {"subject"},
               {"name"},
               {"due"},
               {"days_late", Kind::number},
               {"state", Kind::text, {}, "state.task."},
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

/// Days up to the due day or the day asked for, whichever is later: what was open, and the straight
/// way to nothing.
sheet::Chart burn_down_chart(const report::BurnDown& b) {
  sheet::Chart chart;
  chart.kind = sheet::Chart::Kind::lines;
  chart.title =
      text("report.burn-down.title", arg("step", language() == Language::zh ? b.zh : b.en));
  chart.category = text("column.day");
  sheet::Series open{text("report.burn-down.open"), {}, sheet::Tone::blue, false};
  sheet::Series plan{text("report.burn-down.plan"), {}, sheet::Tone::grey, true};
  const auto planned = static_cast<std::size_t>(b.due.number - b.start.number);
  const std::size_t days = std::max(b.open.size(), planned + 1);
  const auto most = static_cast<double>(*std::max_element(b.open.begin(), b.open.end()));
  for (std::size_t i = 0; i < days; ++i) {
    chart.categories.push_back(to_iso(Day{b.start.number + static_cast<std::int32_t>(i)}));
    open.values.push_back(i < b.open.size() ? std::optional{static_cast<double>(b.open[i])}
                                            : std::nullopt);
    const double left =
        planned == 0 ? 0 : 1 - static_cast<double>(i) / static_cast<double>(planned);
    plan.values.push_back(i <= planned ? std::optional{most * left} : std::nullopt);
  }
  chart.series = {std::move(open), std::move(plan)};
  chart.mark = planned;
  chart.mark_name = text("report.burn-down.due", arg("day", to_iso(b.due)));
  return chart;
}

/// Who is late, a table a department, and last what is due soon.
std::vector<std::pair<std::string, Table>> late_by_department(
    const std::vector<report::DeadlineLine>& lines) {
  const Table empty{{{"name"}, {"step"}, {"due"}, {"days_late", Kind::number}, {"subject"}}, {}};
  const auto row = [](const report::DeadlineLine& l) {
    return Values{Value{l.name}, Value{language() == Language::zh ? l.zh : l.en}, Value{l.due},
                  Value{l.days_late}, Value{l.subject}};
  };
  std::map<std::pair<std::string, std::string>, Table> late;
  std::set<std::string> organisations;
  Table soon = empty;
  for (const auto& l : lines) {
    organisations.insert(l.organisation);
    (l.late() ? late.try_emplace({l.organisation, l.department}, empty).first->second : soon)
        .rows.push_back(row(l));
  }
  std::vector<std::pair<std::string, Table>> out;
  for (auto& [where, table] : late) {
    std::string name = where.second.empty() ? text("report.no-department") : where.second;
    if (organisations.size() > 1) name = where.first + " " + name;
    const auto n = table.rows.size();
    out.emplace_back(text("report.late-in", arg("department", name), arg("n", n)),
                     std::move(table));
  }
  if (out.empty()) out.emplace_back(text("report.nobody-late"), Table{});
  if (!soon.rows.empty()) {
    const auto n = soon.rows.size();
    out.emplace_back(text("report.due-soon", arg("n", n)), std::move(soon));
  }
  return out;
}

Exit deadlines(Context& ctx, const ReportOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("report deadlines", people::subject_of(desk, o.org));
  const Day day = ctx.day(o.date);
  const auto lines = report::deadlines(desk, permit, day, o.department);
  const auto late =
      std::count_if(lines.begin(), lines.end(), [](const auto& l) { return l.late(); });
  Answer answer = list(ctx.for_reader(deadlines_table(lines)));
  const std::string summary = text("report.deadlines.summary", arg("late", late),
                                   arg("soon", static_cast<std::int64_t>(lines.size()) - late));
  if (ctx.console.out_is_terminal()) answer.text = summary;
  if (ctx.listing.draws()) {
    for (const auto& b : report::burn_downs(desk, permit, day, o.department))
      answer.charts.push_back(burn_down_chart(b));
    answer.note = text("report.on", arg("date", to_iso(day)), arg("what", summary));
    answer.page = late_by_department(lines);
  }
  ctx.print(std::move(answer));
  return late > 0 ? Exit::findings : Exit::ok;
}

/// Tables of all schools together; those that nobody needs and nobody has begun are left out.
sheet::Chart completeness_chart(const std::vector<report::CompletenessLine>& lines) {
  using sheet::Tone;
  struct Part {
    const char* key;
    Tone tone;
    std::int64_t (*of)(const report::CompletenessLine&);
  };
  using Line = report::CompletenessLine;
  static constexpr std::array<Part, 6> kParts = {{
      {"column.missing", Tone::grey, [](const Line& l) { return l.missing; }},
      {"column.returned", Tone::red, [](const Line& l) { return l.returned; }},
      {"column.draft", Tone::yellow, [](const Line& l) { return l.draft; }},
      {"column.submitted", Tone::sky, [](const Line& l) { return l.submitted; }},
      {"report.audited-unsigned", Tone::green,
       [](const Line& l) { return l.audited - l.signed_off; }},
      {"column.signed", Tone::deep_green, [](const Line& l) { return l.signed_off; }},
  }};
  std::map<std::uint16_t, std::pair<std::string, std::array<std::int64_t, kParts.size()>>> sums;
  for (const Line& l : lines) {
    auto& [label, sum] = sums[l.set->number];
    label = l.set->label.here();
    for (std::size_t i = 0; i < kParts.size(); ++i) sum[i] += kParts[i].of(l);
  }
  sheet::Chart chart;
  chart.kind = sheet::Chart::Kind::stacked;
  chart.title = text("report.completeness.chart");
  chart.category = text("column.label");
  for (const Part& part : kParts) chart.series.push_back({text(part.key), {}, part.tone, false});
  for (const auto& [number, row] : sums) {
    const auto& sum = row.second;
    if (std::all_of(sum.begin(), sum.end(), [](auto n) { return n == 0; })) continue;
    chart.categories.push_back(row.first);
    for (std::size_t i = 0; i < sum.size(); ++i)
      chart.series[i].values.emplace_back(static_cast<double>(sum[i]));
  }
  return chart;
}

Exit completeness(Context& ctx, const ReportOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("report completeness", people::subject_of(desk, o.org));
  const Day day = ctx.day(o.date);
  const auto lines = report::completeness(desk, permit, day, o.department);
  Table table{{{"organisation"},
               code_before_words("set"),
               {"label", Kind::text, text("column.table")},
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
  table.bars = "audited";
  Answer answer = list(std::move(table));
  if (ctx.listing.draws()) answer.charts.push_back(completeness_chart(lines));
  answer.note = text("report.date", arg("date", to_iso(day)));
  ctx.print(std::move(answer));
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
  add_report_dossiers(group);
  add_report_stats(group);
  add_report_activity(group);
  add_report_sheets(group);
  add_report_credits(group);
  add_report_business(group);
}

}  // namespace tmis::cmd
