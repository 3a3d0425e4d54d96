// A way for each type; the common case of each first, without a copy. Identity numbers have a file
// of their own, the forms of dates too.
#include "schema/normalise.h"

#include <algorithm>
#include <array>

#include "base/date.h"
#include "base/message.h"
#include "base/text.h"
#include "schema/display.h"
#include "schema/office_date.h"
#include "schema/unseen.h"

namespace tmis::schema {
namespace {

namespace c = tmis::codes;

/// C0 without tab and line ends, DEL, C1 (in UTF-8 C2 80 to C2 9F).
bool has_control(std::string_view s) {
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto b = static_cast<unsigned char>(s[i]);
    if (b < 0x20 ? b != '\t' && b != '\n' && b != '\r' : b == 0x7F) return true;
    if (b == 0xC2 && i + 1 < s.size() && static_cast<unsigned char>(s[i + 1]) < 0xA0) return true;
  }
  return false;
}

/// Offices align names of two characters by spaces: 张　三 is 张三.
void close_up(std::string& name) {
  constexpr char32_t kFirstCharacter = 0x3400;
  std::string_view rest{name};
  std::string closed;
  int characters = 0;
  while (!rest.empty()) {
    const char32_t ch = take_code_point(rest);
    if (ch == ' ' || ch == 0x3000 || ch == 0xA0) continue;
    if (ch < kFirstCharacter || ++characters > 2) return;
    append_code_point(ch, closed);
  }
  if (characters == 2) name = closed;
}

Fault text_value(const Field& field, std::string_view s, Value& out) {
  if (has_control(s)) return fault(c::value_control);
  if (auto shape = spoilt_number(s)) return fault(c::value_spoilt, {arg("shape", *shape)});
  out.set(s);
  if (field.pattern || field.role == "staff_number") to_half_width(out.text);
  to_nfc(out.text);
  if (field.role == "name") close_up(out.text);
  return {};
}

/// One code or label. On success `out` is the code. `part`: the cell has several.
Fault one_code(const Field& field, std::string_view s, bool part, std::string_view& out) {
  const CodeTable& table = *field.codes;
  if (const CodeEntry* entry = table.meant(s)) return out = entry->code, Fault{};
  const auto resolved = table.resolve(s);
  Fault f;
  if (!resolved.candidates.empty()) {
    f = fault(c::value_code_ambiguous, {arg("codes", joined(resolved.candidates, ", "))});
  } else if (resolved.near) {
    f = fault(c::value_code_near, {arg("near", *resolved.near), arg("table", table.id())});
  } else {
    const std::string sample = table.entries().empty() ? "" : table.entries().front().zh;
    f = fault(c::value_code, {arg("near", sample), arg("table", table.id())});
  }
  // Of several, name the one that is wrong; not where even a part would tell too much.
  if (part && !field.sensitive) f.args.push_back(arg("value", shown(s)));
  return f;
}

/// Adds codes to a text that joins them by `;`, in the order given.
class SeveralCodes {
 public:
  SeveralCodes(const Field& field, std::string& out) : field_(field), out_(out) {}

  /// `list` is half-width. Semicolons and line ends separate always; commas, 、, / and spaces only
  /// where they are no part of a label.
  Fault add_all(std::string_view list) {
    while (!list.empty()) {
      const auto end = std::min(list.find_first_of(";\n"), list.size());
      const auto piece = trimmed(list.substr(0, end));
      list.remove_prefix(std::min(end + 1, list.size()));
      if (piece.empty()) continue;
      if (Fault f = add_piece(piece)) return f;
    }
    return {};
  }

 private:
  struct Part {
    std::size_t begin, end;
  };
  static constexpr std::size_t kMostParts =
      8;  // of one label; keeps the work for a huge cell small

  static std::vector<Part> parts(std::string_view piece) {
    std::vector<Part> out;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= piece.size();) {
      std::size_t separator = 0;
      if (i == piece.size() || piece[i] == ',' || piece[i] == '/' || piece[i] == ' ') separator = 1;
      if (piece.substr(i).starts_with("、")) separator = std::string_view{"、"}.size();
      if (separator > 0 && i > begin) out.push_back({begin, i});
      if (separator > 0) begin = i + separator;
      i += std::max<std::size_t>(separator, 1);
    }
    return out;
  }

