// Crockford's base32: digits and letters without I, L, O, U, so that a code survives paper and
// telephone. Which codes are written so is left to the headers that use it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tmis::keys {

/// Five bits a symbol from the front, upper case; the last symbol is filled up with zero bits.
std::string crockford(std::string_view bytes);
/// Back to `size` bytes; nothing when a symbol is foreign, the length is another or filling bits
/// are set. Read as people write: any case, O as 0, I and L as 1, `-` and spaces passed over.
std::optional<std::string> from_crockford(std::string_view typed, std::size_t size);

/// Value 0–31 of a symbol, read as people write; -1 for a foreign one.
int crockford_value(char symbol);
/// Symbol of a value 0–31, upper case.
char crockford_symbol(unsigned value);

/// What the symbols leave as a CRC of 5 bits (see teacher_number): 0 with the right check symbol at
/// the end, of at most 31 symbols; nothing when one is foreign. Finds every single wrong symbol and
/// every exchange of two.
std::optional<unsigned> crockford_remainder(std::string_view symbols);
/// The check symbol that belongs behind these.
char crockford_check(std::string_view symbols);

/// Groups of four with dashes between: "7K2M-90AB".
std::string in_groups(std::string_view symbols);

}  // namespace tmis::keys
