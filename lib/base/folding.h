// Texts in several lines, and columns beside each other, where a screen has little room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tmis {

/// `text` in lines of at most `columns` columns (at least 2), broken at spaces and beside Chinese
/// characters, but not before closing marks nor behind opening ones; a word longer than a line is
/// broken anywhere. At least one line.
std::vector<std::string> folded(std::string_view text, std::size_t columns);
/// Columns of the longest part of `text` that `folded` keeps together where it can.
std::size_t widest_word(std::string_view text);
/// How wide columns become of which the i-th wants `wanted[i]` and can be as narrow as `least[i]`:
/// while all together take more than `room`, the widest that can be narrower is.
std::vector<std::size_t> fitted(std::vector<std::size_t> wanted,
                                const std::vector<std::size_t>& least, std::size_t room);

}  // namespace tmis
