// What organisations settle for themselves and those below them: four eyes, and the terms of the
// deadlines. Which policies there are schemas/policies.json says (built in); what follows from one
// is left to whoever asks for it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "journal/as_of.h"
#include "journal/desk.h"
#include "people/organisation.h"

namespace tmis::people {

struct Policy {
  std::string id;
  schema::Label label;
  bool days = false;       // else a switch: 0 or 1
  std::int64_t usual = 0;  // where nobody has settled it
};
const std::vector<Policy>& known_policies();

/// What was in force after an event.
class Policies {
 public:
  explicit Policies(Desk& desk, std::int64_t at = journal::kNow);

  /// A value and the organisation that settled it (row; 0: the usual one). Of days the nearest
  /// organisation counts, `org` itself first; a switch that is on above is on. An unknown id is a
  /// bug (internal).
  struct InForce {
    std::int64_t value = 0;
    std::int64_t org = 0;
    std::int64_t seq = -1;
  };
  InForce in_force(std::string_view id, std::int64_t org) const;
  std::int64_t of(std::string_view id, std::int64_t org) const { return in_force(id, org).value; }

 private:
  struct Settled {
    std::int64_t value = 0, seq = 0;
  };
  Desk& desk_;
  std::map<std::pair<std::int64_t, std::string>, Settled> settled_;  // by organisation and id
};

struct PolicyLine {
  const Policy* policy = nullptr;
  std::int64_t value = 0;
  std::string org_code;  // that settled it; empty: nobody did
  std::string day, by;   // when, and its login
};
/// All policies as they hold for the organisation that a permit is about, in their order.
std::vector<PolicyLine> policies(Desk& desk, const Permit& permit);

struct PolicyChange {
  std::string id, value;  // on, off or days; `usual` gives up the organisation's own
  std::string org_code = {};
  std::string reason = {};
};
/// Throws usage.value for an unknown policy or a value that is none of it.
Made settle_policy(Desk& desk, const PolicyChange& change);

}  // namespace tmis::people
