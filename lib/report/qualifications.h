// The qualification registration summary (教师资格注册信息汇总表): a line a certificate, and what
// an office has to mend before it hands the sheet in. Columns and rules are schemas/sheets/.
#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "journal/desk.h"
#include "schema/field_set.h"

namespace tmis::report {

struct SheetHeading {
  std::string id;
  schema::Label label;
  double width = 0;    // in characters, on paper
  bool brief = false;  // stands on a terminal, too, which has no room for all
};

struct QualificationLine {
  std::string organisation;  // code
  std::string department;
  std::string teacher;             // number
  std::vector<std::string> cells;  // by column; what is sealed is masked
  Findings findings;
};

struct QualificationSheet {
  schema::Label title;
  std::vector<SheetHeading> columns;
  std::vector<QualificationLine> lines;
};

/// Audited versions of a day, organisations in reach of the permit, by organisation, department and
/// teacher. Who has audited that he holds no certificate has no line; who has none audited has one
/// that says so. `reveal`: identity numbers in full; the caller has asked and recorded it.
QualificationSheet qualifications(Desk& desk, const Permit& permit, Day day,
                                  const std::string& department, bool reveal);

}  // namespace tmis::report
