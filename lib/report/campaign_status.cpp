// Counting is one pass over the dossiers of a school a step; whether a step was done in time is
// asked of the file as it was on the last day of its window.
#include "report/campaign_status.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "journal/as_of.h"
#include "report/census.h"

namespace tmis::report {
namespace {

using campaign::Campaign;
using campaign::Step;
using workflow::ItemState;
using workflow::Standing;

using Dossiers = std::vector<const Standing*>;
using Counts = std::vector<std::pair<std::string, std::int64_t>>;

template <class Predicate>
std::int64_t count(const Dossiers& dossiers, Predicate holds) {
  return std::count_if(dossiers.begin(), dossiers.end(),
                       [&](const Standing* s) { return holds(*s); });
}

bool any_item(const Standing& s, ItemState state) {
  return std::any_of(s.tables.begin(), s.tables.end(),
                     [&](const auto& t) { return t.in(state) > 0; });
}

bool any_signature(const Standing& s, bool stale) {
  return std::any_of(s.sets.begin(), s.sets.end(), [&](const workflow::SetStanding& set) {
    return set.wanted &&
           (stale ? set.state == "stale" : set.state == "unsigned" || set.state == "refused");
  });
}

/// The unit of steps that officers do, as campaign files have it.
constexpr std::string_view kOfficer = "officer";

std::int64_t without_officer(const Census& census, std::int64_t org) {
  auto departments = census.departments(org);
  for (const TrainedOfficer& officer : census.officers(org)) departments.erase(officer.department);
  return static_cast<std::int64_t>(departments.size());
}

class Statuses {
 public:
  Statuses(Desk& desk, const Permit& permit, Day day)
      : desk_(desk), permit_(permit), census_(desk, permit, day) {}

  std::vector<StepStatus> run() {
    read_accounts();
    std::vector<StepStatus> out;
    for (const auto* school : census_.schools()) {
      const Campaign& campaign = *census_.campaign(school->row);
      const Dossiers& dossiers = census_.collected_of(school->row);
      for (const Step& step : campaign.steps) {
        out.push_back({school->code, step.id, step.number, step.zh, step.en,
                       step.start ? to_iso(*step.start) : "", to_iso(step.end), step.role,
                       std::string{status(campaign, step, school->row, dossiers)},
                       counts(step, school->row, dossiers)});
      }
    }
    return out;
  }

 private:
  /// Teachers whose account has never been used.
  void read_accounts() {
    const journal::PastQuestion q{
        store::program_table("account"), {"teacher", "state"}, census_.at()};
    journal::each_row(desk_.db, q, [&](const journal::PastRow& row) {
      if (row.values[1].text == "initial" && !row.values[0].is_null())
        never_logged_in_.insert(row.values[0].number);
    });
  }

  /// Whether a step is done in a school, as the census of a day has it.
  static bool done(const Census& census, const Step& step, std::int64_t org) {
    if (step.unit == kOfficer) return officers_trained(census, org);
    const Dossiers& dossiers = census.collected_of(org);
    if (step.declared && !census.declared(org, step.id)) return false;
    return !dossiers.empty() &&
           std::all_of(dossiers.begin(), dossiers.end(),
                       [&](const Standing* s) { return step_done(step.id, *s).value_or(false); });
  }

  /// There are officers, all trained, and one in each department that has somebody collected.
  static bool officers_trained(const Census& census, std::int64_t org) {
    const auto officers = census.officers(org);
    return !officers.empty() &&
           std::all_of(officers.begin(), officers.end(), [](const auto& o) { return o.trained; }) &&
           without_officer(census, org) == 0;
  }

  std::string_view status(const Campaign& campaign, const Step& step, std::int64_t org,
                          const Dossiers& dossiers) {
    const bool known = step.unit == kOfficer || step_done(step.id, Standing{}).has_value();
    if (!known || (dossiers.empty() && step.id != "accounts"))
      return campaign::name(campaign::Status::not_applicable);
    std::optional<Day> done_on;
    if (done(census_, step, org)) {
      const bool in_time = census_.day() <= step.end || done(census_at(step.end), step, org);
      done_on = in_time ? step.end : Day{step.end.number + 1};
    }
    return campaign::name(campaign.status(step, census_.day(), done_on));
  }

