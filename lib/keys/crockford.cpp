// The alphabet of Douglas Crockford's base32, without his check symbol.
#include "keys/crockford.h"

namespace tmis::keys {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

int crockford_value(char symbol) {
  if (symbol >= 'a' && symbol <= 'z') symbol = static_cast<char>(symbol - 'a' + 'A');
  if (symbol == 'O') return 0;
  if (symbol == 'I' || symbol == 'L') return 1;
  const auto at = kAlphabet.find(symbol);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

char crockford_symbol(unsigned value) { return kAlphabet[value & 31U]; }

namespace {

/// Twice `s` in the field of 32 elements (x^5 + x^2 + 1, which is primitive: 2, 4, 8 … are all
/// different).
constexpr unsigned twice(unsigned s) { return (s & 16U) != 0 ? (s << 1 ^ 0x25U) : s << 1; }

}  // namespace

std::optional<unsigned> crockford_remainder(std::string_view symbols) {
  unsigned s = 0;
  for (const char c : symbols) {
    const int value = crockford_value(c);
    if (value < 0) return std::nullopt;
    s = twice(s) ^ static_cast<unsigned>(value);
  }
  return s;
}

char crockford_check(std::string_view symbols) {
  return crockford_symbol(twice(crockford_remainder(symbols).value_or(0)));
}

std::string crockford(std::string_view bytes) {
  std::string out;
  unsigned held = 0;  // bits not yet written
  unsigned bits = 0;
  for (const char c : bytes) {
    held = (held << 8 | static_cast<unsigned char>(c)) & 0xFFFFU;
    for (bits += 8; bits >= 5; bits -= 5) out.push_back(crockford_symbol(held >> (bits - 5)));
  }
  if (bits > 0) out.push_back(crockford_symbol(held << (5 - bits)));
  return out;
}

std::optional<std::string> from_crockford(std::string_view typed, std::size_t size) {
  std::string out;
  unsigned held = 0;
  unsigned bits = 0;
  std::size_t symbols = 0;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    const int value = crockford_value(c);
    if (value < 0 || ++symbols > (size * 8 + 4) / 5) return std::nullopt;
    held = (held << 5 | static_cast<unsigned>(value)) & 0xFFFFU;
    if ((bits += 5) >= 8) out.push_back(static_cast<char>(held >> (bits -= 8) & 0xFFU));
  }
  const unsigned filling = held & ((1U << bits) - 1U);
  if (out.size() != size || symbols != (size * 8 + 4) / 5 || filling != 0) return std::nullopt;
  return out;
}

std::string in_groups(std::string_view symbols) {
  std::string out;
  for (std::size_t i = 0; i < symbols.size(); i += 4) {
    if (i > 0) out.push_back('-');
    out.append(symbols.substr(i, 4));
  }
  return out;
}

}  // namespace tmis::keys
