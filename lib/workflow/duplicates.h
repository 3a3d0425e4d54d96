// Possible duplicates (查重): two dossiers of one name and birth date under different numbers,
// until somebody declares that they are of two persons. One number twice can't be.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "people/person.h"

namespace tmis::workflow {

struct Pair {
  people::Person one, other;  // the dossier that was made first comes first
  std::int64_t row = 0;       // of the declaration; 0: it waits for one
  std::string reason, day, by;
};
/// Pairs of which the permit reaches both; those that were declared different only with `all`.
std::vector<Pair> possible_duplicates(Desk& desk, const Permit& permit, bool all);

struct DifferentDone {
  std::string id;  // declared_different#ROW
  std::int64_t event = -1;
  bool unchanged = false;
};
/// Throws teacher.not-found (6) for a person out of sight, person.not-alike (5) for two whom nobody
/// takes for one, record.reason (2).
DifferentDone declare_different(Desk& desk, const std::string& teacher, const std::string& other,
                                const std::string& reason);
/// The permit that it asks for.
Permit different_permit(Desk& desk, const std::string& teacher);

}  // namespace tmis::workflow
