// Keeps a reused Line small: without it a hostile file could make every one of its 16,384 cells
// grow to the largest allowed size, one row at a time.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/cell.h"

namespace tmis::sheet {

class CellMemory {
 public:
  /// Call after a cell was filled; `index` is its place in the line.
  void note(std::size_t index, std::size_t bytes) {
    if (bytes > kKept) large_.push_back(index);
  }
  /// Call before the line is filled again: gives back what large cells took, and clears the line.
  void reuse(Line& line) {
    for (const std::size_t index : large_) {
      if (index < line.cells.size()) std::string().swap(line.cells[index].text);
    }
    large_.clear();
    line.clear();
  }

 private:
  static constexpr std::size_t kKept = 4096;
  std::vector<std::size_t> large_;
};

}  // namespace tmis::sheet
