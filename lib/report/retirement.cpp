// The census knows each person's month; here they are put in order.
#include "report/retirement.h"

#include <algorithm>
#include <tuple>

#include "report/census.h"

namespace tmis::report {

std::vector<RetirementLine> retirements(Desk& desk, const Permit& permit, Day day,
                                        std::int64_t months) {
  const Census census{desk, permit, day};
  const std::int32_t present = month_from_iso(to_iso(day).substr(0, 7)).value();
  std::vector<RetirementLine> out;
  for (const workflow::Standing& dossier : census.standings().all) {
    const auto known = census.retirement(dossier.person);
    if (!known || known->due - present > months) continue;
    out.push_back({dossier.person, known->group, month_to_iso(known->original),
                   month_to_iso(known->due), known->planned, known->due - present});
  }
  std::stable_sort(out.begin(), out.end(), [](const RetirementLine& a, const RetirementLine& b) {
    return std::tie(a.due, a.person.org_code, a.person.department) <
           std::tie(b.due, b.person.org_code, b.person.department);
  });
  return out;
}

}  // namespace tmis::report
