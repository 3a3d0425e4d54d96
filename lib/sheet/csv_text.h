// A record of CSV as text: quotes where they are needed, the guard against formulas.
#pragma once

#include <string>
#include <string_view>

namespace tmis::sheet {

/// How much of the text a formula guard covers.
enum class Guard { none, text, text_but_numbers };

/// Appends one cell to `record`.
void append_csv_cell(std::string_view text, char delimiter, Guard guard, std::string& record);

}  // namespace tmis::sheet
