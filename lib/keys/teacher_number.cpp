// The check is a remainder over the field of 32 elements; its twelve weights are different powers
// of 2.
#include "keys/teacher_number.h"

#include "keys/crockford.h"

namespace tmis::keys {
namespace {

constexpr std::size_t kRandom = 11;
constexpr std::size_t kLength = 1 + kRandom + 1;

/// Twice `s` in the field of 32 elements (x^5 + x^2 + 1, which is primitive: 2, 4, 8 … are all
/// different).
constexpr unsigned twice(unsigned s) { return (s & 16U) != 0 ? (s << 1 ^ 0x25U) : s << 1; }

/// Remainder of the symbols (values 0–31); nothing when one is foreign.
std::optional<unsigned> remainder(std::string_view symbols) {
  unsigned s = 0;
  for (const char c : symbols) {
    const int value = crockford_value(c);
    if (value < 0) return std::nullopt;
    s = twice(s) ^ static_cast<unsigned>(value);
  }
  return s;
}

}  // namespace

std::string new_teacher_number(Salts& salts) {
  Salt random = salts.next();
  std::string number{'T'};
  for (std::size_t i = 0; i < kRandom; ++i) number.push_back(crockford_symbol(random[i]));
  const auto before = remainder(std::string_view{number}.substr(1));
  number.push_back(crockford_symbol(twice(before.value_or(0))));
  return number;
}

std::optional<std::string> teacher_number(std::string_view typed) {
  if (typed.size() != kLength || (typed[0] != 'T' && typed[0] != 't')) return std::nullopt;
  if (remainder(typed.substr(1)) != 0U) return std::nullopt;
  std::string number{'T'};
  for (const char c : typed.substr(1)) {
    number.push_back(crockford_symbol(static_cast<unsigned>(crockford_value(c))));
  }
  return number;
}

bool valid(std::string_view number) { return teacher_number(number) == number; }

}  // namespace tmis::keys
