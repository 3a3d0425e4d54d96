// A sheet's XML copied with some cells given their red format; cells and rows that aren't there are
// put in.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/red_styles.h"
#include "sheet/xml_splice.h"

namespace tmis::sheet {

/// Columns to mark in each row.
using MarkedCells = std::map<std::uint64_t, std::set<std::uint32_t>>;

void mark_sheet(ZipPackage& package, std::size_t part, MarkedCells marks, RedStyles& styles,
                Splice::Write write);

/// Letters of a column counted from 1: 28 is AB.
std::string column_name(std::uint32_t column);

}  // namespace tmis::sheet
