// The standings say everything; here they become counts. A returned item is in hand too.
#include "report/dossiers.h"

#include <algorithm>
#include <tuple>

#include "journal/as_of.h"

namespace tmis::report {
namespace {

using workflow::ItemState;
using workflow::Standing;

DossierLine line_of(const schema::Catalogue& catalogue, const Standing& s) {
  DossierLine line{s.person, s.stage};
  for (std::size_t i = 0; i < s.tables.size(); ++i) {
    const auto& table = s.tables[i];
    const bool missing = catalogue.all()[i].starred() && table.rows() == 0;
    line.incomplete += table.incomplete + std::int64_t{missing};
    line.returned += table.in(ItemState::returned) + table.in(ItemState::reopened);
    line.draft += table.in(ItemState::draft);
    line.submitted += table.in(ItemState::submitted);
  }
  line.draft += line.returned;
  for (std::size_t i = 0; i < s.called.size(); ++i)
    line.originals += std::max(0, s.called[i] - s.seen[i]);
  line.signatures = std::count_if(s.sets.begin(), s.sets.end(), [](const auto& set) {
    return set.wanted && set.state != "signed";
  });
  return line;
}

}  // namespace

std::vector<DossierLine> dossiers(Desk& desk, const Permit& permit, Day day,
                                  const std::string& department) {
  const auto now = workflow::standings(
      desk, permit, {journal::last_event_of(desk.db, day), permit.own(), true, day});
  std::vector<DossierLine> out;
  for (const Standing& s : now.all) {
    if (department.empty() || s.person.department == department)
      out.push_back(line_of(desk.catalogue, s));
  }
  std::stable_sort(out.begin(), out.end(), [](const DossierLine& a, const DossierLine& b) {
    return std::tie(a.person.org_code, a.person.department) <
           std::tie(b.person.org_code, b.person.department);
  });
  return out;
}

}  // namespace tmis::report
