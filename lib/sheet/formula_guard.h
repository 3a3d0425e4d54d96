// Keeps a spreadsheet from running text of a CSV file as a formula, without changing a value that
// comes back: writing puts one `'` before a text of the form '*[=+-@＝＋－＠ TAB CR LF]…, reading
// takes one away from '+[=…]…. So `=1` goes out as `'=1`, and `'=1` itself as `''=1`.
#pragma once

#include <string_view>

namespace tmis::sheet {

/// Whether `text` begins with apostrophes (any number of them) and then a sign that starts a
/// formula.
bool needs_guard(std::string_view text);

/// Whether the first character of `text` is a guard, to be removed.
inline bool is_guarded(std::string_view text) {
  return !text.empty() && text.front() == '\'' && needs_guard(text);
}

/// A plain number such as -12.50, which a spreadsheet shows as it is.
bool is_plain_number(std::string_view text);

}  // namespace tmis::sheet
