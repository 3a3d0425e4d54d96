// UTF-8 text: validity, normal forms, width on a terminal, safety on a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tmis {

/// Offset of the first byte that is not well-formed UTF-8 (overlong forms, surrogates and values
/// above U+10FFFF included), or nothing.
std::optional<std::size_t> bad_utf8(std::string_view text);

/// Number of code points. The text must be valid UTF-8.
std::size_t code_points(std::string_view text);

/// Removes one code point from the front of `text` and returns it. The text must be valid and not
/// empty.
char32_t take_code_point(std::string_view& text);
void append_code_point(char32_t c, std::string& out);

/// Composed normal form (NFC, UAX #15), in place. Plain ASCII is left alone quickly.
void to_nfc(std::string& text);
/// Full-width forms U+FF01–U+FF5E to ASCII, U+3000 and U+00A0 to a space, in place.
void to_half_width(std::string& text);
/// Without white space at both ends (ASCII, U+3000, U+00A0, U+FEFF).
std::string_view trimmed(std::string_view text);
/// ASCII letters to upper case, in place.
void to_upper(std::string& text);
bool is_ascii(std::string_view text);
bool is_digits(std::string_view text);

/// The first character of a text that isn't empty, as it stands there; the text goes on behind it.
std::string_view take_character(std::string_view& text);

/// Columns on a terminal: wide and full-width characters count two, combining ones none (UAX #11).
std::size_t width(std::string_view text);
/// `text` cut to at most `columns` columns, with `…` where something was cut.
std::string shortened(std::string_view text, std::size_t columns);
/// `text` followed by spaces up to `columns`.
std::string padded(std::string_view text, std::size_t columns);

/// What may go to a terminal, a log or TSV: C0, DEL, C1, bidi controls, zero-width characters and
/// U+FEFF are shown as `\u{…}`; bytes that are no UTF-8 as `\x{…}`.
std::string shown(std::string_view text);
/// The text itself, or `shown` where it is no UTF-8: for what must be UTF-8 whatever a file is
/// called.
std::string always_utf8(std::string_view text);

/// The parts between `separator`; one empty part for an empty text.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string joined(const std::vector<std::string>& parts, std::string_view separator);

/// The candidate nearest to `word` by edit distance over code points, or nothing when none is near
/// (more than a third of the word, at least one edit, would have to change).
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);

/// A column of a sheet, counted from 1, as spreadsheets call it: A, Z, AA. Empty for 0.
std::string column_letters(std::uint64_t column);

std::string to_hex(std::string_view bytes);
/// Nothing when `hex` is not an even number of lower or upper case hex digits.
std::optional<std::string> from_hex(std::string_view hex);

}  // namespace tmis
