// What people can be counted by: schemas/statistics.json, built in, and any other code field of a
// field set. Who is counted, and what of it may be shown, is left to stats.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"

namespace tmis::report {

/// One group of a dimension. Groups sort as the code table has them; who has said nothing is last.
struct GroupName {
  std::vector<std::size_t> order;
  std::string code, label;  // code empty: not stated
  friend auto operator<=>(const GroupName&, const GroupName&) = default;
};

struct Dimension {
  std::string id;
  schema::Label label;
  const schema::FieldSet* set = nullptr;  // with `field`; nullptr: a fact
  std::size_t field = 0;
  std::string fact;  // status, department, organisation
  const schema::CodeTable* codes = nullptr;
  std::vector<int> bands;  // full years
  bool small_groups = false;
  bool headline = false;

  /// The group of a value; of dates and months by the full years that have passed on `day`.
  GroupName group(const Value& value, Day day) const;
};

/// Those with names, in the order of the file; of a field set that this file hasn't, none.
std::vector<Dimension> dimensions(const schema::Catalogue& catalogue);
/// One by its name, or as TABLE.FIELD, or FIELD where one table alone has it. Throws
/// report.no-dimension (2), report.sealed-field (4).
Dimension dimension(const schema::Catalogue& catalogue, std::string_view word);

/// A field and the value that makes a person count.
struct Mark {
  const schema::FieldSet* set = nullptr;
  std::size_t field = 0;
  std::string is;
};
/// What stands beside the numbers of each group; nullptr sets where the file hasn't the table.
struct SideFigures {
  Mark women, full_time, birth;
};
SideFigures side_figures(const schema::Catalogue& catalogue);

/// What `report activity` counts of each event.
struct ActivityColumn {
  std::string id;
  std::vector<std::string> kinds;  // of events
  enum class Count { events, items, rows, own_rows } count = Count::events;
};
const std::vector<ActivityColumn>& activity_columns();

/// Full years from a date or month up to `day`; nothing where the value is none or lies after it.
std::optional<int> full_years(std::string_view since, Day day);

}  // namespace tmis::report
