// How a spreadsheet's numbers read as text: plain numbers, and dates by the cell's number format.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tmis::sheet {

/// What a number format shows a number as.
enum class NumberKind : std::uint8_t { number, date, time };

/// Days from the first day of the 1900 system to that of the 1904 system.
constexpr std::int32_t k1904 = 1462;

/// Of a built-in format id (ECMA-376 18.8.30; 27–36 and 50–58 are the Chinese ones).
NumberKind builtin_kind(std::uint32_t id);
/// Of a format code such as `yyyy"年"m"月"d"日"`.
NumberKind format_kind(std::string_view code);

/// The number in `source` (a cell's <v>) as the text that a spreadsheet's user knows: whole numbers
/// below 10^15 and everyday fractions in plain notation, others as 4.30102199001012E+17. At most 15
/// digits, which is all a spreadsheet keeps and shows (0.30000000000000004 is 0.3). Nothing when
/// `source` is not a number.
std::optional<std::string> number_text(std::string_view source);

/// The serial number in `source` as YYYY-MM-DD, with " HH:MM:SS" when it has a part of a day;
/// `time` below 1: HH:MM:SS. Nothing when it is no date (negative, after the year 9999).
std::optional<std::string> date_text(std::string_view source, NumberKind kind, bool from_1904);

}  // namespace tmis::sheet