  Fault add_piece(std::string_view piece) {
    if (const CodeEntry* entry = field_.codes->meant(piece)) return add(entry->code);
    const auto tokens = parts(piece);
    for (std::size_t first = 0; first < tokens.size();) {
      // The longest run that is a label: 辅导员、教练员 is one.
      const CodeEntry* entry = nullptr;
      std::size_t last = std::min(first + kMostParts, tokens.size());
      for (; last > first; --last) {
        const std::size_t begin = tokens[first].begin;
        entry = field_.codes->meant(piece.substr(begin, tokens[last - 1].end - begin));
        if (entry != nullptr) break;
      }
      if (entry == nullptr) return refuse(piece, tokens, first);
      if (Fault f = add(entry->code)) return f;
      first = last;
    }
    return {};
  }

  /// Of several, the one that is wrong is named; where no part is right, they were one label.
  Fault refuse(std::string_view piece, const std::vector<Part>& tokens, std::size_t at) const {
    const auto token = [&](std::size_t n) {
      return piece.substr(tokens[n].begin, tokens[n].end - tokens[n].begin);
    };
    bool several = at > 0 || !out_.empty();
    for (std::size_t n = 1; n < std::min(tokens.size(), kMostParts) && !several; ++n)
      several = field_.codes->meant(token(n)) != nullptr;
    std::string_view none;
    return one_code(field_, several ? token(at) : piece, several, none);
  }

  Fault add(std::string_view code) {
    std::string_view rest{out_};
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      if (rest.substr(0, end) == code) return fault(c::value_code_twice);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    out_.append(out_.empty() ? "" : ";").append(code);
    return {};
  }

  const Field& field_;
  std::string& out_;
};

Fault code_value(const Field& field, std::string_view s, Value& out) {
  std::string_view code;
  if (!field.multiple) {
    Fault f = one_code(field, s, false, code);
    if (!f) out.set(code);
    return f;
  }
  out.set(std::string_view{});
  Fault f = SeveralCodes{field, out.text}.add_all(s);
  if (out.text.empty()) out.set_null();
  return f;
}

Fault boolean_value(std::string_view s, Value& out) {
  static constexpr std::array<std::string_view, 8> kYes = {"1", "是", "true", "yes",
                                                           "y", "√",  "✓",    "有"};
  static constexpr std::array<std::string_view, 8> kNo = {"0", "否", "false", "no",
                                                          "n", "×",  "x",     "无"};
  if (s.size() > 8) return fault(c::value_boolean);
  std::string word{s};  // short enough to need no memory of its own
  for (char& ch : word) {
    if (ch >= 'A' && ch <= 'Z') ch = static_cast<char>(ch - 'A' + 'a');
  }
  const bool yes = std::find(kYes.begin(), kYes.end(), word) != kYes.end();
  if (!yes && std::find(kNo.begin(), kNo.end(), word) == kNo.end()) return fault(c::value_boolean);
  out.set(std::int64_t{yes});
  return {};
}

/// Whether `s` is a whole part as people write it: 1234, or groups of three as in 1,234.
bool is_whole_part(std::string_view s) {
  const auto first = s.find(',');
  if (!is_digits(s.substr(0, first))) return false;
  if (first == std::string_view::npos) return true;
  if (first > 3) return false;
  for (s.remove_prefix(first); !s.empty(); s.remove_prefix(4)) {
    if (s.size() < 4 || s[0] != ',' || !is_digits(s.substr(1, 3))) return false;
  }
  return true;
}

/// Exact: digits are moved, never rounded.
Fault number_value(const Field& field, std::string_view s, Value& out) {
  const bool negative = s.starts_with('-');
  if (negative) s.remove_prefix(1);
  const auto point = s.find('.');
  const std::string_view whole = s.substr(0, point);
  std::string_view decimals = point == std::string_view::npos ? "" : s.substr(point + 1);
  if (!is_whole_part(whole) || (point != std::string_view::npos && !is_digits(decimals)))
    return fault(c::value_number);
  const auto places = static_cast<std::size_t>(field.decimals);
  while (decimals.size() > places && decimals.ends_with('0')) decimals.remove_suffix(1);  // 12.0
  if (decimals.size() > places) return fault(c::value_decimals, {arg("decimals", field.decimals)});
  std::int64_t n = 0;
  bool fits = true;
  const auto append = [&](char ch) {
    fits = fits && !__builtin_mul_overflow(n, 10, &n) && !__builtin_add_overflow(n, ch - '0', &n);
  };
  for (const char ch : whole) {
    if (ch != ',') append(ch);
  }
  for (std::size_t i = 0; i < places; ++i) append(i < decimals.size() ? decimals[i] : '0');
  if (!fits) return fault(c::value_range, limits(field));
  out.set(negative ? -n : n);
  return {};
}

