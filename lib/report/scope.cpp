// The campaign judges; here its judgements become lines. What a fact is called is left to cmd/.
#include "report/scope.h"

#include <algorithm>

#include "report/census.h"

namespace tmis::report {

std::vector<ScopeLine> scope(Desk& desk, const Permit& permit, Day day,
                             const std::string& department) {
  const Census census{desk, permit, day, Census::Whom::everyone};
  std::vector<ScopeLine> out;
  for (const workflow::Standing& dossier : census.standings().all) {
    if (!department.empty() && dossier.person.department != department) continue;
    if (census.campaign(dossier.person.org) == nullptr) continue;
    auto judged = census.judgement(dossier);
    ScopeLine line{dossier.person, judged.scope, "", "", "", std::move(judged.missing)};
    if (judged.clause != nullptr) {
      line.clause = judged.clause->id;
      line.zh = judged.clause->zh;
      line.en = judged.clause->en;
    }
    out.push_back(std::move(line));
  }
  std::stable_sort(out.begin(), out.end(), [](const ScopeLine& a, const ScopeLine& b) {
    return a.person.org_code < b.person.org_code;
  });
  return out;
}

}  // namespace tmis::report