  const Census& census_at(Day day) {
    const auto found = past_.find(day);
    return found != past_.end() ? found->second
                                : past_.try_emplace(day, desk_, permit_, day).first->second;
  }

  Counts counts(const Step& step, std::int64_t org, const Dossiers& all) const {
    Counts out;
    const auto add = [&](std::string name, std::int64_t n) {
      out.emplace_back(std::move(name), n);
    };
    const auto in_scope = static_cast<std::int64_t>(all.size());
    if (step.unit == "teacher") add("in_scope", in_scope);
    if (step.id == "accounts") {
      add("with_account", in_scope);
      add("without_account", 0);
      add("never_logged_in",
          count(all, [&](const Standing& s) { return never_logged_in_.contains(s.person.row); }));
    } else if (step.id == "officer_training") {
      const auto officers = census_.officers(org);
      add("departments", static_cast<std::int64_t>(census_.departments(org).size()));
      add("departments_without_officer", without_officer(census_, org));
      add("officers", static_cast<std::int64_t>(officers.size()));
      add("officers_trained",
          std::count_if(officers.begin(), officers.end(), [](const auto& o) { return o.trained; }));
    } else if (step.id == "self_entry") {
      const auto submitted = count(all, [](const Standing& s) { return s.entered; });
      const auto untouched =
          count(all, [](const Standing& s) { return !s.entered && s.last_entry <= s.made; });
      add("not_started", untouched);
      add("started", in_scope - submitted - untouched);
      add("submitted", submitted);
    } else if (step.id == "school_tables") {
      add("complete", count(all, [](const Standing& s) { return s.school_part_clean; }));
      for (const std::string& table : step.tables) add("missing." + table, missing(table, all));
    } else if (step.id == "audit") {
      add("waiting_for_audit",
          count(all, [](const Standing& s) { return any_item(s, ItemState::submitted); }));
      add("returned",
          count(all, [](const Standing& s) { return any_item(s, ItemState::returned); }));
      add("audited", count(all, [](const Standing& s) { return s.audited; }));
    } else if (step.id == "originals_signatures") {
      add("evidence_missing", count(all, [](const Standing& s) { return !s.originals_seen; }));
      add("signature_missing",
          count(all, [](const Standing& s) { return any_signature(s, false); }));
      add("signature_stale", count(all, [](const Standing& s) { return any_signature(s, true); }));
      add("complete",
          count(all, [&](const Standing& s) { return step_done(step.id, s).value_or(false); }));
    } else if (step.id == "report") {
      const auto reported = [&](const Standing& s) {
        return step_done(step.id, s).value_or(false);
      };
      add("ready", count(all, [&](const Standing& s) { return s.complete() && !reported(s); }));
      add("reported", count(all, reported));
      add("returned", count(all, [](const Standing& s) { return s.report.state == "returned"; }));
    }
    return out;
  }

  std::int64_t missing(const std::string& table, const Dossiers& all) const {
    const auto& sets = desk_.catalogue.all();
    const auto at =
        std::find_if(sets.begin(), sets.end(), [&](const auto& s) { return s.id == table; });
    if (at == sets.end()) return 0;
    const auto place = static_cast<std::size_t>(at - sets.begin());
    return count(all, [&](const Standing& s) { return s.tables[place].rows() == 0; });
  }

  Desk& desk_;
  const Permit& permit_;
  Census census_;
  std::map<Day, Census> past_;
  std::set<std::int64_t> never_logged_in_;
};

}  // namespace

std::vector<StepStatus> campaign_status(Desk& desk, const Permit& permit, Day day) {
  return Statuses{desk, permit, day}.run();
}

}  // namespace tmis::report
