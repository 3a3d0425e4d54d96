// tmis report stats: the staff by one or two dimensions.
#include "base/message.h"
#include "base/text.h"
#include "cmd/charts.h"
#include "cmd/report.h"
#include "people/person.h"
#include "report/stats.h"

namespace tmis::cmd {
namespace {

using report::Dimension;
using report::GroupCount;
using report::Tally;
using sheet::Chart;
using sheet::Tone;

struct StatsOptions {
  std::string by, date, org, department;
};

/// Tenths as people write them: 353 is 35.3.
Value tenths(std::int64_t n) {
  return Value{std::to_string(n / 10) + "." + std::to_string(n % 10)};
}
Value tenths(const std::optional<std::int64_t>& n) { return n ? tenths(*n) : Value{}; }

std::vector<Dimension> chosen_dimensions(const schema::Catalogue& catalogue,
                                         const std::string& by) {
  std::vector<Dimension> out;
  if (by.empty()) {
    out = report::dimensions(catalogue);
    std::erase_if(out, [](const Dimension& d) { return !d.headline; });
    return out;
  }
  for (const auto word : split(by, ',')) out.push_back(report::dimension(catalogue, trimmed(word)));
  return out;
}

Values figures_row(const report::StatsGroup& g, bool alone) {
  const bool plain = g.count.shown == GroupCount::Shown::plain;
  return {or_null(g.group.code),
          Value{g.group.label},
          shown_count(g.count),
          plain ? tenths(g.share) : Value{},
          alone ? Value{} : Value{g.tally.women},
          alone ? Value{} : Value{g.tally.full_time},
          alone ? Value{} : tenths(g.tally.mean_age())};
}

/// What a list of groups is made of: a program reads dimension and code, people the labels.
struct StatsLayout {
  bool people = false;
  bool several = false;  // dimensions

  Table empty() const {
    Table table{{{"dimension"},
                 {"group"},
                 {"label", Kind::text, text("column.stats.label")},
                 {"number", Kind::number, text("column.stats.number")},
                 {"share", Kind::number, {}, {}, 1},
                 {"women", Kind::number},
                 {"full_time", Kind::number},
                 {"mean_age", Kind::number, {}, {}, 1}},
                {}};
    table.columns = row(std::move(table.columns));
    table.bars = "number";
    return table;
  }
  template <class Row>
  Row row(Row all) const {
    if (people) all.erase(all.begin() + 1);
    if (people && !several) all.erase(all.begin());
    return all;
  }
  Values row(const Dimension& by, Values figures) const {
    figures.insert(figures.begin(), people ? Value{by.label.here()} : Value{by.id});
    return row(std::move(figures));
  }
};

/// Under the rows of one dimension: everybody, whose parts they are.
Values foot(const Tally& all) {
  return {Value{text("report.stats.all")},
          Value{all.persons},
          tenths(1000),
          Value{all.women},
          Value{all.full_time},
          tenths(all.mean_age())};
}

Answer groups(report::Stats& stats, const std::vector<Dimension>& by, bool people) {
  const StatsLayout layout{people, by.size() > 1};
  Table table = layout.empty();
  std::vector<Chart> charts;
  for (const Dimension& dimension : by) {
    const auto counted = stats.by(dimension);
    Table own = layout.empty();
    for (const auto& g : counted.groups) {
      own.rows.push_back(layout.row(dimension, figures_row(g, counted.numbers_alone)));
    }
    charts.push_back(chart_of(own, Chart::Kind::bars, dimension.label.here(), "label",
                              {{"number", Tone::blue}}));
    for (Values& row : own.rows) table.rows.push_back(std::move(row));
  }
  if (people && by.size() == 1 && stats.all().persons > 0) table.foot = foot(stats.all());
  Answer answer = list(std::move(table));
  answer.charts = std::move(charts);
  return answer;
}

Answer cross(report::Stats& stats, const Dimension& down, const Dimension& across, bool people) {
  constexpr std::size_t kTones = 8;
  const auto counted = stats.cross(down, across);
  Table table{{{"group"}, {"label", Kind::text, down.label.here()}}, {}};
  std::vector<Drawn> series;
  for (const report::GroupName& g : counted.columns) {
    table.columns.push_back({g.code.empty() ? "not_stated" : g.code, Kind::number, g.label});
    series.push_back({table.columns.back().key, static_cast<Tone>(series.size() % kTones)});
  }
  table.columns.push_back({"number", Kind::number, text("report.stats.all")});
  const auto cells = [&](std::size_t r, Values row) {
    for (const GroupCount& count : counted.cells[r]) row.push_back(shown_count(count));
    return row;
  };
  for (std::size_t r = 0; r < counted.rows.size(); ++r) {
    const report::GroupName& g = counted.rows[r];
    table.rows.push_back(cells(r, {or_null(g.code), Value{g.label}}));
  }
  if (people) {
    table.foot = cells(counted.rows.size(), {Value{}, Value{text("report.stats.all")}});
    table.columns.erase(table.columns.begin());
    table.foot.erase(table.foot.begin());
    for (Values& row : table.rows) row.erase(row.begin());
  }
  const std::string title = text("report.stats.cross", arg("down", down.label.here()),
                                 arg("across", across.label.here()));
  Answer answer;
  if (series.size() > kTones) series = {{"number", Tone::blue}};
  auto chart = chart_of(table, series.size() > 1 ? Chart::Kind::stacked : Chart::Kind::bars, title,
                        "label", series);
  answer = list(std::move(table));
  answer.charts.push_back(std::move(chart));
  return answer;
}

Exit stats(Context& ctx, const StatsOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("report stats", people::subject_of(desk, o.org));
  const auto by = chosen_dimensions(desk.catalogue, o.by);
  const Day day = ctx.day(o.date);
  report::Stats stats{desk, permit, {day, o.department}};
  const bool people = !ctx.globals.json && ctx.listing.for_people(ctx.console.out_is_terminal());
  Answer answer = by.size() == 2 && !o.by.empty() ? cross(stats, by[0], by[1], people)
                                                  : groups(stats, by, people);
  const Tally& all = stats.all();
  answer.figure("date", to_iso(day)).figure("persons", all.persons);
  answer.figure("women", all.women).figure("full_time", all.full_time);
  answer.figures.emplace_back("mean_age", tenths(all.mean_age()));
  answer.note = text("report.stats.summary", arg("date", to_iso(day)), arg("persons", all.persons),
                     arg("women", all.women), arg("full_time", all.full_time));
  if (ctx.console.out_is_terminal()) answer.text = answer.note;
  ctx.print(std::move(answer));
  return Exit::ok;
}

}  // namespace

Value shown_count(const GroupCount& count) {
  if (count.shown == GroupCount::Shown::plain) return Value{count.n};
  return Value{count.shown == GroupCount::Shown::few ? "<" + std::to_string(report::kSmallGroup)
                                                     : "*"};
}

void add_report_stats(Verb group) {
  auto o = std::make_shared<StatsOptions>();
  Verb verb = group.verb("stats");
  verb.option("--by", o->by);
  verb.option("--date", o->date);
  verb.option("--org", o->org);
  verb.option("--department", o->department);
  verb.lists();
  verb.run([o](Context& ctx) { return stats(ctx, *o); });
}

}  // namespace tmis::cmd
