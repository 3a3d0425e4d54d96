// The rules of a row: what must be there, what must be empty, what must fit what.
#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "schema/field_set.h"

namespace tmis::schema {

/// A rule that a row breaks, at the field where it is to be mended.
struct RuleFault {
  std::size_t field = 0;
  const Code* code = nullptr;
  Args args;
  /// Name for the column `faults` of a stored row: "required:institution".
  std::string id(const FieldSet& set) const;
};

/// All faults of a row, one a field: an empty field that must be filled, a filled one that must be
/// empty, a value out of its limits, and the rules between fields, those only over fields that are
/// sound. `unreadable` fields (by index) had a cell that is no value: nothing more is said of them,
/// nor of what depends on them.
void check_row(const FieldSet& set, const Values& row, Day today,
               const std::vector<bool>& unreadable, std::vector<RuleFault>& out);

/// What a row as it stands asks of a field: for forms that are filled in one field after another.
struct Demand {
  bool required = false;        // always, or since a condition holds
  bool empty = false;           // a condition leaves nothing to fill in
  const Value* only = nullptr;  // the one value that a condition allows
};
/// By field.
std::vector<Demand> demands(const FieldSet& set, const Values& row);

}  // namespace tmis::schema
