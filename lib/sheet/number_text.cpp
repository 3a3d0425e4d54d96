// std::to_chars gives the shortest digits; where a number stands in its cell's format is data of
// the standard.
#include "sheet/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/date.h"
#include "base/text.h"

namespace tmis::sheet {
namespace {

constexpr double kExact = 1e15;  // above, a spreadsheet has lost digits
constexpr double kSmall = 1e-9;
constexpr int kDigits = 15;
constexpr std::int64_t kLastDay = 2958465;  // 9999-12-31
constexpr std::int64_t kDaySeconds = 86400;

std::optional<double> parse(std::string_view source) {
  double value = 0;
  if (source.starts_with('+')) source.remove_prefix(1);
  const auto [end, error] = std::from_chars(source.data(), source.data() + source.size(), value);
  if (error != std::errc{} || end != source.data() + source.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

template <class... How>
std::string digits(double value, How... how) {
  std::array<char, 64> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, how...);
  return {buffer.data(), result.ptr};
}

/// The same number with at most 15 significant digits.
double as_shown(double value) {
  const std::string text = digits(value, std::chars_format::scientific, kDigits - 1);
  double rounded = value;
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  return rounded;
}

std::string clock_text(std::int64_t seconds) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return buffer.data();
}

std::string day_text(std::int64_t serial, bool from_1904) {
  if (from_1904) return to_iso(day_from_serial(serial + k1904));
  // The 1900 system has a 29 February 1900 that never was; it is refused later, as a date should
  // be.
  if (serial == 60) return "1900-02-29";
  return to_iso(day_from_serial(serial < 60 ? serial + 1 : serial));
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// `code` without what it shows literally: quoted text, [brackets], escaped and filling characters,
/// AM/PM; first section only; lower case.
std::string placeholders(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"') {
      i = code.find('"', i + 1);
    } else if (c == '[') {
      i = code.find(']', i + 1);
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else {
      out.push_back(lower(c));
    }
    if (i == std::string_view::npos) break;
  }
  for (const std::string_view half_day : {"am/pm", "a/p"}) {
    const auto at = out.find(half_day);
    if (at == std::string::npos) continue;
    out[at] = 'h';
    out.erase(at + 1, half_day.size() - 1);
  }
  return out;
}

}  // namespace

NumberKind builtin_kind(std::uint32_t id) {
  const auto within = [id](std::uint32_t first, std::uint32_t last) {
    return id >= first && id <= last;
  };
  if (within(18, 21) || within(32, 35) || within(45, 47) || within(55, 56)) return NumberKind::time;
  if (within(14, 22) || within(27, 36) || within(50, 58)) return NumberKind::date;
  return NumberKind::number;
}

NumberKind format_kind(std::string_view code) {
  std::string shown = placeholders(code);
  if (shown.starts_with("general")) return NumberKind::number;
  const bool clock = shown.find_first_of("hs") != std::string::npos;
  const bool month = shown.find('m') != std::string::npos;
  if (shown.find_first_of("yd") != std::string::npos || (month && !clock)) return NumberKind::date;
  return clock ? NumberKind::time : NumberKind::number;
}

std::optional<std::string> number_text(std::string_view source) {
  source = trimmed(source);
  // Most are short whole numbers, already as they should be.
  if (!source.empty() && source.size() <= 15 && is_digits(source) &&
      (source.front() != '0' || source.size() == 1))
    return std::string{source};
  const auto parsed = parse(source);
  if (!parsed) return std::nullopt;
  const double value = as_shown(*parsed);
  const double size = std::fabs(value);
  if (value == 0) return "0";
  if (size < kExact && size >= kSmall) return digits(value, std::chars_format::fixed);
  std::string text = digits(value, std::chars_format::scientific);
  for (char& c : text) {
    if (c == 'e') c = 'E';
  }
  return text;
}

std::optional<std::string> date_text(std::string_view source, NumberKind kind, bool from_1904) {
  const auto serial = parse(trimmed(source));
  if (!serial || *serial < 0 || *serial >= static_cast<double>(kLastDay + 1)) return std::nullopt;
  const auto seconds = static_cast<std::int64_t>(std::llround(*serial * kDaySeconds));
  const std::int64_t day = seconds / kDaySeconds;
  const std::int64_t rest = seconds % kDaySeconds;
  if (kind == NumberKind::time && day > 0) return std::nullopt;  // a length of time, 36:30
  if (kind == NumberKind::time) return clock_text(rest);
  if (day == 0 && !from_1904) return std::nullopt;  // shown as 1900-01-00
  if (day > kLastDay - (from_1904 ? k1904 : 0)) return std::nullopt;
  std::string text = day_text(day, from_1904);
  if (rest != 0) text.append(" ").append(clock_text(rest));
  return text;
}

}  // namespace tmis::sheet
