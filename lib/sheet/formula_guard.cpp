// The signs of security-design: what spreadsheets take for the beginning of a formula or a cell's
// end.
#include "sheet/formula_guard.h"

#include <algorithm>

#include "base/text.h"

namespace tmis::sheet {

bool needs_guard(std::string_view text) {
  const auto first = text.find_first_not_of('\'');
  if (first == std::string_view::npos) return false;
  text.remove_prefix(first);
  switch (text.front()) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
      return true;
    default:
      break;
  }
  // Full-width forms: U+FF1D, U+FF0B, U+FF0D, U+FF20.
  return text.starts_with("\xEF\xBC\x9D") || text.starts_with("\xEF\xBC\x8B") ||
         text.starts_with("\xEF\xBC\x8D") || text.starts_with("\xEF\xBC\xA0");
}

bool is_plain_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto point = text.find('.');
  if (point == std::string_view::npos) return is_digits(text) && !text.empty();
  const auto whole = text.substr(0, point);
  const auto part = text.substr(point + 1);
  return !whole.empty() && !part.empty() && is_digits(whole) && is_digits(part);
}

}  // namespace tmis::sheet
