// Writers of plain text: CSV, TSV, JSON Lines, JSON, HTML.
#pragma once

#include <memory>

#include "sheet/sink.h"
#include "sheet/table.h"

namespace tmis::sheet {

std::unique_ptr<Writer> csv_writer(std::unique_ptr<Sink> sink, const WriteOptions& options);
/// Plain, for pipes: no quotes; a tab or line end in a cell is shown as \u{9}, \u{a}.
std::unique_ptr<Writer> tsv_writer(std::unique_ptr<Sink> sink);
std::unique_ptr<Writer> json_writer(std::unique_ptr<Sink> sink, Format format);
std::unique_ptr<Writer> html_writer(std::unique_ptr<Sink> sink, const WriteOptions& options);

/// For all formats without sheets: throws sheet.one-table.
[[noreturn]] void refuse_second_table(const TableHead& head);

}  // namespace tmis::sheet
