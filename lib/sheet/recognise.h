// What a file is, by its content: names lie (old systems export web pages and tab-separated text as
// .xls).
#pragma once

#include <cstdint>
#include <string_view>

#include "sheet/source.h"

namespace tmis::sheet {

enum class Content : std::uint8_t { workbook, lines_of_json, text };

/// Throws sheet.empty, sheet.wrong-kind, xlsx.encrypted, xlsx.old-xls, xlsx.web-page, jsonl.array
/// for what is no file of rows. A zip file counts as a workbook until it is opened. Whether text is
/// CSV or JSON Lines, the ending says; without one, a `{` at the front.
Content recognise(std::string_view bytes, const Origin& origin);

}  // namespace tmis::sheet
