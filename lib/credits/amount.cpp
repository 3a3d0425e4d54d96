// Overflow is asked of the compiler's checked operations: an amount that wraps would be a credit
// nobody earned.
#include "credits/amount.h"

#include <array>

#include "base/error.h"

namespace tmis::credits {
namespace {

constexpr int kPlaces = 4;
constexpr std::array<std::int64_t, kPlaces + 1> kPower = {1, 10, 100, 1'000, 10'000};

[[noreturn]] void too_large() { throw Error{codes::credits_too_large}; }

template <class Wide>
Wide common_divisor(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

}  // namespace

Amount operator+(Amount a, Amount b) {
  Amount sum;
  if (__builtin_add_overflow(a.units, b.units, &sum.units)) too_large();
  return sum;
}

Amount operator-(Amount a, Amount b) {
  Amount rest;
  if (__builtin_sub_overflow(a.units, b.units, &rest.units)) too_large();
  return rest;
}

std::string to_text(Amount amount) {
  const bool negative = amount.units < 0;
  const auto size = negative ? 0 - static_cast<std::uint64_t>(amount.units)
                             : static_cast<std::uint64_t>(amount.units);
  std::string out = (negative ? "-" : "") + std::to_string(size / Amount::kOne);
  const std::uint64_t rest = size % Amount::kOne;
  if (rest == 0) return out;
  std::string places = std::to_string(rest);
  places.insert(0, kPlaces - places.size(), '0');
  places.erase(places.find_last_not_of('0') + 1);
  return out + "." + places;
}

std::optional<Amount> amount_from(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view places =
      point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && places.empty()) ||
      places.size() > kPlaces)
    return std::nullopt;
  Amount out;
  const auto take = [&](char c) {
    return c >= '0' && c <= '9' && !__builtin_mul_overflow(out.units, 10, &out.units) &&
           !__builtin_add_overflow(out.units, c - '0', &out.units);
  };
  for (const char c : whole) {
    if (!take(c)) return std::nullopt;
  }
  for (std::size_t i = 0; i < kPlaces; ++i) {
    if (!take(i < places.size() ? places[i] : '0')) return std::nullopt;
  }
  return out;
}

Fraction::Fraction(Amount amount) : numerator_(amount.units) {}

void Fraction::multiply(Wide numerator, Wide denominator) {
  // Shortened crosswise first, so that only what really is too large overflows.
  const Wide one = common_divisor(numerator_, denominator);
  const Wide other = common_divisor(numerator, denominator_);
  if (numerator_ == 0 || numerator == 0) {
    numerator_ = 0;
    denominator_ = 1;
    return;
  }
  if (__builtin_mul_overflow(numerator_ / one, numerator / other, &numerator_) ||
      __builtin_mul_overflow(denominator_ / other, denominator / one, &denominator_))
    too_large();
}

Fraction& Fraction::times(Amount factor) {
  multiply(factor.units, Amount::kOne);
  return *this;
}

Fraction& Fraction::times(std::int64_t whole) {
  multiply(whole, 1);
  return *this;
}

Fraction& Fraction::over(Amount divisor) {
  multiply(Amount::kOne, divisor.units);
  return *this;
}

Amount Fraction::rounded(Rounding rounding) const {
  const std::int64_t power = kPower.at(static_cast<std::size_t>(rounding.scale));
  Wide scaled = 0;
  if (__builtin_mul_overflow(numerator_, static_cast<Wide>(power), &scaled)) too_large();
  Wide whole = scaled / denominator_;
  const Wide rest = scaled % denominator_;
  if (!rounding.down && rest >= denominator_ - rest) ++whole;
  Amount out;
  if (__builtin_mul_overflow(whole, static_cast<Wide>(Amount::kOne / power), &out.units))
    too_large();
  return out;
}

}  // namespace tmis::credits
