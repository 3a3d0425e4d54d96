// Which column of a file is which field, whatever an office has written above it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.h"
#include "base/error.h"
#include "schema/field_set.h"

namespace tmis::schema {

/// How a row names its teacher.
struct Who {
  enum class Kind : std::uint8_t { none, id_number, teacher_number, staff_number };
  Kind kind = Kind::none;
  std::string text;
};

/// The columns of one file. Columns count from 0 here; `none` where there is no such column.
struct Heading {
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  std::vector<std::size_t> column_of;  // by field
  std::vector<std::size_t> field_of;   // by column; none: passed over
  std::vector<std::string> titles;     // by column, as written
  std::vector<bool> aside;             // by column: reasons for rejection, running numbers
  Findings unknown;                    // columns that are no field: a fault once one is filled
  std::size_t who_column = none;
  std::size_t name_column = none;  // the teacher's name beside the number, where it is no field
  Who::Kind who = Who::Kind::none;
  std::uint64_t row = 0;  // where it stands in the file
};

/// Finds the heading among title rows, notes and empty rows: the first of 30 lines of which at
/// least half the cells, and two, name a field or the teacher. Titles match by field id, Chinese or
/// English label; `*`, stars, brackets, colons, spaces, width and case don't matter.
class HeadingFinder {
 public:
  explicit HeadingFinder(const FieldSet& set);

  /// Reads up to and with the heading; the rows follow. Throws heading.missing,
  /// heading.twice (all columns in the details), heading.no-teacher (3). Columns that are no field
  /// are kept as `Heading::unknown`: an empty one is no fault, RowReader sees to the others.
  template <class Lines>
  Heading find(Lines& source) {
    return find_in([&](Line& line) { return source.next(line); });
  }
  /// The heading that this line is, without complaints; for looking ahead.
  Heading match(const Line& line) const;
  /// Heading of the reasons in a file of rejected rows: passed over.
  static bool is_reason(std::string_view title);

 private:
  enum class Fit { no, some, good };

  template <class Next>
  Heading find_in(Next next);
  Fit fit(const Heading& heading) const;
  Heading accept(Heading heading) const;
  Findings complaints(const Heading& heading) const;
  [[noreturn]] void missing(const std::optional<Heading>& nearest_to_one) const;
  const std::size_t* look_up(const TextMap& titles, const std::string& folded_title) const;
  std::string suggestion(const Heading& heading, std::size_t column) const;

  const FieldSet& set_;
  TextMap fields_;  // folded titles
  TextMap who_;
};

/// Ends with the first of the faults of a heading, all of them in the details.
[[noreturn]] void refuse_heading(std::uint64_t row, const Findings& findings);

template <class Next>
Heading HeadingFinder::find_in(Next next) {
  constexpr int kMost = 30;
  std::optional<Heading> some;
  Line line;
  for (int i = 0; i < kMost && next(line); ++i) {
    Heading heading = match(line);
    const Fit how = fit(heading);
    if (how == Fit::good) return accept(std::move(heading));
    if (how == Fit::some && !some) some = std::move(heading);
  }
  missing(some);
}

}  // namespace tmis::schema
