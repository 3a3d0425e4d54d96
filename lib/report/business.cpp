// Cases are read as they stood at the end of the day asked for.
#include "report/business.h"

#include <algorithm>
#include <map>
#include <set>

#include "journal/as_of.h"
#include "people/person.h"
#include "people/policy.h"
#include "people/timeline.h"
#include "report/audited.h"
#include "workflow/rotation.h"
#include "workflow/transfer.h"

namespace tmis::report {
namespace {

using people::Employment;
using workflow::CaseFile;

constexpr std::string_view kTakenOver = "50";

Day day_or(const std::string& text, Day other) { return day_from_iso(text).value_or(other); }

std::vector<const access::Organisation*> schools_in(Desk& desk, const Permit& permit) {
  std::vector<const access::Organisation*> out;
  for (const auto& org : desk.organisations().all()) {
    if (org.kind == "school" && permit.reaches(org.row)) out.push_back(&org);
  }
  std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) { return a->code < b->code; });
  return out;
}

/// Whether a rotation covers a day of the span, as it was planned or as it ended.
bool covers(const CaseFile& file, const std::string& first, const std::string& last) {
  const std::string& state = file.text("state");
  if (state != "in_force" && state != "ended") return false;
  const std::string& until =
      file.text("ended_on").empty() ? file.text("until_day") : file.text("ended_on");
  return file.text("from_day") <= last && first <= until;
}

class RotationCounting {
 public:
  RotationCounting(Desk& desk, const Permit& permit, int year, Day day)
      : desk_(desk),
        permit_(permit),
        day_(day),
        at_(journal::last_event_of(desk.db, day)),
        first_(std::to_string(year) + "-09-01"),
        last_(std::to_string(year + 1) + "-08-31") {}

  std::vector<RotationCounts> run() {
    read_cases();
    read_dossiers();
    const auto spells = people::spells_on(desk_.db, day_, at_);
    std::map<std::int64_t, RotationCounts> counts;
    for (const auto& person : people::persons(desk_, permit_)) {
      const auto spell = spells.find(person.row);
      const std::string status = spell == spells.end() ? "" : spell->second.status;
      if (people::employment(status) == Employment::gone) continue;
      RotationCounts& c = counts[person.org];
      ++c.teachers;
      const bool here_long = long_here_.contains(person.row);
      const bool away = rotating_.contains(person.row);
      c.eligible += here_long;
      c.rotated += here_long && away;
      c.backbone += here_long && away && backbone_.contains(person.row);
    }
    for (const auto& [teacher, from] : moved_) {
      RotationCounts& c = counts[from];
      ++c.eligible;
      ++c.rotated;
      c.backbone += backbone_.contains(teacher);
    }
    for (const std::int64_t org : late_) ++counts[org].late;
    std::vector<RotationCounts> out;
    for (const auto* school : schools_in(desk_, permit_)) {
      RotationCounts c = counts[school->row];
      c.organisation = school->code;
      c.name = school->name;
      out.push_back(std::move(c));
    }
    return out;
  }

 private:
  void read_cases() {
    const std::string today = to_iso(day_);
    for (const CaseFile& file : workflow::case_files(desk_.db, workflow::kRotationTable, {}, at_)) {
      if (file.is.teacher && covers(file, first_, last_)) rotating_.insert(*file.is.teacher);
      if (file.text("state") == "in_force" && file.text("until_day") < today)
        late_.push_back(file.org("org"));
    }
    journal::Events events{desk_.db};
    for (const CaseFile& file : workflow::case_files(desk_.db, workflow::kTransferTable, {}, at_)) {
      if (file.text("state") != kTakenOver || file.text("type") != "2" || !file.is.teacher)
        continue;
      const std::string day = events.day(file.seq);
      if (first_ <= day && day <= last_)
        moved_.emplace_back(*file.is.teacher, file.org("from_org"));
    }
  }

  void read_dossiers() {
    const auto& set = desk_.catalogue.person();
    const std::size_t entry = set.field_index("school_entry_month").value(),
                      backbone = set.field_index("backbone_teacher").value();
    const auto now = month_from_iso(to_iso(day_).substr(0, 7)).value();
    Audited{desk_, at_}.each(set, {entry, backbone}, [&](std::int64_t teacher, const Values& row) {
      const auto since = month_from_iso(row[entry].text);
      if (since && *since + kEligibleMonths <= now) long_here_.insert(teacher);
      if (row[backbone].number == 1) backbone_.insert(teacher);
    });
  }

  Desk& desk_;
  const Permit& permit_;
  Day day_;
  std::int64_t at_;
  std::string first_, last_;
  std::set<std::int64_t> rotating_, long_here_, backbone_;
  std::vector<std::pair<std::int64_t, std::int64_t>> moved_;  // teacher, school that let go
  std::vector<std::int64_t> late_;                            // schools
};

}  // namespace

