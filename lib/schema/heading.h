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
  std::size_t who_column = none;
  Who::Kind who = Who::Kind::none;
  std::uint64_t row = 0;  // where it stands in the file
};

/// Finds the heading among title rows, notes and empty rows: of the first 30 lines, the one whose
/// cells name most fields. Titles match by field id, Chinese or English label; `*`, stars,
/// brackets, spaces, width and case don't matter.
class HeadingFinder {
 public:
  explicit HeadingFinder(const FieldSet& set);

  /// Reads up to and with the heading. `next` gives the lines. Throws heading.missing,
  /// heading.unknown (all unknown columns), heading.twice, heading.no-teacher (3).
  template <class Lines>
  Heading find(Lines& source) {
    return find_in([&](Line& line) { return source.next(line); });
  }
  /// The heading that this line is, without complaints; for looking ahead.
  Heading match(const Line& line) const;
  /// Fields that a line names.
  std::size_t score(const Heading& heading) const;

  /// Heading of the reasons in a file of rejected rows: passed over.
  static bool is_reason(std::string_view title);

 private:
  struct Lookahead;
  template <class Next>
  Heading find_in(Next next);
  Heading accept(Heading heading) const;

  const FieldSet& set_;
  TextMap fields_;  // folded titles
  TextMap who_;
};

/// Lines that were read to find the heading belong above it or to it: the caller goes on behind it,
/// because the best line is taken only when the lines after it are not needed to tell.
template <class Next>
Heading HeadingFinder::find_in(Next next) {
  constexpr int kMost = 30;
  Line line;
  for (int i = 0; i < kMost && next(line); ++i) {
    Heading heading = match(line);
    heading.row = line.number;
    // Two names, or the only column there is: a title row or a note never has them.
    std::size_t filled = 0;
    for (const std::string& title : heading.titles) filled += title.empty() ? 0U : 1U;
    const std::size_t hits = score(heading);
    if (hits >= 2 || (hits == 1 && filled <= 2)) return accept(std::move(heading));
  }
  Error error{tmis::codes::heading_missing,
              {arg("table", set_.label.here()), arg("first", set_.fields.front().label.here())}};
  throw error;
}

}  // namespace tmis::schema
