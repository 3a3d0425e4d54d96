// One pass over the dossiers; each adds to the line of its school and table.
#include "report/completeness.h"

#include <map>

#include "report/census.h"

namespace tmis::report {
namespace {

using workflow::ItemState;
using workflow::Standing;
using workflow::TableStanding;

void add(CompletenessLine& line, const TableStanding& table, bool signed_off) {
  ++line.in_scope;
  if (table.rows() == 0) {
    if (line.set->starred()) ++line.missing;
  } else if (table.in(ItemState::returned) + table.in(ItemState::reopened) > 0) {
    ++line.returned;
  } else if (table.in(ItemState::draft) > 0) {
    ++line.draft;
  } else if (table.in(ItemState::submitted) > 0) {
    ++line.submitted;
  } else {
    ++line.audited;
    if (signed_off) ++line.signed_off;
  }
}

}  // namespace

std::vector<CompletenessLine> completeness(Desk& desk, const Permit& permit, Day day,
                                           const std::string& department) {
  const Census census{desk, permit, day};
  const auto& sets = desk.catalogue.all();
  std::vector<std::size_t> signed_with;
  for (const auto& set : sets) signed_with.push_back(census.standings().set_of(set));
  std::map<std::string, std::vector<CompletenessLine>> by_school;
  for (const Standing& dossier : census.standings().all) {
    if (!department.empty() && dossier.person.department != department) continue;
    if (census.campaign(dossier.person.org) != nullptr && !census.collected(dossier)) continue;
    auto& lines = by_school[dossier.person.org_code];
    lines.resize(sets.size());
    for (std::size_t i = 0; i < sets.size(); ++i) {
      lines[i].organisation = dossier.person.org_code;
      lines[i].set = &sets[i];
      add(lines[i], dossier.tables[i], dossier.sets[signed_with[i]].state == "signed");
    }
  }
  std::vector<CompletenessLine> out;
  for (const auto& [school, lines] : by_school) out.insert(out.end(), lines.begin(), lines.end());
  return out;
}

}  // namespace tmis::report
