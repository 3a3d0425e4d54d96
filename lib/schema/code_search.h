// Finding a code by what people type for it: code, Chinese, English, pinyin or its initials.
// Whether a code fits the row it is wanted for is left to the caller.
#pragma once

#include <string_view>
#include <vector>

#include "schema/code_table.h"

namespace tmis::schema {

/// What was found, best first; all entries for an empty text. `exact`: the text is a code or a
/// label by itself, and the first entry is the one.
struct Found {
  std::vector<const CodeEntry*> entries;
  bool exact = false;
};
Found search(const CodeTable& table, std::string_view typed);

}  // namespace tmis::schema
