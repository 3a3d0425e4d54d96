// std::chrono's calendar does the counting.
#include "base/date.h"

#include <chrono>
#include <cstdio>

namespace tmis {
namespace {

constexpr std::int64_t kDayMilliseconds = 86'400'000;
constexpr std::int64_t kShanghaiOffset = 8 * 3'600'000;

/// Digits s[at, at+n) as a number, or -1.
int digits(std::string_view s, std::size_t at, std::size_t n) {
  if (s.size() < at + n) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + n; ++i) {
    if (s[i] < '0' || s[i] > '9') return -1;
    value = value * 10 + (s[i] - '0');
  }
  return value;
}

std::chrono::year_month_day ymd(Civil c) {
  return std::chrono::year{c.year} / static_cast<unsigned>(c.month) / static_cast<unsigned>(c.day);
}

}  // namespace

Day to_day(Civil date) {
  return {static_cast<std::int32_t>(std::chrono::sys_days{ymd(date)}.time_since_epoch().count())};
}

Civil to_civil(Day day) {
  const std::chrono::year_month_day d{std::chrono::sys_days{std::chrono::days{day.number}}};
  return {static_cast<int>(d.year()), static_cast<std::int32_t>(static_cast<unsigned>(d.month())),
          static_cast<std::int32_t>(static_cast<unsigned>(d.day()))};
}

bool exists(Civil c) {
  return c.year >= 1800 && c.year <= 2200 && c.month >= 1 && c.month <= 12 && c.day >= 1 &&
         ymd(c).ok();
}

std::string to_iso(Day day) {
  const Civil c = to_civil(day);
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02d-%02d", c.year, c.month, c.day);
  return out;
}

std::optional<Day> day_from_iso(std::string_view s) {
  if (s.size() != 10 || s[4] != '-' || s[7] != '-') return std::nullopt;
  const Civil c{digits(s, 0, 4), digits(s, 5, 2), digits(s, 8, 2)};
  return exists(c) ? std::optional{to_day(c)} : std::nullopt;
}

Day day_from_serial(std::int64_t serial) {
  return {static_cast<std::int32_t>(serial + to_day({1899, 12, 30}).number)};
}

std::optional<std::int32_t> month_from_iso(std::string_view s) {
  if (s.size() != 7 || s[4] != '-') return std::nullopt;
  const Civil c{digits(s, 0, 4), digits(s, 5, 2), 1};
  return exists(c) ? std::optional{c.year * 12 + c.month - 1} : std::nullopt;
}

std::string month_to_iso(std::int32_t month) {
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02d", month / 12, month % 12 + 1);
  return out;
}

Day shanghai_day(Instant t) {
  const std::int64_t local = t.milliseconds + kShanghaiOffset;
  const std::int64_t day =
      local >= 0 ? local / kDayMilliseconds : (local - kDayMilliseconds + 1) / kDayMilliseconds;
  return {static_cast<std::int32_t>(day)};
}

std::string to_iso(Instant t) {
  const Day day = shanghai_day(t);
  const std::int64_t rest = t.milliseconds + kShanghaiOffset - day.number * kDayMilliseconds;
  char out[40];
  std::snprintf(out, sizeof out, "T%02d:%02d:%02d.%03d+08:00", static_cast<int>(rest / 3'600'000),
                static_cast<int>(rest / 60'000 % 60), static_cast<int>(rest / 1000 % 60),
                static_cast<int>(rest % 1000));
  return to_iso(day) + out;
}

std::optional<Instant> instant_from_iso(std::string_view s) {
  if (s.size() != 29 || s[10] != 'T' || s.substr(23) != "+08:00") return std::nullopt;
  const auto day = day_from_iso(s.substr(0, 10));
  const int h = digits(s, 11, 2), m = digits(s, 14, 2), sec = digits(s, 17, 2),
            ms = digits(s, 20, 3);
  if (!day || h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 59 || ms < 0)
    return std::nullopt;
  return Instant{day->number * kDayMilliseconds + h * 3'600'000LL + m * 60'000LL + sec * 1000LL +
                 ms - kShanghaiOffset};
}

}  // namespace tmis
