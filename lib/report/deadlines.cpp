// Each kind of term is one function that adds its lines; what is in time is left out.
#include "report/deadlines.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

#include "journal/as_of.h"
#include "report/census.h"
#include "workflow/claim.h"

namespace tmis::report {
namespace {

using journal::PastRow;
using store::program_table;
using workflow::ItemState;
using workflow::Standing;

/// Terms that hold without a campaign (reconstructed: no public rule names them).
struct Term {
  std::string_view id, zh, en;
  int days;
  std::string_view responsible;
};
constexpr Term kReturned{"returned_item", "更正退回的信息项", "correct a returned item", 7,
                         "teacher"};
constexpr Term kReopened{"reopened_item", "修改重新开放的信息项", "change a reopened item", 7,
                         "teacher"};
constexpr Term kSubmitted{"submitted_item", "审核已提交的信息项", "audit submitted items", 15,
                          "manager"};
constexpr Term kStale{"stale_signature", "重新签字确认", "sign again what was changed", 15,
                      "teacher"};
constexpr Term kSubmission{"submission", "接收或退回上报", "decide a report upward", 15, "manager"};
constexpr Term kClaim{"identity_claim", "裁定身份争议", "decide a claim to a person", 30,
                      "manager"};
constexpr Term kPassword{"initial_password", "首次登录并修改初始密码",
                         "first login with the initial password", 30, "teacher"};
constexpr Term kAbsence{"absence", "办理长期不在岗到期", "an absence is over", 0, "manager"};
constexpr Term kRetirement{"retirement", "办理退休", "retirement", 0, "manager"};
constexpr int kSoonDays = 3;
constexpr int kRetirementSoonDays = 183;  // six months

/// The command that does a step of the campaign; {T} is the dossier.
struct StepCommand {
  std::string_view step, command;
};
constexpr std::array<StepCommand, 5> kCommands = {{
    {"self_entry", "tmis record submit --teacher {T}"},
    {"school_tables", "tmis record check --teacher {T}"},
    {"audit", "tmis audit pass --teacher {T}"},
    {"originals_signatures", "tmis evidence missing --teacher {T}"},
    {"report", "tmis submission send --teacher {T}"},
}};

std::string command_of(std::string_view step, const std::string& teacher) {
  const auto found = std::find_if(kCommands.begin(), kCommands.end(),
                                  [&](const auto& c) { return c.step == step; });
  if (found == kCommands.end()) return {};
  std::string command{found->command};
  return command.replace(command.find("{T}"), 3, teacher);
}

class Collector {
 public:
  enum class Lines { pressing, all_open };
  Collector(Desk& desk, const Permit& permit, Day day, Lines lines)
      : desk_(desk), permit_(permit), which_(lines), census_(desk, permit, day), events_(desk.db) {}

  std::vector<DeadlineLine> run() {
    for (const Standing& s : census_.standings().all) {
      names_[s.person.row] = &s;
      if (census_.gone(s.person.row)) continue;  // nothing is asked of who has left
      campaign_steps(s);
      items(s);
      signatures(s);
      employment(s);
    }
    empty_schools();
    officers();
    submissions();
    claims();
    passwords();
    return std::move(lines_);
  }

 private:
  /// Adds the line unless there is time left.
  void add(DeadlineLine line, Day due, int soon_days) {
    line.days_late = census_.day().number - due.number;
    const bool presses = line.days_late > -soon_days;
    if (!presses && which_ == Lines::pressing) return;
    line.due = to_iso(due);
    line.state = line.late() ? "late" : presses ? "due_soon" : "open";
    lines_.push_back(std::move(line));
  }

  static DeadlineLine about(const Term& term, const people::Person& p, std::string subject,
                            std::string command) {
    return {std::string{term.id},
            std::string{term.zh},
            std::string{term.en},
            p.org_code,
            p.department,
            std::string{term.responsible},
            std::move(subject),
            p.name,
            "",
            0,
            "",
            std::move(command)};
  }

  Day day_of(std::int64_t seq) { return day_from_iso(events_.day(seq)).value_or(census_.day()); }

