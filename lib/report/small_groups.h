// Which counts of a table may not be shown, so that nobody in a group of one or two is given away,
// neither by the number nor by what is left of a total. Whom this concerns the matrix says.
#pragma once

#include <cstdint>
#include <vector>

namespace tmis::report {

/// Groups below it are small.
inline constexpr std::int64_t kSmallGroup = 3;

struct GroupCount {
  std::int64_t n = 0;
  /// few: one or two, shown as such; withheld: larger, but a small one would follow from it.
  enum class Shown : std::uint8_t { plain, few, withheld } shown = Shown::plain;
};

/// A row of groups whose sum is known. False when it can't be shown without giving a group away.
bool protect(std::vector<GroupCount>& groups);

/// A table with its sums in the last row and column. The sums of rows and columns are groups like
/// others unless `open_rows`, `open_columns` (known from elsewhere); the sum of all is known.
struct CrossSums {
  bool open_rows = false, open_columns = false;
};
bool protect(std::vector<std::vector<GroupCount>>& table, CrossSums sums);

}  // namespace tmis::report
