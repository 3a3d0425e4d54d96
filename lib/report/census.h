// Dossiers on a day as the campaign sees them: where each stands, and whether it is collected.
// Inside this room: `deadlines` and `campaign_status` make lines and counts of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "campaign/campaign.h"
#include "people/timeline.h"
#include "report/by_teacher.h"
#include "workflow/standing.h"

namespace tmis::report {

/// An information officer, as a campaign asks for him.
struct TrainedOfficer {
  std::int64_t row = 0;
  std::int64_t org = 0;
  std::string department, name;
  bool trained = false;  // on the day or before
};

/// Everything from what was recorded by the end of a day, never from today's state.
class Census {
 public:
  /// Of those who serve on the day, or of everyone, also who has left by then.
  enum class Whom : std::uint8_t { serving, everyone };
  Census(Desk& desk, const Permit& permit, Day day, Whom whom = Whom::serving);

  Day day() const { return day_; }
  std::int64_t at() const { return at_; }
  const workflow::Standings& standings() const { return standings_; }
  /// The campaign that bound an organisation then: its own, else the nearest above; nullptr: none.
  const campaign::Campaign* campaign(std::int64_t org) const;
  /// By the campaign that binds its school; in without one.
  campaign::Judgement judgement(const workflow::Standing& dossier) const;
  /// One of the standings; false without a campaign. Out of scope only when that is certain: who
  /// hasn't said anything yet is still waited for.
  bool collected(const workflow::Standing& dossier) const {
    return is_collected_[standings_.place(dossier)];
  }
  /// Employment status on the day; without a row where nothing was ever said.
  const people::Spell& spell(std::int64_t teacher) const;
  /// When someone retires, by the rule of the campaign that binds the school, else by law; nothing
  /// while birth date or sex isn't known. Months are year * 12 + month − 1.
  struct Retirement {
    std::string group;
    std::int32_t original = 0, due = 0;
    bool planned = false;  // another month was agreed
  };
  std::optional<Retirement> retirement(const people::Person& person) const;
  /// The dossiers of an organisation that its campaign collects, in their order.
  const std::vector<const workflow::Standing*>& collected_of(std::int64_t org) const;
  /// Schools in reach that a campaign binds, or those of the own dossier; in the order of their
  /// codes.
  const std::vector<const access::Organisation*>& schools() const { return schools_; }
  /// The information officers of an organisation, in the order of their rows.
  std::vector<TrainedOfficer> officers(std::int64_t org) const;
  /// Departments of an organisation with a dossier that is collected.
  std::set<std::string> departments(std::int64_t org) const;
  /// Whether the organisation, or one above it, has declared the step of its campaign finished.
  bool declared(std::int64_t org, std::string_view step) const;

 private:
  void read_campaigns();
  void read_officers();
  void read_declarations();
  void read_facts();
  void read_table_facts(const schema::FieldSet& set, const std::set<std::size_t>& fields);
  void read_plans();
  void collect(const Permit& permit);
  std::optional<Value> fact(std::string_view name, const people::Person& person) const;
  const Value* stored(std::string_view name, std::int64_t teacher) const;

  Desk& desk_;
  Day day_;
  std::int64_t at_;
  workflow::Standings standings_;
  std::map<std::int64_t, campaign::Campaign> campaigns_;  // by organisation
  std::map<std::string, ByTeacher<Value>, std::less<>> facts_;
  std::string sex_, birth_date_;  // names of facts
  std::unordered_map<std::int64_t, people::Spell> spells_;
  struct Plan {
    std::string group, month;
  };
  std::unordered_map<std::int64_t, Plan> plans_;  // of retirement, by teacher
  std::vector<const access::Organisation*> schools_;
  std::vector<bool> is_collected_;  // in the order of the standings
  std::unordered_map<std::int64_t, std::vector<const workflow::Standing*>> collected_;
  std::vector<TrainedOfficer> officers_;
  std::set<std::tuple<std::int64_t, std::string, std::string>> declared_;  // org, campaign, step
};

/// Whether a dossier has done a step of a campaign; nothing for a step that no dossier does.
std::optional<bool> step_done(std::string_view step, const workflow::Standing& dossier);

}  // namespace tmis::report
