// Labels come in the language of the texts.
#include "schema/display.h"

#include <algorithm>

#include "base/text.h"

namespace tmis::schema {
namespace {

std::string decimal(std::int64_t number, int decimals) {
  const bool negative = number < 0;
  std::string digits = std::to_string(negative ? -number : number);
  const auto places = static_cast<std::size_t>(decimals);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, ".");
  return (negative ? "-" : "") + digits;
}

std::size_t index_of(const FieldSet& set, const Field& field) {
  return static_cast<std::size_t>(&field - set.fields.data());
}

}  // namespace

std::string code_label(const CodeTable& table, std::string_view code) {
  const CodeEntry* entry = table.find(code);
  if (entry == nullptr) return std::string{code};
  return language() == Language::zh || entry->en.empty() ? entry->zh : entry->en;
}

std::string display(const Field& field, const Value& value, Form form) {
  if (value.is_null()) return {};
  if (field.type == FieldType::boolean) {
    return form == Form::code ? std::to_string(value.number)
                              : text(value.number != 0 ? "yes" : "no");
  }
  if (field.type == FieldType::decimal) return decimal(value.number, field.decimals);
  if (value.kind == Value::Kind::integer) return std::to_string(value.number);
  if (form == Form::code || field.codes == nullptr) return value.text;
  std::string out;
  for (const auto code : split(value.text, ';'))
    out.append(out.empty() ? "" : ";").append(code_label(*field.codes, code));
  return out;
}

std::string describe(const FieldSet& set, const Field& field) {
  static constexpr std::string_view kTypes[] = {"string",  "code", "boolean",    "integer",
                                                "decimal", "year", "year_month", "date"};
  std::vector<std::string> parts;
  const std::size_t index = index_of(set, field);
  if (field.derived || field.read_only) parts.push_back(text("describe.by-program"));
  if (field.required) parts.push_back(text("describe.required"));
  for (const Conditional& c : set.conditionals) {
    if (std::find(c.required.begin(), c.required.end(), index) == c.required.end() ||
        c.when.any_of.empty())
      continue;
    parts.push_back(
        text("describe.required-by",
             arg("field", set.fields[c.when.any_of.front().front().field].label.here())));
  }
  parts.push_back(
      text(std::string{"describe."} + std::string{kTypes[static_cast<std::size_t>(field.type)]},
           arg("decimals", field.decimals), arg("table", field.codes ? field.codes->id() : "")));
  if (field.multiple) parts.push_back(text("describe.multiple"));
  if (field.max_length > 0) parts.push_back(text("describe.length", arg("most", field.max_length)));
  if (field.minimum || field.maximum) {
    parts.push_back(text("describe.range",
                         arg("least", decimal(field.minimum.value_or(0), field.decimals)),
                         arg("most", decimal(field.maximum.value_or(0), field.decimals))));
  }
  if (field.default_value) {
    parts.push_back(
        text("describe.default", arg("value", display(field, *field.default_value, Form::label))));
  }
  return joined(parts, text("describe.and"));
}

}  // namespace tmis::schema
