// The frame of every import of a list: heading, rows, faults counted to the last one. What a row
// means, and whether it may be stored, is left to who takes the rows.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/date.h"
#include "schema/row_reader.h"
#include "sheet/source.h"

namespace tmis::people {

/// What was read of a file, beside what became of its good rows.
struct RowsRead {
  Origin origin;
  std::uint64_t read = 0, rejected = 0;
  Findings findings;           // of the rejected rows, in their order
  std::uint64_t unlisted = 0;  // findings beyond kMostFindings
  std::vector<std::uint64_t> rejected_rows;
};

/// Takes one row that was read; a finding rejects it. Rows whose cells have faults come too, with
/// these findings, so that who takes them can say what else is wrong.
using TakeRow = std::function<void(const schema::RowReader& reader, schema::IncomingRow& row,
                                   Findings& findings)>;
using RowProgress = std::function<void(double share, std::uint64_t rows)>;

/// Reads all of `source` as rows of `fields`. Throws what a heading can be refused for, with the
/// file and sheet.
void read_rows(Source& source, const schema::FieldSet& fields, Day today, RowsRead& out,
               const TakeRow& take, const RowProgress& progress = {});

/// Hash of exactly the bytes that a source has read, in hex: what the event says of the file.
std::string file_hash(const Source& source);

}  // namespace tmis::people