std::vector<OpenCaseStep> open_case_steps(Desk& desk, std::int64_t at) {
  journal::Events events{desk.db};
  const people::Policies policies{desk, at};
  std::vector<OpenCaseStep> out;
  for (const std::string_view table : {workflow::kTransferTable, workflow::kRotationTable}) {
    for (const CaseFile& file : workflow::case_files(desk.db, table, {}, at)) {
      const auto turn = workflow::turn_of(file);
      if (!turn) continue;
      OpenCaseStep step;
      step.process = file.process();
      step.org = turn->org;
      step.subject = file.id;
      step.ends = turn->step == "end";
      const Day since = day_or(events.day(file.seq), desk.today());
      const auto term = static_cast<std::int32_t>(policies.of(step.process, step.org));
      step.due = step.ends ? day_or(file.text("until_day"), since) : Day{since.number + term};
      step.command = "tmis " + step.process + " " + std::string{turn->step} + " " + file.id;
      const auto person = workflow::person_of_case(desk, file);
      step.name = person.name;
      if (person.org == turn->org) step.department = person.department;
      out.push_back(std::move(step));
    }
  }
  return out;
}

std::vector<TransferCounts> transfer_counts(Desk& desk, const Permit& permit, Day since,
                                            Day until) {
  const std::int64_t at = journal::last_event_of(desk.db, until);
  journal::Events events{desk.db};
  std::map<std::int64_t, TransferCounts> counts;
  for (const CaseFile& file : workflow::case_files(desk.db, workflow::kTransferTable, {}, at)) {
    const auto turn = workflow::turn_of(file);
    const bool in_span = day_or(events.day(file.seq), until) >= since;
    for (const char* side : {"to_org", "from_org"}) {
      TransferCounts& c = counts[file.org(side)];
      if (turn) {
        ++c.open;
      } else if (in_span && file.text("state") == kTakenOver) {
        ++(side == std::string_view{"to_org"} ? c.came : c.left);
      } else if (in_span) {
        ++c.ended;
      }
    }
  }
  for (const OpenCaseStep& step : open_case_steps(desk, at)) {
    if (step.process == "transfer" && step.due < until) ++counts[step.org].late;
  }
  std::vector<TransferCounts> out;
  for (const auto& org : desk.organisations().all()) {
    const bool concerned = org.kind == "school" || counts[org.row].late > 0;
    if (!concerned || !permit.reaches(org.row)) continue;
    TransferCounts c = counts[org.row];
    c.organisation = org.code;
    c.name = org.name;
    out.push_back(std::move(c));
  }
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.organisation < b.organisation; });
  return out;
}

int school_year(Day day) {
  const std::string iso = to_iso(day);
  return std::stoi(iso.substr(0, 4)) - (iso.substr(5, 2) < "09" ? 1 : 0);
}

std::vector<RotationCounts> rotation_counts(Desk& desk, const Permit& permit, int year, Day day) {
  return RotationCounting{desk, permit, year, day}.run();
}

StatusTable status_counts(Desk& desk, const Permit& permit, Day day) {
  const auto spells = people::spells_on(desk.db, day, journal::last_event_of(desk.db, day));
  std::map<std::int64_t, std::map<std::string, std::int64_t>> counts;
  std::map<std::int64_t, std::int64_t> late;
  std::set<std::string> codes;
  const auto count = [&](std::int64_t org, std::string_view code) {
    ++counts[org][std::string{code}];
    codes.emplace(code);
  };
  for (const auto& person : people::persons(desk, permit)) {
    const auto found = spells.find(person.row);
    const auto spell = found == spells.end() ? people::Spell{} : found->second;
    count(person.org, spell.status.empty() ? people::usual_status() : spell.status);
    if (spell.employment() == Employment::absent && !spell.until.empty() &&
        spell.until < to_iso(day))
      ++late[person.org];
  }
  for (const auto& left : workflow::departures(desk, to_iso(day))) {
    if (permit.reaches(left.person.org)) count(left.person.org, people::transferred_status());
  }
  StatusTable out;
  out.codes.assign(codes.begin(), codes.end());
  std::vector<std::vector<GroupCount>> cells;
  for (const auto* school : schools_in(desk, permit)) {
    StatusCounts line;
    line.organisation = school->code;
    line.name = school->name;
    for (const std::string& code : out.codes) line.groups.push_back({counts[school->row][code]});
    line.late = late[school->row];
    out.schools.push_back(std::move(line));
  }
  if (permit.limited(access::Limit::small_groups)) {
    for (StatusCounts& line : out.schools) {
      if (protect(line.groups)) continue;
      for (GroupCount& group : line.groups) group.shown = GroupCount::Shown::withheld;
    }
  }
  return out;
}

}  // namespace tmis::report
