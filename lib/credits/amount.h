// Numbers of credits and hours, exact: fixed ones with four places, and fractions where nothing may
// be rounded. No floating point. What doesn't fit is refused, never wrong.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tmis::credits {

/// A fixed number in ten-thousandths, as the rule files write their amounts ("0.5"). Operators
/// throw credits.too-large (3) where the result doesn't fit.
struct Amount {
  std::int64_t units = 0;

  static constexpr std::int64_t kOne = 10'000;
  static constexpr Amount of(std::int64_t whole) { return {whole * kOne}; }

  friend auto operator<=>(Amount, Amount) = default;
  friend Amount operator+(Amount a, Amount b);
  friend Amount operator-(Amount a, Amount b);
  Amount& operator+=(Amount other) { return *this = *this + other; }
};

/// "36", "1.1", "0": no exponent, no trailing zeros.
std::string to_text(Amount amount);
/// Digits, then at most four places after a point; nothing else.
std::optional<Amount> amount_from(std::string_view text);

/// How a rule rounds: to so many places (0 to 4), a tie going up or all cut off.
struct Rounding {
  int scale = 2;
  bool down = false;
};

/// A fraction that is not negative. Throws credits.too-large when numerator or denominator leave
/// 127 bits.
class Fraction {
 public:
  explicit Fraction(Amount amount);
  Fraction& times(Amount factor);
  Fraction& times(std::int64_t whole);
  /// `divisor` is above 0.
  Fraction& over(Amount divisor);
  Amount rounded(Rounding rounding) const;

 private:
  __extension__ typedef __int128 Wide;
  void multiply(Wide numerator, Wide denominator);
  Wide numerator_;
  Wide denominator_ = Amount::kOne;
};

}  // namespace tmis::credits
