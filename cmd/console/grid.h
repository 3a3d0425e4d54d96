// A table laid out for a terminal.
#pragma once

#include <functional>
#include <string>

#include "cmd/answer.h"

namespace tmis::cmd {

/// Columns as wide as their cells; longer texts go on in the next line, and where all together are
/// wider than a screen of `columns`, so do shorter ones. Words and commands stay whole. `bold`
/// makes the heading and the foot stand out.
std::string grid(const Table& table, std::size_t columns,
                 const std::function<std::string(const std::string&)>& bold);

}  // namespace tmis::cmd
