// A cell and a line of a file coming in, before anyone knows what they mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tmis {

/// One cell: its text as the file has it, in UTF-8. A spreadsheet's numbers come as the shortest
/// text that reads back to the same number, its dates (by the cell's number format) as ISO text.
struct Cell {
  /// How the file typed it. `number` matters for identity numbers that a spreadsheet has spoilt,
  /// `date` is already ISO, `error` is a formula's error such as #N/A, or the formula itself
  /// (`=…`) when the file doesn't have its result.
  enum class Kind : std::uint8_t { empty, text, number, date, boolean, error };

  std::string text;
  Kind kind = Kind::empty;
};

/// One line (row) of a file. `cells[i]` stands in column i + 1. Reused from row to row.
struct Line {
  std::vector<Cell> cells;
  std::size_t used = 0;      // cells[0, used) belong to this line; the rest is memory to reuse
  std::uint64_t number = 0;  // row of the file, from 1
  /// Days that a bare day number of this file lacks: 1462 where a workbook counts from 1904.
  std::int32_t day_shift = 0;
  bool object = false;  // of JSON: a row even when nothing stands in it

  void clear() {
    used = 0;
    day_shift = 0;
    object = false;
  }
  /// The next cell, cleared, to be filled.
  Cell& add() {
    if (used == cells.size()) cells.emplace_back();
    Cell& cell = cells[used++];
    cell.text.clear();
    cell.kind = Cell::Kind::empty;
    return cell;
  }
};

}  // namespace tmis
