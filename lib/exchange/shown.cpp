// A row that lacks a version could hide what was decided in it.
#include "exchange/shown.h"

#include <algorithm>

namespace tmis::exchange {

using journal::ProvenRow;

Shown::Shown(const LegProof& proof) : proof_(proof) {
  for (const ProvenRow& r : proof.checked().rows)
    rows_[{r.row->row.table, r.row->row.record}].push_back(&r);
  for (auto& [place, versions] : rows_) {
    std::sort(versions.begin(), versions.end(), [](const ProvenRow* a, const ProvenRow* b) {
      return a->row->row.version < b->row->row.version;
    });
  }
}

const Shown::Versions& Shown::whole(std::string_view table, std::int64_t record) const {
  const auto found = rows_.find({store::program_table(table).number, record});
  if (found == rows_.end()) forged();
  check(found->second);
  return found->second;
}

std::string Shown::code(std::int64_t org) const {
  return org == 0 ? std::string{} : value("organisation", newest("organisation", org), "code").text;
}

void Shown::check(const Versions& versions) const {
  for (std::size_t i = 0; i < versions.size(); ++i) {
    if (versions[i]->row->row.version != i + 1 || versions[i]->row->op == journal::Op::withdraw)
      forged();
  }
}

}  // namespace tmis::exchange
