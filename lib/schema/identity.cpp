// Identity numbers: their check digit, their old form, and what spreadsheets make of them.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/date.h"
#include "base/text.h"
#include "schema/normalise.h"
#include "schema/unseen.h"

namespace tmis::schema {
namespace {

namespace c = tmis::codes;

constexpr std::size_t kDigitsOfADouble = 15;
constexpr std::size_t kMost = 20;           // of any document: passports, permits
constexpr std::size_t kLeastExponent = 11;  // where spreadsheets go over to this form

/// Whether the 18 digits are what a program writes that keeps numbers as doubles: all digits of the
/// double, or the fewest that give it again, filled up with zeros. Then others may have stood
/// there.
bool may_be_rounded(std::string_view digits) {
  std::int64_t whole = 0;
  double value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), whole);
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (static_cast<std::int64_t>(value) == whole) return true;
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific);
  std::string fewest{buffer.data(), end.ptr};
  fewest.resize(fewest.find('e'));
  fewest.erase(std::remove(fewest.begin(), fewest.end(), '.'), fewest.end());
  fewest.resize(digits.size(), '0');
  return fewest == digits;
}

}  // namespace

char check_digit(std::string_view first17) {
  static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += kWeights[i] * (first17[i] - '0');
  return "10X98765432"[sum % 11];
}

bool is_identity_18(std::string_view number) {
  return number.size() == 18 && is_digits(number.substr(0, 17)) &&
         check_digit(number.substr(0, 17)) == number[17];
}

std::optional<std::string> from_15_digits(std::string_view number) {
  if (number.size() != 15 || !is_digits(number)) return std::nullopt;
  std::string out = std::string{number.substr(0, 6)} + "19" + std::string{number.substr(6)};
  if (!exists({std::stoi(out.substr(6, 4)), std::stoi(out.substr(10, 2)),
               std::stoi(out.substr(12, 2))}))
    return std::nullopt;
  out.push_back(check_digit(out));
  return out;
}

std::optional<std::string> spoilt_number(std::string_view s) {
  const auto digit = [](char ch) { return ch >= '0' && ch <= '9'; };
  if (s.empty() || !digit(s.front()) || !digit(s.back())) return std::nullopt;  // most texts
  const auto e = s.find_first_of("Ee");
  if (e == std::string_view::npos || e == 0 || s.find_first_not_of("0123456789.") != e)
    return std::nullopt;
  std::string_view exponent = s.substr(e + 1);
  if (!exponent.starts_with('+')) return std::nullopt;
  exponent.remove_prefix(1);
  if (exponent.size() > 3 || !is_digits(exponent) ||
      std::stoul(std::string{exponent}) < kLeastExponent)
    return std::nullopt;
  // As a column of usual width shows it: not more of the number than the clerk sees.
  return std::string{s.substr(0, std::min<std::size_t>(e, 7))} + "E+" + std::string{exponent};
}

Fault normalise_identity(const Cell& cell, std::string& out, bool check) {
  out.clear();
  if (cell.kind == Cell::Kind::error) return formula_fault(cell);
  out.assign(cell.text);
  to_half_width(out);
  if (has_unseen(out)) remove_unseen(out);
  const auto space = [](char ch) { return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r'; };
  out.erase(std::remove_if(out.begin(), out.end(), space), out.end());
  if (out.size() > kDigitsOfADouble && out.front() == '\'') out.erase(0, 1);
  to_upper(out);
  if (out.empty()) return {};
  if (auto shape = spoilt_number(out))
    return fault(c::value_identity_spoilt, {arg("value", std::move(*shape))});
  // A spreadsheet's would have E+17 (number_text); this is a number of JSON.
  if (cell.kind == Cell::Kind::number && out.size() > kDigitsOfADouble &&
      (!is_identity_18(out) || may_be_rounded(out)))
    return fault(c::value_identity_json);
  if (out.size() == 15 && is_digits(out)) {
    const auto longer = from_15_digits(out);
    return longer ? fault(c::value_identity_15, {arg("longer", *longer)})
                  : fault(c::value_identity_15_wrong);
  }
  const bool plain =
      std::all_of(out.begin(), out.end(), [](char ch) { return ch > ' ' && ch < 0x7F; });
  if (!plain || out.size() > kMost) return fault(c::value_identity);
  if (check && out.size() == 18 && is_digits(std::string_view{out}.substr(0, 17)) &&
      !is_identity_18(out))
    return fault(c::value_identity_checksum);
  return {};
}

}  // namespace tmis::schema
