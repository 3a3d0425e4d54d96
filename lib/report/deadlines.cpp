// Each kind of term is one function that adds its lines; what is in time is left out.
#include "report/deadlines.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

#include "journal/as_of.h"
#include "people/policy.h"
#include "report/business.h"
#include "report/census.h"
#include "report/credit_deadlines.h"
#include "report/credit_requirements.h"
#include "workflow/claim.h"

namespace tmis::report {
namespace {

using journal::PastRow;
using store::program_table;
using workflow::ItemState;
using workflow::Standing;

/// Terms that hold without a campaign (reconstructed: no public rule names them). How many days
/// they have the organisation's policy of the same name says (people/policy), but for those that
/// end on a day of their own.
struct Term {
  std::string_view id, zh, en, responsible;
};
constexpr Term kReturned{"returned_item", "更正退回的信息项", "correct a returned item", "teacher"};
constexpr Term kReopened{"reopened_item", "修改重新开放的信息项", "change a reopened item",
                         "teacher"};
constexpr Term kSubmitted{"submitted_item", "审核已提交的信息项", "audit submitted items",
                          "manager"};
constexpr Term kStale{"stale_signature", "重新签字确认", "sign again what was changed", "teacher"};
constexpr Term kSubmission{"submission", "接收或退回上报", "decide a report upward", "manager"};
constexpr Term kClaim{"identity_claim", "裁定身份争议", "decide a claim to a person", "manager"};
constexpr Term kTransfer{"transfer", "办理调动", "take a step of a transfer", "manager"};
constexpr Term kRotation{"rotation", "办理交流轮岗", "decide a rotation", "manager"};
constexpr Term kRotationEnd{"rotation_end", "办理交流轮岗到期", "a rotation is over", "manager"};
constexpr Term kResults{"credit_results", "提交培训考核结果",
                        "hand in results of a training project", "manager"};
constexpr Term kCredits{"credit_decision", "确认培训学分", "decide about training credits",
                        "manager"};
constexpr Term kCreditsDue{"credit_requirement", "修满年度或周期学分",
                           "meet the credits of the year or cycle", "teacher"};
constexpr Term kPassword{"initial_password", "首次登录并修改初始密码",
                         "first login with the initial password", "teacher"};
constexpr Term kAbsence{"absence", "办理长期不在岗到期", "an absence is over", "manager"};
constexpr Term kRetirement{"retirement", "办理退休", "retirement", "manager"};
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
      : desk_(desk),
        permit_(permit),
        which_(lines),
        census_(desk, permit, day),
        policies_(desk, census_.at()),
        events_(desk.db) {}

  std::vector<DeadlineLine> run() {
    for (const Standing& s : census_.standings().all) {
      campaign_steps(s);
      items(s);
      signatures(s);
      employment(s);
    }
    empty_schools();
    officers();
    submissions();
    claims();
    cases();
    credits();
    credit_requirements();
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
    if (!census_.collected(s)) return;
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

  /// The last day of an organisation's term that began on a day, or with an event.
  Day after(Day since, const Term& term, std::int64_t org) {
    return {since.number + static_cast<std::int32_t>(policies_.of(term.id, org))};
  }
  Day after(std::int64_t seq, const Term& term, std::int64_t org) {
    return after(day_of(seq), term, org);
  }

  /// The day that who opened an item gave for it, else that of the term.
  Day due_of(std::int64_t seq, const Term& term, std::int64_t org) {
    const auto until = day_from_iso(journal::argument(events_.at(seq), "until").text);
    return until.value_or(after(seq, term, org));
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
      add(about(term, s.person, id, "tmis record edit " + id), due_of(item.seq, term, s.person.org),
          kSoonDays);
    }
    if (s.oldest_submitted < 0) return;
    add(about(kSubmitted, s.person, s.person.number,
              "tmis audit pass --teacher " + s.person.number),
        after(s.oldest_submitted, kSubmitted, s.person.org), kSoonDays);
  }

  void signatures(const Standing& s) {
    for (std::size_t i = 0; i < s.sets.size(); ++i) {
      const auto& set = s.sets[i];
      if (!set.wanted || set.state != "stale") continue;
      const std::string& id = census_.standings().sets[i].id;
      add(about(kStale, s.person, s.person.number, "tmis sign confirm --set " + id),
          after(std::max(set.seq, set.changed), kStale, s.person.org), kSoonDays);
    }
  }

  /// The planned end of an absence, and the month of retirement: both want a new status.
  void employment(const Standing& s) {
    const people::Spell& now = census_.spell(s.person.row);
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
                            after(row.seq, kSubmission, to->row), kSoonDays);
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
          after(claim.opened, kClaim, authority->row), kSoonDays);
    }
  }

  void cases() {
    if (permit_.own()) return;
    for (const OpenCaseStep& c : open_case_steps(desk_, census_.at())) {
      const auto* org = desk_.organisations().find(c.org);
      if (org == nullptr || !permit_.reaches(c.org)) continue;
      const people::Person whose{0, "", org->row, org->code, c.department, c.name};
      const Term& term = c.ends ? kRotationEnd : c.process == "transfer" ? kTransfer : kRotation;
      add(about(term, whose, c.subject, c.command), c.due, kSoonDays);
    }
  }

  void credits() {
    if (permit_.own()) return;
    for (const auto& c : open_credit_steps(desk_, census_.at(), census_.day())) {
      const auto* org = desk_.organisations().find(c.org);
      if (org == nullptr || !permit_.reaches(c.org)) continue;
      const people::Person whose{0, "", org->row, org->code, "", c.name};
      const Term& term = c.results ? kResults : kCredits;
      add(about(term, whose, c.subject, c.command), after(c.since, term, c.org), kSoonDays);
    }
  }

  void credit_requirements() {
    for (const UnmetCredits& unmet :
         unmet_credits(desk_, census_.standings(), census_.at(), census_.day(), kSoonDays)) {
      const people::Person& who = census_.standings().all[unmet.dossier].person;
      add(about(kCreditsDue, who, who.number, "tmis credits ledger --teacher " + who.number),
          unmet.until, kSoonDays);
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
      const Standing* known = census_.standings().find(row.values[2].number);
      if (known == nullptr) return;  // out of reach, or has left
      whose = known->person;
    }
    const std::string& login = row.values[0].text;
    add(about(kPassword, whose, login, "tmis --user " + login + " passwd"), until, kSoonDays);
  }

  Desk& desk_;
  const Permit& permit_;
  Lines which_;
  Census census_;
  people::Policies policies_;
  journal::Events events_;
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
