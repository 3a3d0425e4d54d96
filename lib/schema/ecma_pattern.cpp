// ECMA-262 patterns in the words of RE2; what can't be said the same way is refused, never guessed.
#include "schema/ecma_pattern.h"

#include <re2/re2.h>

#include <array>

#include "base/text.h"

namespace tmis::schema {
namespace {

// ECMA's white space and what its `.` leaves out reach beyond ASCII; RE2's don't.
constexpr std::string_view kSpace =
    R"(\t\n\v\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";
constexpr std::string_view kAnyCharacter = R"([^\n\r\x{2028}\x{2029}])";
constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

class Translation {
 public:
  explicit Translation(std::string_view pattern) : rest_(pattern) {}

  std::optional<std::string> run() {
    while (!rest_.empty()) {
      if (!(in_class_ ? class_member() : outside())) return std::nullopt;
    }
    if (in_class_) return std::nullopt;
    return std::move(out_);
  }

 private:
  bool starts(std::string_view s) const { return rest_.substr(0, s.size()) == s; }
  bool copy(std::size_t n) {
    out_.append(rest_.substr(0, n));
    rest_.remove_prefix(n);
    return true;
  }
  bool write(std::string_view s, std::size_t read) {
    out_.append(s);
    rest_.remove_prefix(read);
    return true;
  }

  bool outside() {
    if (rest_[0] == '\\') return escape();
    if (rest_[0] == '.') return write(kAnyCharacter, 1);
    if (rest_[0] == '[') return open_class();
    if (rest_[0] == ']' || starts("(?")) return starts("(?:") && copy(3);
    return copy(1);
  }

  bool open_class() {
    in_class_ = true;
    copy(starts("[^") ? 2 : 1);
    return !rest_.empty() &&
           rest_[0] != ']';  // an empty class: RE2 would take the bracket for a member
  }

  bool class_member() {
    if (rest_[0] == '\\') return escape();
    if (starts("[:") || starts("&&") || starts("--")) return false;
    if (rest_[0] == '[') return write(R"(\[)", 1);
    if (rest_[0] == ']') in_class_ = false;
    return copy(1);
  }

  bool escape() {
    if (rest_.size() < 2) return false;
    const char c = rest_[1];
    if (std::string_view{"dDwWnrtfv^$\\.*+?()[]{}|/"}.find(c) != std::string_view::npos)
      return c == '/' ? write("/", 2) : copy(2);
    switch (c) {
      case 'b':
        return in_class_ ? write(R"(\x08)", 2) : copy(2);
      case 'B':
        return !in_class_ && copy(2);
      case '-':
        return in_class_ && copy(2);
      case 's':
        return in_class_ ? write(kSpace, 2) : write("[" + std::string(kSpace) + "]", 2);
      case 'S':
        return !in_class_ && write("[^" + std::string(kSpace) + "]", 2);
      case '0':
        return (rest_.size() < 3 || !is_digits(rest_.substr(2, 1))) && write(R"(\x00)", 2);
      case 'c':
        return control();
      case 'x':
        return code_point(2, 2);
      case 'u':
        return unicode();
      case 'p':
      case 'P':
        return property();
      default:
        return false;
    }
  }

  bool control() {
    if (rest_.size() < 3) return false;
    const int letter = rest_[2] | 0x20;
    if (letter < 'a' || letter > 'z') return false;
    return put(static_cast<char32_t>(letter - 'a' + 1), 3);
  }

  /// A character that is written as a number.
  bool put(char32_t c, std::size_t read) {
    static constexpr std::array<char, 17> kDigits = {"0123456789abcdef"};
    std::string hex;
    for (; c != 0 || hex.empty(); c >>= 4U) hex.insert(hex.begin(), kDigits[c & 0xFU]);
    return write(R"(\x{)" + hex + "}", read);
  }

  std::optional<char32_t> hex(std::string_view digits) const {
    if (digits.empty() || digits.size() > 6 ||
        digits.find_first_not_of(kHexDigits) != std::string_view::npos)
      return std::nullopt;
    return static_cast<char32_t>(std::stoul(std::string(digits), nullptr, 16));
  }
  static bool scalar(char32_t c) { return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF); }

  bool code_point(std::size_t from, std::size_t digits) {
    if (rest_.size() < from + digits) return false;
    const auto c = hex(rest_.substr(from, digits));
    return c && scalar(*c) && put(*c, from + digits);
  }

  bool unicode() {
    if (starts("\\u{")) {
      const auto end = rest_.find('}');
      if (end == std::string_view::npos) return false;
      const auto c = hex(rest_.substr(3, end - 3));
      return c && scalar(*c) && put(*c, end + 1);
    }
    if (rest_.size() >= 12 && rest_.substr(6, 2) == "\\u") {  // perhaps a pair of surrogates
      const auto high = hex(rest_.substr(2, 4));
      const auto low = hex(rest_.substr(8, 4));
      if (high && low && *high >= 0xD800 && *high < 0xDC00 && *low >= 0xDC00 && *low < 0xE000) {
        return put(0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00), 12);
      }
    }
    return code_point(2, 4);
  }

  /// RE2 knows \p{L}, \p{Han}; the long names of categories and properties it would refuse itself.
  bool property() {
    const auto end = rest_.find('}');
    if (!(rest_.size() > 3 && rest_[2] == '{') || end == std::string_view::npos || rest_[3] == '^')
      return false;
    return copy(end + 1);
  }

  std::string_view rest_;
  std::string out_;
  bool in_class_ = false;
};

}  // namespace

std::optional<std::string> to_re2(std::string_view pattern) { return Translation{pattern}.run(); }

std::shared_ptr<const re2::RE2> compile_pattern(std::string_view pattern) {
  const auto translated = to_re2(pattern);
  if (!translated) return nullptr;
  auto made = std::make_shared<const re2::RE2>(*translated, re2::RE2::Quiet);
  return made->ok() ? made : nullptr;
}

}  // namespace tmis::schema
