// What other tables of the same dossier say: highest education, present post, present title.
// Which row counts the field sets say (x-tmis-derived-pick); only audited versions are asked.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "journal/desk.h"

namespace tmis::dossier {

/// The derived values of one dossier; each table they come from is read once.
class Derived {
 public:
  Derived(Desk& desk, std::int64_t teacher) : desk_(desk), teacher_(teacher) {}

  /// Null where no audited row counts.
  Value pick(const schema::Field::Pick& pick);

 private:
  const std::vector<Values>& audited(const schema::FieldSet& set);

  Desk& desk_;
  std::int64_t teacher_;
  std::map<const schema::FieldSet*, std::vector<Values>> read_;
};

}  // namespace tmis::dossier
