// RFC 4180. A cell with space at its ends is quoted too: some readers trim it otherwise.
#include "sheet/csv_text.h"

#include "sheet/formula_guard.h"

namespace tmis::sheet {
namespace {

bool needs_quotes(std::string_view text, char delimiter) {
  if (text.empty()) return false;
  if (text.front() == ' ' || text.back() == ' ') return true;
  for (const char c : text) {
    if (c == delimiter || c == '"' || c == '\n' || c == '\r' || c == '\t') return true;
  }
  return false;
}

}  // namespace

void append_csv_cell(std::string_view text, char delimiter, Guard guard, std::string& record) {
  const bool guarded =
      guard != Guard::none && needs_guard(text) && (guard == Guard::text || !is_plain_number(text));
  if (!needs_quotes(text, delimiter)) {
    if (guarded) record.push_back('\'');
    record.append(text);
    return;
  }
  record.push_back('"');
  if (guarded) record.push_back('\'');
  for (const char c : text) {
    if (c == '"') record.push_back('"');
    record.push_back(c);
  }
  record.push_back('"');
}

}  // namespace tmis::sheet
