// One cell, as an office writes it, to one value, as it is stored; or what is wrong with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/cell.h"
#include "base/error.h"
#include "schema/field_set.h"

namespace tmis::schema {

/// What is wrong with a cell; `code` nullptr: nothing.
struct Fault {
  const Code* code = nullptr;
  Args args;
  explicit operator bool() const { return code != nullptr; }
};
inline Fault fault(const Code& code, Args args = {}) { return {&code, std::move(args)}; }

/// Makes `out` the value of the cell; null for an empty one. Trims; half-width forms everywhere but
/// in free text; NFC; codes for labels; ISO dates; scaled decimals. `scratch` is memory to reuse,
/// `day_shift` that of the line.
Fault normalise(const Field& field, const Cell& cell, Value& out, std::string& scratch,
                std::int32_t day_shift = 0);
/// Whether two texts are one name to a reader: spaces, width, case, unseen characters and the form
/// of the dot between parts don't matter.
bool same_name(std::string_view a, std::string_view b);
/// What two forms of one name have in common: equal where `same_name` says yes.
std::string folded_name(std::string_view name);
/// What is wrong with a cell of kind `error`.
Fault formula_fault(const Cell& cell);
/// The arguments `least` and `most` of value.range.
Args limits(const Field& field);

/// An identity number: half-width, upper case, without spaces, unseen characters and a leading
/// apostrophe. A number that a spreadsheet has rounded, one of 15 digits and a wrong check digit
/// are faults.
Fault normalise_identity(const Cell& cell, std::string& out, bool check);

/// Check digit of an 18-digit identity number (GB 11643; weights 7 9 10 5 8 4 2 …).
/// `first17`: ASCII digits. Returns '0'–'9' or 'X'.
char check_digit(std::string_view first17);
/// Whether the 18 characters are digits (the last may be X) with the right check digit.
bool is_identity_18(std::string_view number);
/// The 18-digit form of an old number of 15 digits: 19 before the year, and the check digit.
std::optional<std::string> from_15_digits(std::string_view number);
/// What a spreadsheet has made of a long number, as its users know it: 4.30102E+17. Nothing when
/// `s` is no such thing.
std::optional<std::string> spoilt_number(std::string_view s);

}  // namespace tmis::schema