  void campaign_steps(const Standing& s) {
    const auto* campaign = census_.campaign(s.person.org);
    if (campaign == nullptr || !census_.collected(s)) return;
    for (const auto& step : campaign->steps) {
      if (step.start && census_.day() < *step.start) continue;
      if (step_done(step.id, s).value_or(true)) continue;
      add({step.id, step.zh, step.en, s.person.org_code, s.person.department, step.role,
           s.person.number, s.person.name, "", 0, "", command_of(step.id, s.person.number)},
          step.end, campaign->due_soon_days);
    }
  }

  /// A school that nobody has an account at hasn't begun.
  void empty_schools() {
    for (const auto* school : census_.schools()) {
      const auto& all = census_.standings().all;
      const bool any = std::any_of(all.begin(), all.end(),
                                   [&](const Standing& s) { return s.person.org == school->row; });
      const auto* campaign = census_.campaign(school->row);
      const auto* step = campaign->step("accounts");
      if (any || step == nullptr || (step->start && census_.day() < *step->start)) continue;
      add({step->id, step->zh, step->en, school->code, "", step->role, school->code, school->name,
           "", 0, "", "tmis accounts create --org " + school->code + " --from FILE"},
          step->end, campaign->due_soon_days);
    }
  }

  /// The day that who opened an item gave for it, else that of the term.
  Day due_of(std::int64_t seq, const Term& term) {
    const auto until = day_from_iso(journal::argument(events_.at(seq), "until").text);
    return until.value_or(Day{day_of(seq).number + term.days});
  }

  /// Officers who aren't trained; departments, and whole schools, that have none.
  void officers() {
    if (permit_.own()) return;
    for (const auto* school : census_.schools()) {
      const auto* campaign = census_.campaign(school->row);
      for (const auto& step : campaign->steps) {
        if (step.unit != "officer" || (step.start && census_.day() < *step.start)) continue;
        const auto line = [&](const std::string& department, std::string subject,
                              std::string name) {
          add({step.id, step.zh, step.en, school->code, department, step.role, std::move(subject),
               std::move(name), "", 0, "", "tmis org officers --from FILE --org " + school->code},
              step.end, campaign->due_soon_days);
        };
        const auto listed = census_.officers(school->row);
        auto bare = census_.departments(school->row);
        for (const TrainedOfficer& officer : listed) {
          bare.erase(officer.department);
          if (!officer.trained)
            line(officer.department, "officer#" + std::to_string(officer.row), officer.name);
        }
        if (listed.empty()) line("", school->code, school->name);
        if (listed.empty()) continue;
        for (const std::string& department : bare) line(department, school->code, school->name);
      }
    }
  }

  void items(const Standing& s) {
    for (const auto& item : s.open) {
      const Term& term = item.state == ItemState::returned ? kReturned : kReopened;
      const std::string id = item.set->id + "#" + std::to_string(item.record);
      add(about(term, s.person, id, "tmis record edit " + id), due_of(item.seq, term), kSoonDays);
    }
    if (s.oldest_submitted < 0) return;
    add(about(kSubmitted, s.person, s.person.number,
              "tmis audit pass --teacher " + s.person.number),
        {day_of(s.oldest_submitted).number + kSubmitted.days}, kSoonDays);
  }

  void signatures(const Standing& s) {
    for (std::size_t i = 0; i < s.sets.size(); ++i) {
      const auto& set = s.sets[i];
      if (!set.wanted || set.state != "stale") continue;
      const std::string& id = census_.standings().sets[i].id;
      add(about(kStale, s.person, s.person.number, "tmis sign confirm --set " + id),
          {day_of(std::max(set.seq, set.changed)).number + kStale.days}, kSoonDays);
    }
  }

  /// The planned end of an absence, and the month of retirement: both want a new status.
  void employment(const Standing& s) {
    const people::Spell& now = census_.spell(s.person.row);
    if (now.employment() == people::Employment::gone) return;
    const auto until = day_from_iso(now.until);
    if (until && now.employment() == people::Employment::absent)
      add_near(kAbsence, s.person, *until, kSoonDays);
    const auto retires = census_.retirement(s.person);
    if (!retires) return;
    const Day last{day_from_iso(month_to_iso(retires->due + 1) + "-01").value().number - 1};
    add_near(kRetirement, s.person, last, kRetirementSoonDays);
  }

