// A permit answers for single dossiers, so that batches needn't ask the matrix for each.
#include "access/permit.h"

#include <algorithm>

#include "base/text.h"

namespace tmis {

bool Permit::reaches(std::int64_t org) const {
  return everywhere_ || std::binary_search(orgs_.begin(), orgs_.end(), org);
}

const Code* Permit::refusal(std::int64_t teacher, std::int64_t teacher_org) const {
  if (own_ && *own_ != teacher) return &codes::denied_relation;
  if (limited(access::Limit::not_own) && person_ == teacher) return &codes::denied_own_dossier;
  if (!own_ && !of_case_ && !reaches(teacher_org)) return &codes::denied_relation;
  const bool moves = std::binary_search(moving_.begin(), moving_.end(), teacher);
  return moves ? &codes::dossier_in_transfer : nullptr;
}

bool Permit::lacks_reason(std::string_view reason) const {
  return limited(access::Limit::reason) && trimmed(reason).empty();
}

}  // namespace tmis
