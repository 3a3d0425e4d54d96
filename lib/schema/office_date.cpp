// A reader of one pass over the text; no regular expression and no copy on the road of a cell.
#include "schema/office_date.h"

#include <algorithm>

#include "base/text.h"

namespace tmis::schema {
namespace {

int number(std::string_view digits) {
  int n = 0;
  for (const char c : digits) n = n * 10 + (c - '0');
  return n;
}

/// 0:00, 00:00, 00:00:00, 00:00:00.000
bool is_midnight(std::string_view time) {
  return time.size() >= 4 && time.find(':') != std::string_view::npos &&
         time.find_first_not_of("0:.") == std::string_view::npos;
}

/// Without a time behind the day, where that may be passed over.
std::string_view without_time(std::string_view s, Cell::Kind kind) {
  const auto colon = s.find(':');
  if (colon == std::string_view::npos) return s;
  const auto gap = s.find_last_of(" T", colon);
  if (gap == std::string_view::npos || gap == 0) return s;
  const bool passes = kind == Cell::Kind::date || is_midnight(s.substr(gap + 1));
  return passes ? trimmed(s.substr(0, gap)) : s;
}

class Scanner {
 public:
  explicit Scanner(std::string_view s) : rest_(s) {}

  /// `least` to `most` digits as a number, or -1.
  int digits(std::size_t least, std::size_t most) {
    std::size_t n = 0;
    while (n < rest_.size() && rest_[n] >= '0' && rest_[n] <= '9') ++n;
    if (n < least || n > most) return -1;
    const int value = number(rest_.substr(0, n));
    rest_.remove_prefix(n);
    return value;
  }
  /// Takes `sign`, with spaces beside it.
  bool take(std::string_view sign) {
    std::string_view s = rest_;
    while (s.starts_with(' ')) s.remove_prefix(1);
    if (!s.starts_with(sign)) return false;
    s.remove_prefix(sign.size());
    while (s.starts_with(' ')) s.remove_prefix(1);
    rest_ = s;
    return true;
  }
  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// `day` below 0: none.
OfficeDate made(int year, int month, int day) {
  return {{year, month, day < 0 ? 1 : day}, day >= 0, false};
}

std::optional<OfficeDate> with_units(int year, Scanner s) {
  const int month = s.digits(1, 2);
  if (month < 0) return std::nullopt;
  const bool unit = s.take("月");
  if (unit) s.take("份");
  if (s.done()) return made(year, month, -1);
  const int day = unit ? s.digits(1, 2) : -1;
  if (day < 0) return std::nullopt;
  if (!s.take("日")) s.take("号");
  return s.done() ? std::optional{made(year, month, day)} : std::nullopt;
}

std::optional<OfficeDate> with_signs(int year, std::string_view sign, Scanner s) {
  const int month = s.digits(1, 2);
  if (month < 0) return std::nullopt;
  if (s.done()) return made(year, month, -1);
  if (!s.take(sign)) return std::nullopt;
  const int day = s.digits(1, 2);
  return day >= 0 && s.done() ? std::optional{made(year, month, day)} : std::nullopt;
}

std::optional<OfficeDate> digits_only(std::string_view s, std::int32_t day_shift) {
  if (s.size() == 8)
    return made(number(s.substr(0, 4)), number(s.substr(4, 2)), number(s.substr(6)));
  if (s.size() == 6) return made(number(s.substr(0, 4)), number(s.substr(4)), -1);
  // 1927 to 2119 (four years more by the 1904 system), which neither a year nor YYYYMM can be
  // taken for.
  if (s.size() != 5 || s[0] < '1' || s[0] > '7') return std::nullopt;
  return OfficeDate{to_civil(day_from_serial(number(s) + day_shift)), true, true};
}

}  // namespace

std::optional<OfficeDate> office_date(std::string_view s, Cell::Kind kind, std::int32_t day_shift) {
  s = without_time(s, kind);
  if (is_digits(s)) return digits_only(s, day_shift);
  Scanner scanner{s};
  const int year = scanner.digits(4, 4);
  if (year < 0) return std::nullopt;
  std::optional<OfficeDate> out;
  if (scanner.take("年")) {
    out = with_units(year, scanner);
  } else {
    for (const std::string_view sign : {"-", "/", "."}) {
      if (scanner.take(sign)) {
        out = with_signs(year, sign, scanner);
        break;
      }
    }
  }
  if (out) out->by_sheet = kind == Cell::Kind::date;
  return out;
}

}  // namespace tmis::schema
