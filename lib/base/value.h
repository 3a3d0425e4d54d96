// A value as it is stored and hashed. What it means (a date, a code, cents) the Field knows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tmis {

/// Null, a whole number or text. Dates are text in ISO form, decimals whole numbers scaled by the
/// field's number of decimals, booleans 0 and 1, several codes one text joined by `;`.
/// Assigning to a Value keeps the text's memory, so that a row can be reused without allocating.
struct Value {
  enum class Kind : std::uint8_t { null = 0, integer = 1, text = 2, blob = 3 };

  Kind kind = Kind::null;
  std::int64_t number = 0;
  std::string text;

  Value() = default;
  explicit Value(std::int64_t n) : kind(Kind::integer), number(n) {}
  explicit Value(std::string s) : kind(Kind::text), text(std::move(s)) {}
  explicit Value(std::string_view s) : kind(Kind::text), text(s) {}
  explicit Value(const char* s) : kind(Kind::text), text(s) {}
  static Value blob(std::string bytes) {
    Value v{std::move(bytes)};
    v.kind = Kind::blob;
    return v;
  }

  bool is_null() const { return kind == Kind::null; }
  void set_null() {
    kind = Kind::null;
    number = 0;
    text.clear();
  }
  void set(std::int64_t n) {
    kind = Kind::integer;
    number = n;
    text.clear();
  }
  void set(std::string_view s) {
    kind = Kind::text;
    number = 0;
    text.assign(s);
  }

  friend bool operator==(const Value& a, const Value& b) {
    return a.kind == b.kind && a.number == b.number && a.text == b.text;
  }
};
using Values = std::vector<Value>;

/// Null where there is nothing to say.
inline Value or_null(std::string_view s) { return s.empty() ? Value{} : Value{s}; }
inline Value or_null(const std::optional<std::int64_t>& n) { return n ? Value{*n} : Value{}; }

}  // namespace tmis