  /// What is far off isn't open yet.
  void add_near(const Term& term, const people::Person& who, Day due, int soon_days) {
    if (due.number - census_.day().number >= soon_days) return;
    add(about(term, who, who.number, "tmis status set --teacher " + who.number), due, soon_days);
  }

  void submissions() {
    if (permit_.own()) return;
    std::unordered_map<std::int64_t, bool> open;
    journal::each_row(desk_.db,
                      {program_table("submission_dossier"), {"submission", "state"}, census_.at()},
                      [&](const PastRow& row) {
                        const std::string& state = row.values[1].text;
                        if (state == "sent" || state == "received")
                          open[row.values[0].number] = true;
                      });
    journal::each_row(desk_.db,
                      {program_table("submission"), {"id", "from_org", "to_org"}, census_.at()},
                      [&](const PastRow& row) {
                        const auto* from = desk_.organisations().find(row.values[1].number);
                        const auto* to = desk_.organisations().find(row.values[2].number);
                        if (!open.contains(row.row) || from == nullptr || to == nullptr) return;
                        if (!permit_.reaches(from->row) && !permit_.reaches(to->row)) return;
                        const people::Person whose{0, "", to->row, to->code, "", from->name};
                        const std::string& id = row.values[0].text;
                        add(about(kSubmission, whose, id, "tmis submission accept " + id),
                            {day_of(row.seq).number + kSubmission.days}, kSoonDays);
                      });
  }

  /// For whoever the authority above both sides is; the sides hear of it elsewhere.
  void claims() {
    if (permit_.own()) return;
    for (const auto& claim : workflow::all_claims(desk_, census_.at())) {
      const auto* authority =
          workflow::common_authority(desk_.organisations(), claim.holder, claim.claimant);
      if (claim.state != "open" || authority == nullptr || !permit_.reaches(authority->row))
        continue;
      const people::Person whose{0, "", authority->row, authority->code, "", authority->name};
      add(about(kClaim, whose, claim.id, "tmis accounts resolve " + claim.id),
          {day_of(claim.opened).number + kClaim.days}, kSoonDays);
    }
  }

  void passwords() {
    journal::each_row(desk_.db,
                      {program_table("account"),
                       {"login", "name", "teacher", "org", "state", "initial_until"},
                       census_.at()},
                      [&](const PastRow& row) {
                        const auto until = day_from_iso(row.values[5].text);
                        if (row.values[4].text == "initial" && until) password(row, *until);
                      });
  }

  void password(const PastRow& row, Day until) {
    people::Person whose;
    if (row.values[2].is_null()) {
      const auto* org = desk_.organisations().find(row.values[3].number);
      if (org == nullptr || permit_.own() || !permit_.reaches(org->row)) return;
      whose = {0, "", org->row, org->code, "", row.values[1].text};
    } else {
      const auto known = names_.find(row.values[2].number);
      if (known == names_.end() || census_.gone(row.values[2].number)) return;
      whose = known->second->person;
    }
    const std::string& login = row.values[0].text;
    add(about(kPassword, whose, login, "tmis --user " + login + " passwd"), until, kSoonDays);
  }

  Desk& desk_;
  const Permit& permit_;
  Lines which_;
  Census census_;
  journal::Events events_;
  std::unordered_map<std::int64_t, const Standing*> names_;
  std::vector<DeadlineLine> lines_;
};

void most_urgent_first(std::vector<DeadlineLine>& lines) {
  std::stable_sort(lines.begin(), lines.end(), [](const DeadlineLine& a, const DeadlineLine& b) {
    return std::tie(b.days_late, a.organisation, a.department, a.subject) <
           std::tie(a.days_late, b.organisation, b.department, b.subject);
  });
}

}  // namespace

std::vector<DeadlineLine> deadlines(Desk& desk, const Permit& permit, Day day,
                                    const std::string& department) {
  auto lines = Collector{desk, permit, day, Collector::Lines::pressing}.run();
  if (!department.empty())
    std::erase_if(lines, [&](const DeadlineLine& l) { return l.department != department; });
  most_urgent_first(lines);
  return lines;
}

std::vector<DeadlineLine> open_steps(Desk& desk, const Permit& permit, Day day) {
  auto lines = Collector{desk, permit, day, Collector::Lines::all_open}.run();
  most_urgent_first(lines);
  return lines;
}

}  // namespace tmis::report
