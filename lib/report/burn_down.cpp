// Each dossier adds to the days on which a step of its campaign was open; days are the ends of the
// events that were written by then.
#include "report/burn_down.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "journal/as_of.h"
#include "report/census.h"
#include "report/dossier_past.h"

namespace tmis::report {
namespace {

using campaign::Campaign;
using workflow::Standing;

/// A step as its line of the plots.
using Line = std::tuple<std::int32_t, std::int32_t, std::string>;  // due, start, step

class Lines {
 public:
  Lines(Desk& desk, const Permit& permit, Day day) : desk_(desk), census_(desk, permit, day) {}

  std::vector<BurnDown> run(const std::string& department) {
    gather(department);
    if (dossiers_.empty()) return {};
    days();
    DossierPast past{desk_, census_};
    for (const std::size_t dossier : dossiers_) add(past, dossier);
    std::vector<BurnDown> out;
    for (auto& [key, line] : lines_) {
      if (std::any_of(line.open.begin(), line.open.end(), [](auto n) { return n > 0; }))
        out.push_back(std::move(line));
    }
    return out;
  }

 private:
  const Campaign& campaign_of(std::size_t dossier) const {
    return *census_.campaign(census_.standings().all[dossier].person.org);
  }

  void gather(const std::string& department) {
    const auto& all = census_.standings().all;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!department.empty() && all[i].person.department != department) continue;
      if (!census_.collected(all[i])) continue;
      dossiers_.push_back(i);
    }
  }

  /// A window without a start is open since the first dossier that it concerns was there.
  void days() {
    journal::Events events{desk_.db};
    std::optional<Day> first;
    for (const std::size_t i : dossiers_) {
      const auto made = day_from_iso(events.day(census_.standings().all[i].made));
      if (made && (!first || *made < *first)) first = made;
    }
    made_ = std::min(first.value_or(census_.day()), census_.day());
    Day from = made_;
    for (const std::size_t i : dossiers_) {
      for (const auto& step : campaign_of(i).steps)
        from = std::min(from, step.start.value_or(made_));
    }
    from_ = from;
    for (Day d = from; d <= census_.day(); ++d.number)
      ends_.push_back(d == census_.day() ? census_.at() : journal::last_event_of(desk_.db, d));
  }

  BurnDown& line_of(const campaign::Step& step) {
    const Day start = step.start.value_or(made_);
    BurnDown& line = lines_[{step.end.number, start.number, step.id}];
    if (line.step.empty()) {
      line = {step.id, step.zh, step.en, start, step.end, {}};
      line.open.resize(static_cast<std::size_t>(census_.day().number - start.number) + 1);
    }
    return line;
  }

  void add(DossierPast& past, std::size_t dossier) {
    std::vector<std::pair<const campaign::Step*, BurnDown*>> steps;
    for (const auto& step : campaign_of(dossier).steps) {
      if (step.start.value_or(made_) <= census_.day() && step_done(step.id, Standing{}))
        steps.emplace_back(&step, &line_of(step));
    }
    std::vector<bool> open(steps.size());
    std::size_t since = ends_.size();
    // The days from the last change up to the one before `until`.
    const auto fill = [&](std::size_t until) {
      for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!open[i]) continue;
        const auto offset = steps[i].second->start.number - from_.number;
        for (auto d = static_cast<std::int64_t>(since); d < static_cast<std::int64_t>(until); ++d) {
          if (d >= offset) ++steps[i].second->open[static_cast<std::size_t>(d - offset)];
        }
      }
    };
    past.follow(dossier, ends_, [&](std::size_t end, const Standing& s) {
      fill(end);
      since = end;
      for (std::size_t i = 0; i < steps.size(); ++i)
        open[i] = !step_done(steps[i].first->id, s).value_or(true);
    });
    fill(ends_.size());
  }

  Desk& desk_;
  Census census_;
  std::vector<std::size_t> dossiers_;
  Day made_, from_;
  std::vector<std::int64_t> ends_;  // last event of each day from from_ on
  std::map<Line, BurnDown> lines_;
};

}  // namespace

std::vector<BurnDown> burn_downs(Desk& desk, const Permit& permit, Day day,
                                 const std::string& department) {
  return Lines{desk, permit, day}.run(department);
}

}  // namespace tmis::report
