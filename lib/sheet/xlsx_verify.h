// Whether a workbook that libxlsxwriter wrote is whole: the library doesn't look whether its
// temporary files took all it wrote, so a disk that was full for a moment would cost rows unseen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tmis::sheet {

/// Reads every part back: checksums, closed root elements, and in the n-th sheet as many cells as
/// were written (`cells[n]`).
bool is_whole(const std::string& path, const std::vector<std::uint64_t>& cells);

}  // namespace tmis::sheet
