// A way for each type; the common case of each first, without a copy.
#include "schema/normalise.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/date.h"
#include "base/text.h"

namespace tmis::schema {
namespace {

namespace c = tmis::codes;

constexpr std::size_t kDigitsOfADouble = 15;

Fault fault(const Code& code, Args args = {}) { return {&code, std::move(args)}; }

bool has_control(std::string_view s) {
  return std::any_of(s.begin(), s.end(), [](char ch) {
    const auto b = static_cast<unsigned char>(ch);
    return (b < 0x20 && ch != '\t' && ch != '\n' && ch != '\r') || b == 0x7F;
  });
}

/// 4.30102E+17: what is left of a long number in a spreadsheet's cell.
bool is_scientific(std::string_view s) {
  const auto e = s.find_first_of("Ee");
  return e != std::string_view::npos && e > 0 && s.size() > e + 2 && s[e + 1] == '+' &&
         is_digits(s.substr(e + 2)) && s.find_first_not_of("0123456789.") == e;
}

Fault text_value(const Field& field, std::string_view s, Value& out) {
  if (has_control(s)) return fault(c::value_control);
  out.set(s);
  if (field.pattern) to_half_width(out.text);
  to_nfc(out.text);
  return {};
}

/// One code or label. On success `out` is the code.
Fault one_code(const CodeTable& table, std::string_view s, std::string& out) {
  if (const CodeEntry* entry = table.find(s)) {
    out = entry->code;
    return {};
  }
  const auto resolved = table.resolve(s);
  if (resolved.entry != nullptr) {
    out = resolved.entry->code;
    return {};
  }
  if (!resolved.candidates.empty())
    return fault(c::value_code_ambiguous, {arg("codes", joined(resolved.candidates, ", "))});
  const CodeEntry* example = table.entries().empty() ? nullptr : &table.entries().front();
  const std::string sample = resolved.near.value_or(example ? example->zh : "");
  return fault(resolved.near ? c::value_code_near : c::value_code,
               {arg("near", sample), arg("table", table.id())});
}

Fault code_value(const Field& field, std::string_view s, Value& out) {
  out.set(std::string_view{});
  if (!field.multiple) return one_code(*field.codes, s, out.text);
  // Several: separated by semicolons, else by commas or 、; a label may hold one of those itself.
  std::string list{s}, code;
  for (const std::string_view separator : {"；", "，", "、", ",", "/"}) {
    for (auto at = list.find(separator); at != std::string::npos; at = list.find(separator, at))
      list.replace(at, separator.size(), ";");
  }
  if (!one_code(*field.codes, s, code)) list = code;
  for (const std::string_view part : split(list, ';')) {
    if (trimmed(part).empty()) continue;
    if (Fault f = one_code(*field.codes, trimmed(part), code)) return f;
    const auto present = split(out.text, ';');
    if (!out.text.empty() && std::find(present.begin(), present.end(), code) != present.end())
      return fault(c::value_code_twice);
    out.text.append(out.text.empty() ? "" : ";").append(code);
  }
  if (out.text.empty()) out.set_null();
  return {};
}

Fault boolean_value(std::string_view s, Value& out) {
  static constexpr std::array<std::string_view, 9> kYes = {"1", "是", "true", "TRUE", "yes",
                                                           "Y", "y",  "√",    "有"};
  static constexpr std::array<std::string_view, 10> kNo = {"0", "否", "false", "FALSE", "no",
                                                           "N", "n",  "×",     "无",    "x"};
  if (std::find(kYes.begin(), kYes.end(), s) != kYes.end())
    return out.set(std::int64_t{1}), Fault{};
  if (std::find(kNo.begin(), kNo.end(), s) != kNo.end()) return out.set(std::int64_t{0}), Fault{};
  return fault(c::value_boolean);
}

/// Exact: digits are moved, never rounded.
Fault number_value(const Field& field, std::string_view s, Value& out) {
  std::string digits;
  bool negative = false, point = false;
  int places = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char ch = s[i];
    if (ch >= '0' && ch <= '9') {
      if (point) ++places;
      digits.push_back(ch);
    } else if (ch == '-' && i == 0) {
      negative = true;
    } else if (ch == '.' && !point && !digits.empty()) {
      point = true;
    } else if (ch != ',' || point ||
               digits.empty()) {  // 1,234.50 is a number; a comma elsewhere isn't
      return fault(c::value_number);
    }
  }
  while (places > field.decimals && digits.ends_with('0')) {  // 12.0 is 12
    digits.pop_back();
    --places;
  }
  if (places > field.decimals) return fault(c::value_decimals, {arg("decimals", field.decimals)});
  for (; places < field.decimals; ++places) digits.push_back('0');
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
  if (digits.empty() || error == std::errc::invalid_argument) return fault(c::value_number);
  if (error != std::errc{})
    return fault(c::value_range,
                 {arg("least", field.minimum.value_or(0)), arg("most", field.maximum.value_or(0))});
  out.set(negative ? -n : n);
  return {};
}

/// Year, month, day out of the forms that offices write; 0 for what isn't there.
struct Parts {
  int year = 0, month = 0, day = 0;
  bool has_day = false, has_month = false;
};

std::optional<Parts> date_parts(std::string_view s) {
  Parts p;
  const auto number = [](std::string_view digits) { return std::stoi(std::string{digits}); };
  if (is_digits(s) && (s.size() == 8 || s.size() == 6)) {  // 20160901, 201609
    p = {number(s.substr(0, 4)), number(s.substr(4, 2)), s.size() == 8 ? number(s.substr(6, 2)) : 0,
         s.size() == 8, true};
    return p;
  }
  std::array<std::string_view, 3> group{};
  std::size_t n = 0;
  for (std::size_t i = 0; i < s.size() && n < group.size();) {
    const auto end = std::min(s.find_first_not_of("0123456789", i), s.size());
    if (end == i || end - i > 4) return std::nullopt;
    group[n++] = s.substr(i, end - i);
    std::string_view rest = s.substr(end);
    for (const std::string_view unit : {"年", "月", "日", "号", "-", "/", ".", " "}) {
      while (rest.starts_with(unit)) rest.remove_prefix(unit.size());
    }
    for (const std::string_view unit : {"-", "/", "."}) {  // 2016-09- is no date
      if (rest.empty() && s.ends_with(unit)) return std::nullopt;
    }
    i = s.size() - rest.size();
    if (n == group.size() && !rest.empty()) return std::nullopt;
  }
  if (n == 0 || group[0].size() != 4 || (n > 1 && group[1].size() > 2) ||
      (n > 2 && group[2].size() > 2))
    return std::nullopt;
  p.year = number(group[0]);
  p.has_month = n > 1;
  p.has_day = n > 2;
  if (p.has_month) p.month = number(group[1]);
  if (p.has_day) p.day = number(group[2]);
  return p;
}

bool ends_with_midnight(std::string_view s) {
  return s.size() > 10 && (s.substr(10) == " 00:00:00" || s.substr(10) == "T00:00:00" ||
                           s.substr(10) == " 0:00" || s.substr(10) == " 0:00:00");
}

Fault date_value(const Field& field, const Cell& cell, std::string_view s, Value& out) {
  const bool month = field.type == FieldType::year_month;
  const Code& code = month ? c::value_month : c::value_date;
  if (!month && s.size() == 10 && day_from_iso(s)) return out.set(s), Fault{};
  if (month && s.size() == 7 && month_from_iso(s)) return out.set(s), Fault{};
  if (ends_with_midnight(s)) s = s.substr(0, 10);
  // A day number of a spreadsheet: 1927 to 2119, which no year or YYYYMM can be taken for.
  const bool serial = s.size() == 5 && is_digits(s) && s[0] >= '1' && s[0] <= '7';
  std::optional<Parts> p;
  if (serial) {
    const Civil day = to_civil(day_from_serial(std::stoi(std::string{s})));
    p = Parts{day.year, day.month, day.day, true, true};
  } else {
    p = date_parts(s);
  }
  const bool from_sheet = serial || cell.kind == Cell::Kind::date;
  if (!p || !p->has_month || (month ? p->has_day && !from_sheet : !p->has_day)) return fault(code);
  const Civil day{p->year, p->month, p->has_day ? p->day : 1};
  if (!exists(day)) return fault(c::value_no_such_day);
  const std::string iso = to_iso(to_day(day));
  out.set(month ? std::string_view{iso}.substr(0, 7) : std::string_view{iso});
  return {};
}

Fault year_value(std::string_view s, Value& out) {
  if (s.ends_with("年")) s.remove_suffix(std::string_view{"年"}.size());
  if (s.size() != 4 || !is_digits(s) || s < "1900" || s > "2199") return fault(c::value_year);
  out.set(s);
  return {};
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

Fault normalise_identity(const Cell& cell, std::string& out, bool check) {
  out.assign(cell.text);
  to_half_width(out);
  out.erase(
      std::remove_if(out.begin(), out.end(),
                     [](char ch) { return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r'; }),
      out.end());
  if (out.size() > 15 && out.front() == '\'') out.erase(0, 1);
  to_upper(out);
  if (out.empty()) return {};
  if (is_scientific(out) || (cell.kind == Cell::Kind::number && out.size() > kDigitsOfADouble))
    return fault(c::value_identity_spoilt);
  if (out.size() == 15 && is_digits(out)) {
    const auto longer = from_15_digits(out);
    return longer ? fault(c::value_identity_15, {arg("longer", *longer)})
                  : fault(c::value_identity_15_wrong);
  }
  if (has_control(out) || !is_ascii(out) || out.size() > 20) return fault(c::value_identity);
  if (check && out.size() == 18 && is_digits(std::string_view{out}.substr(0, 17)) &&
      !is_identity_18(out)) {
    return fault(c::value_identity_checksum);
  }
  return {};
}

Fault normalise(const Field& field, const Cell& cell, Value& out, std::string& scratch) {
  std::string_view s = trimmed(cell.text);
  if (s.empty()) return out.set_null(), Fault{};
  if (cell.kind == Cell::Kind::error) return fault(c::value_formula_error);
  if (field.role == "identity_number") {
    Fault f = normalise_identity(cell, scratch, false);
    scratch.empty() ? out.set_null() : out.set(std::string_view{scratch});
    return f;
  }
  if (field.type == FieldType::string) return text_value(field, s, out);
  if (field.type == FieldType::code && field.codes != nullptr && !field.multiple) {
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
      return date_value(field, cell, s, out);
    case FieldType::string:
      break;
  }
  return {};
}

}  // namespace tmis::schema
