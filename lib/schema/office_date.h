// The forms in which offices write a day or a month. What of it a field takes is left to normalise.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/cell.h"
#include "base/date.h"

namespace tmis::schema {

/// What is written; it need not exist (2016-13, 30 February).
struct OfficeDate {
  Civil date;  // day 1 where none is written
  bool has_day = false;
  bool by_sheet =
      false;  // a spreadsheet's date or day number: whoever typed a month gets a day too
};

/// `s` is half-width and trimmed. Grammar (`-` stands for one of - / . throughout, spaces may stand
/// beside a sign):
///   YYYY-M  YYYY-M-D  YYYY年M[月[份]]  YYYY年M月D[日|号]  YYYYMM  YYYYMMDD
///   a day number of five digits; behind a day the time 0:00 in any form; of a date cell any time.
/// `day_shift`: what a day number of this file lacks (`Line::day_shift`).
/// Nothing for every other text: two digits of a year could be of two centuries.
std::optional<OfficeDate> office_date(std::string_view s, Cell::Kind kind,
                                      std::int32_t day_shift = 0);

}  // namespace tmis::schema
