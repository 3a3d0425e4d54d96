// Days, months and instants. The calendar is the proleptic Gregorian one; the clock is
// base/clock's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tmis {

/// A calendar day, as the number of days since 1970-01-01.
struct Day {
  std::int32_t number = 0;
  friend auto operator<=>(Day, Day) = default;
};

/// A civil date. month 1–12, day 1–31.
struct Civil {
  std::int32_t year = 1970;
  std::int32_t month = 1;
  std::int32_t day = 1;
};

Day to_day(Civil date);
Civil to_civil(Day day);
/// Whether the date exists (30 February doesn't). Years 1800 to 2200 only: outside is a typing
/// error.
bool exists(Civil date);

std::string to_iso(Day day);                          // YYYY-MM-DD
std::optional<Day> day_from_iso(std::string_view s);  // strict YYYY-MM-DD of an existing date
/// Days since 1899-12-30, as spreadsheets count (1900 system; the 1904 system is 1462 days later).
Day day_from_serial(std::int64_t serial);

/// A month as year * 12 + month - 1.
std::optional<std::int32_t> month_from_iso(std::string_view s);  // strict YYYY-MM
std::string month_to_iso(std::int32_t month);

/// An instant in milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t milliseconds = 0;
  friend auto operator<=>(Instant, Instant) = default;
};

/// The day in Asia/Shanghai (UTC+8 throughout; the years of summer time before 1992 don't matter
/// here).
Day shanghai_day(Instant t);
/// `2017-02-27T09:14:03.120+08:00`, the form that is stored and signed.
std::string to_iso(Instant t);
std::optional<Instant> instant_from_iso(std::string_view s);

}  // namespace tmis