void write_digits(std::string& text, std::size_t at, std::size_t digits, int n) {
  for (std::size_t i = at + digits; i-- > at; n /= 10) text[i] = static_cast<char>('0' + n % 10);
}

/// 2016.10 typed into a number cell is the number 2016.1 from then on.
bool has_lost_zero(std::string_view s, Cell::Kind kind) {
  return kind == Cell::Kind::number && s.size() == 6 && s.ends_with(".1");
}

Fault date_value(const Field& field, const Cell& cell, std::string_view s, std::int32_t day_shift,
                 Value& out) {
  const bool month = field.type == FieldType::year_month;
  if (month ? s.size() == 7 && month_from_iso(s) : s.size() == 10 && day_from_iso(s))
    return out.set(s), Fault{};
  const auto d = office_date(s, cell.kind, day_shift);
  const bool fits = d && (month ? !d->has_day || d->by_sheet : d->has_day);
  if (!fits) return fault(month ? c::value_month : c::value_date);
  if (!exists(d->date))
    return fault(c::value_no_such_day, {arg("unit", text(month ? "unit.month" : "unit.day"))});
  if (month && has_lost_zero(s, cell.kind))
    return fault(c::value_month_ambiguous, {arg("year", s.substr(0, 4))});
  out.set(std::string_view{month ? "0000-00" : "0000-00-00"});
  write_digits(out.text, 0, 4, d->date.year);
  write_digits(out.text, 5, 2, d->date.month);
  if (!month) write_digits(out.text, 8, 2, d->date.day);
  return {};
}

Fault year_value(std::string_view s, Value& out) {
  for (const std::string_view unit : {"年度", "学年", "年"}) {
    if (s.ends_with(unit)) {
      s = trimmed(s.substr(0, s.size() - unit.size()));
      break;
    }
  }
  if (s.size() != 4 || !is_digits(s) || s < "1900" || s > "2199") return fault(c::value_year);
  out.set(s);
  return {};
}

}  // namespace

Args limits(const Field& field) {
  const auto shown_limit = [&](const std::optional<std::int64_t>& n) {
    return n ? display(field, Value{*n}, Form::code) : std::string{"…"};
  };
  return {arg("least", shown_limit(field.minimum)), arg("most", shown_limit(field.maximum))};
}

std::string folded_name(std::string_view name) {
  std::string half{name};
  to_half_width(half);
  remove_unseen(half);
  to_nfc(half);
  to_upper(half);
  std::string out;
  for (std::string_view rest{half}; !rest.empty();) {
    const char32_t ch = take_code_point(rest);
    const bool dot = ch == U'.' || ch == U'•' || ch == U'・' || ch == U'‧' || ch == U'●';
    if (ch != U' ') append_code_point(dot ? U'·' : ch, out);
  }
  return out;
}

bool same_name(std::string_view a, std::string_view b) {
  return a == b || folded_name(a) == folded_name(b);
}

Fault formula_fault(const Cell& cell) {
  return fault(cell.text.starts_with('=') ? c::value_formula_pending : c::value_formula_error);
}

Fault normalise(const Field& field, const Cell& cell, Value& out, std::string& scratch,
                std::int32_t day_shift) {
  std::string_view s{cell.text};
  if (has_unseen(s)) {
    scratch.assign(s);
    remove_unseen(scratch);
    s = scratch;
  }
  s = trimmed(s);
  if (s.empty()) return out.set_null(), Fault{};
  if (cell.kind == Cell::Kind::error) return formula_fault(cell);
  if (field.role == "identity_number") {
    Fault f = normalise_identity(cell, scratch, false);
    scratch.empty() ? out.set_null() : out.set(std::string_view{scratch});
    return f;
  }
  if (field.type == FieldType::string) return text_value(field, s, out);
  if (field.type == FieldType::code && !field.multiple) {
    if (const CodeEntry* entry = field.codes->find(s))
      return out.set(std::string_view{entry->code}), Fault{};
  }
  if (!is_ascii(s)) {
    scratch.assign(s);
    to_half_width(scratch);
    s = trimmed(scratch);
  }
  switch (field.type) {
    case FieldType::code:
      return code_value(field, s, out);
    case FieldType::boolean:
      return boolean_value(s, out);
    case FieldType::integer:
    case FieldType::decimal:
      return number_value(field, s, out);
    case FieldType::year:
      return year_value(s, out);
    case FieldType::year_month:
    case FieldType::date:
      return date_value(field, cell, s, day_shift, out);
    case FieldType::string:
      break;
  }
  return {};
}

}  // namespace tmis::schema
