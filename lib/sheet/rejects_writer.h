// The rows that were refused, in the form in which they came, with a column of reasons: corrected,
// the file can be imported as it is.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.h"
#include "sheet/source.h"

namespace tmis::sheet {

class RejectsWriter {
 public:
  virtual ~RejectsWriter() = default;
  RejectsWriter() = default;
  RejectsWriter(const RejectsWriter&) = delete;
  RejectsWriter& operator=(const RejectsWriter&) = delete;

  /// A row above the heading (a title), as it was. Not in JSON Lines.
  virtual void title(const Line& line) = 0;
  /// The heading, once, before the first row. Where it already has a column of reasons (the file is
  /// a corrected one) that column is used again.
  virtual void heading(const Line& line) = 0;
  /// A refused row; `bad_columns` count from 1 and are filled red in XLSX.
  virtual void row(const Line& line, std::string_view reason,
                   const std::vector<std::uint32_t>& bad_columns) = 0;
  /// Makes the file, mode 0600. Throws file.unwritable; without it nothing is left.
  virtual void finish() = 0;
};

/// Writer of what `origin` describes, in its format, encoding, delimiter and line ends; where the
/// ending of `path` names another format (.xlsx, .csv, .tsv), in that one. `reason_title`: heading
/// of the new column. Throws file.ending for .jsonl when the rows don't come from JSON Lines.
std::unique_ptr<RejectsWriter> create_rejects(const std::string& path, const Origin& origin,
                                              std::string reason_title);

}  // namespace tmis::sheet
