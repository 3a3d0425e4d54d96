// The number of a dossier (个人标识码): `T`, 11 random symbols, a check symbol. Kept for life.
// That no two dossiers of a file have the same one is left to the file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "keys/secret.h"

namespace tmis::keys {

/// 55 random bits in Crockford base32 (no I, L, O, U) and a check symbol of the same 32: no
/// spreadsheet takes it for a number, no two files make the same one.
///
/// The check is a CRC of 5 bits over the field of 32 elements: with x^5 + x^2 + 1, s <- 2·s +
/// symbol for all twelve symbols ends at 0. It finds every single wrong symbol and every exchange
/// of two symbols, neighbours or not. (Crockford's own check, mod 37, needs * ~ $ = besides, which
/// no file name, address or search box leaves alone; Luhn mod 32 misses some exchanges.)
std::string new_teacher_number(Salts& salts);

/// The number as it is kept, from one typed in any case, with O for 0 and I or L for 1; nothing
/// when it has not that form or the check doesn't fit.
std::optional<std::string> teacher_number(std::string_view typed);

/// Whether `number` is one as it is kept: upper case, 13 characters, the check fits.
bool valid(std::string_view number);

}  // namespace tmis::keys
