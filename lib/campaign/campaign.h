// A collection campaign: its steps with their windows, whom it collects. Read
// from a campaign file (schemas/campaign.json); what has been done is left to report.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/value.h"
#include "campaign/retirement.h"

namespace tmis::campaign {

/// One of the seven dates. A window without a start is open since the campaign was imported; ends
/// are inclusive.
struct Step {
  std::string id;
  int number = 0;
  std::string zh, en;
  std::optional<Day> start;
  Day end;
  std::string role;  // who is responsible: sysadmin, manager, teacher
  std::string role_zh, role_en;
  std::string unit;  // teacher or officer
  bool locks_self_entry = false;
  bool declared = false;  // done only when somebody of the organisation has said so, too
  std::vector<std::string> tables;
};

/// Statuses of campaign-2017.json.
enum class Status { not_yet, open, due_soon, late, done, done_late, not_applicable };
std::string_view name(Status status);

/// Kind of original that a dossier calls for, and for which rows: the field that isn't the "none"
/// code.
struct EvidenceKind {
  std::string id, zh, en;
  std::string called_for;
};

/// A condition of the scope rule over one fact.
struct Condition {
  std::string fact;  // "basic_information.on_establishment", "retirement.due_month" …
  std::string op;    // equals, at_least, at_most, in
  std::vector<Value> values;
  std::string
      since_at_most;  // month: the fact must hold since then or earlier (fact name + ".since")
};
struct Clause {
  std::string id, zh, en;
  std::vector<Condition> conditions;
  bool all = true;  // else any one of them
};

/// Whether a person is collected, by which clause that was decided (empty: none holds), and the
/// facts that would have to be known to decide.
struct Judgement {
  enum class Scope { in, out, undecided } scope = Scope::undecided;
  const Clause* clause = nullptr;
  std::vector<std::string> missing;
};
std::string_view name(Judgement::Scope scope);

/// What is known of a person: nothing for a fact that isn't there.
using Facts = std::function<std::optional<Value>(std::string_view fact)>;

struct Campaign {
  std::string id, zh, en;
  Day starts, ends;
  int due_soon_days = 3;
  std::string cutoff_month;
  std::vector<Step> steps;
  std::vector<Clause> include, exclude;
  std::vector<EvidenceKind> evidence;
  RetirementRule retirement;

  const Step* step(std::string_view step_id) const;
  /// Status of a step on a day. `done_on`: the day of its last deciding event, when it is done.
  Status status(const Step& step, Day day, std::optional<Day> done_on) const;
  /// exclude beats include; in neither: out; a fact that is needed and missing: undecided.
  Judgement judge(const Facts& facts) const;
};

/// Reads a campaign file. Throws campaign.invalid naming what is wrong.
Campaign read_campaign(std::string_view json);

}  // namespace tmis::campaign
