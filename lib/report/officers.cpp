// Teachers are counted once for all officers, by organisation and department.
#include "report/officers.h"

#include <map>
#include <utility>

#include "report/census.h"

namespace tmis::report {

OfficerSheet officer_sheet(Desk& desk, const Permit& permit, Day day,
                           const std::string& department) {
  OfficerSheet out{people::officer_fields(desk.catalogue), {}};
  const std::size_t place = out.fields.with_role("department").value();
  const Census census{desk, permit, day};
  std::map<std::pair<std::int64_t, std::string>, std::int64_t> teachers;
  for (const workflow::Standing& s : census.standings().all) {
    if (census.campaign(s.person.org) == nullptr || census.collected(s))
      ++teachers[{s.person.org, s.person.department}];
  }
  for (auto& officer : people::officers(desk, out.fields, permit, census.at())) {
    const std::string& own = officer.values[place].text;
    if (!department.empty() && own != department) continue;
    const auto counted = teachers.find({officer.org, own});
    const auto* org = desk.organisations().find(officer.org);
    out.lines.push_back({org == nullptr ? "" : org->code, std::move(officer),
                         counted == teachers.end() ? 0 : counted->second});
  }
  return out;
}

}  // namespace tmis::report
