// Values as JSON text.
#pragma once

#include <string>
#include <string_view>

#include "base/cell.h"

namespace tmis::sheet {

void append_json_string(std::string_view text, std::string& out);
/// A cell as a JSON value: number and boolean (1, 0, true, false) as such where the text is one,
/// nothing as null, all else a string; `several`: a list of what stands between the ';'.
void append_json_value(std::string_view text, Cell::Kind kind, bool several, std::string& out);

}  // namespace tmis::sheet
