// How far the tables of schools are, a line a school and table: what is missing, being filled in,
// waiting for audit, returned, passed and signed, counted in dossiers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"
#include "schema/field_set.h"

namespace tmis::report {

struct CompletenessLine {
  std::string organisation;  // code
  const schema::FieldSet* set = nullptr;
  std::int64_t in_scope = 0;
  std::int64_t missing = 0;  // of a starred category without a row or a “none”
  // Each dossier that has rows counts once, by what is farthest from the end.
  std::int64_t returned = 0;  // or reopened
  std::int64_t draft = 0;
  std::int64_t submitted = 0;
  std::int64_t audited = 0;
  std::int64_t signed_off = 0;  // of those audited: signed over the present content
  bool finished() const { return missing + returned + draft + submitted == 0; }
};

/// From what was recorded by the end of `day`, schools in reach of the permit; with a campaign only
/// whom it collects. `department` only this one, when it isn't empty.
std::vector<CompletenessLine> completeness(Desk& desk, const Permit& permit, Day day,
                                           const std::string& department = {});

}  // namespace tmis::report
