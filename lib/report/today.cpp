// Deadlines are asked for all open steps and told by role: what others have to do is left out.
#include "report/today.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "report/deadlines.h"

namespace tmis::report {
namespace {

/// Whose step it is beside the one who answers for it, and the command for all of it at once.
struct Group {
  std::string_view step, role, command;
};
constexpr std::array<Group, 17> kGroups = {{
    {"accounts", "sysadmin", "tmis accounts create --from FILE"},
    {"initial_password", "sysadmin", "tmis accounts list --state initial"},
    {"officer_training", "manager", "tmis org officers --from FILE"},
    {"school_tables", "manager", "tmis record check"},
    {"audit", "manager", "tmis audit list --state submitted"},
    {"submitted_item", "manager", "tmis audit list --state submitted"},
    {"originals_signatures", "manager", "tmis evidence missing"},
    {"report", "manager", "tmis submission send --all"},
    {"submission", "manager", "tmis submission list"},
    {"identity_claim", "manager", "tmis accounts duplicates"},
    {"absence", "manager", "tmis status list --state absent"},
    {"retirement", "manager", "tmis status due"},
    {"transfer", "manager", "tmis transfer list --waiting-for-me"},
    {"rotation", "manager", "tmis rotation list --waiting-for-me"},
    {"rotation_end", "manager", "tmis rotation list --state in_force"},
    {"credit_results", "manager", "tmis credits project list --state running"},
    {"credit_decision", "manager", "tmis credits project list --state results"},
}};

const Group* group_of(const DeadlineLine& line, const std::string& role) {
  const auto found = std::find_if(kGroups.begin(), kGroups.end(), [&](const Group& group) {
    return group.step == line.step && group.role == role;
  });
  return found == kGroups.end() ? nullptr : &*found;
}

Task task(const DeadlineLine& line) {
  return {line.step, line.zh, line.en, line.due, -line.days_late, line.state, 1, line.command};
}

}  // namespace

std::vector<Task> today(Desk& desk, const Permit& permit, Day day) {
  std::vector<Task> out;
  const std::string own = [&] {
    const auto* org = desk.organisations().find(permit.org());
    return org == nullptr ? std::string{} : org->code;
  }();
  for (const DeadlineLine& line : open_steps(desk, permit, day)) {
    if (permit.own()) {
      if (line.responsible == "teacher") out.push_back(task(line));
      continue;
    }
    const Group* group = group_of(line, permit.role());
    if (group == nullptr || line.organisation != own) continue;
    const auto same =
        std::find_if(out.begin(), out.end(), [&](const Task& t) { return t.step == line.step; });
    if (same == out.end()) {
      out.push_back(task(line));
      continue;
    }
    ++same->count;  // lines come by days late, so the first is the most urgent
    same->command = group->command;
  }
  return out;
}

}  // namespace tmis::report
