// The check is a remainder over the field of 32 elements (crockford); its twelve weights are
// different powers of 2.
#include "keys/teacher_number.h"

#include "keys/crockford.h"

namespace tmis::keys {
namespace {

constexpr std::size_t kRandom = 11;
constexpr std::size_t kLength = 1 + kRandom + 1;

}  // namespace

std::string new_teacher_number(Salts& salts) {
  Salt random = salts.next();
  std::string number{'T'};
  for (std::size_t i = 0; i < kRandom; ++i) number.push_back(crockford_symbol(random[i]));
  number.push_back(crockford_check(std::string_view{number}.substr(1)));
  return number;
}

std::optional<std::string> teacher_number(std::string_view typed) {
  if (typed.size() != kLength || (typed[0] != 'T' && typed[0] != 't')) return std::nullopt;
  if (crockford_remainder(typed.substr(1)) != 0U) return std::nullopt;
  std::string number{'T'};
  for (const char c : typed.substr(1)) {
    number.push_back(crockford_symbol(static_cast<unsigned>(crockford_value(c))));
  }
  return number;
}

bool valid(std::string_view number) { return teacher_number(number) == number; }

}  // namespace tmis::keys
