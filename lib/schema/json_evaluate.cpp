// A document against the nodes of a schema. Where only the verdict counts (if, not, anyOf …)
// nothing is noted and the first fault ends it.
#include "schema/json_evaluate.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include "base/text.h"
#include "schema/json_document.h"

namespace tmis::schema {
namespace {

using nlohmann::json;

bool whole(const json& v) {
  return v.is_number_integer() ||
         (v.is_number_float() && std::trunc(v.get<double>()) == v.get<double>());
}

std::uint8_t type_bits(const json& v) {
  using T = JsonType;
  const auto bits = [](auto... t) {
    return static_cast<std::uint8_t>((static_cast<unsigned>(t) | ...));
  };
  if (v.is_number()) return whole(v) ? bits(T::integer, T::number) : bits(T::number);
  if (v.is_string()) return bits(T::string);
  if (v.is_array()) return bits(T::array);
  if (v.is_object()) return bits(T::object);
  return v.is_boolean() ? bits(T::boolean) : bits(T::null);
}

/// A number as written: digits · 10^exponent, without zeros at the end.
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};

Decimal decimal(const json& v) {
  Decimal d;
  std::string text = v.dump();  // the shortest that reads back to the same
  const auto e = text.find('e');
  if (e != std::string::npos) {
    std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), text.data() + text.size(),
                    d.exponent);
    text.resize(e);
  }
  if (const auto point = text.find('.'); point != std::string::npos) {
    d.exponent -= static_cast<int>(text.size() - point - 1);
    text.erase(point, 1);
  }
  std::from_chars(text.data() + (text[0] == '-' ? 1 : 0), text.data() + text.size(), d.digits);
  for (; d.digits != 0 && d.digits % 10 == 0; d.digits /= 10) ++d.exponent;
  return d;
}

/// In decimals, not in binary fractions: 0.0075 is a multiple of 0.0001, whatever the division
/// says.
bool multiple(const json& value, const json& of) {
  const Decimal v = decimal(value);
  const Decimal m = decimal(of);
  if (v.digits == 0) return true;
  if (v.exponent < m.exponent) return false;
  std::uint64_t rest = v.digits % m.digits;
  for (int i = m.exponent; i < v.exponent && rest != 0; ++i) {
    for (std::uint64_t once = rest, k = 1; k < 10;
         ++k) {  // times 10, never above twice the divisor
      rest = rest >= m.digits - once ? rest - (m.digits - once) : rest + once;
    }
  }
  return rest == 0;
}

bool unique(const json& array) {
  std::unordered_set<std::string> seen;
  return std::all_of(array.begin(), array.end(),
                     [&](const json& item) { return seen.insert(canonical(item)).second; });
}

class Evaluation {
 public:
  explicit Evaluation(const Validator::Program& program) : nodes_(program.nodes) {}

  bool run(NodeId id, const json& v) {
    const Node& n = nodes_[id];
    if (n.refuses) return fault("false", {});
    bool fits = value(n, v);
    if (v.is_string() && (fits || noting_))
      fits = string(n, v.get_ref<const std::string&>()) && fits;
    if (v.is_number() && (fits || noting_)) fits = number(n, v) && fits;
    if (v.is_array() && (fits || noting_)) fits = array(n, v) && fits;
    if (v.is_object() && (fits || noting_)) fits = object(n, v) && fits;
    if (fits || noting_) fits = combined(n, v) && fits;
    return fits;
  }

  std::vector<Validator::Fault> faults;

 private:
  bool fault(std::string keyword, Args args) {
    if (noting_ && faults.size() < Validator::kMostFaults)
      faults.push_back({at_, std::move(keyword), std::move(args)});
    return false;
  }
  bool expect(bool fits, const char* keyword, const json& expected) {
    return fits ||
           fault(keyword, {arg("expected", expected.is_string() ? expected.get<std::string>()
                                                                : expected.dump())});
  }
  bool limit(bool fits, const char* keyword, std::size_t expected) {
    return fits || fault(keyword, {arg("expected", expected)});
  }

  /// Only the verdict.
  bool quietly(NodeId id, const json& v) {
    const bool before = std::exchange(noting_, false);
    const bool fits = run(id, v);
    noting_ = before;
    return fits;
  }
  /// One step into the document.
  bool below(NodeId id, const json& v, std::string_view step) {
    const std::size_t length = at_.size();
    if (noting_) at_.append(pointer_step(step));
    const bool fits = run(id, v);
    at_.resize(length);
    return fits;
  }

  bool value(const Node& n, const json& v) {
    bool fits = true;
    if (n.types != 0 && (n.types & type_bits(v)) == 0)
      fits = fault("type", {arg("expected", type_names(n.types))});
    if (n.constant != nullptr)
      fits = expect(canonical(*n.constant) == canonical(v), "const", *n.constant) && fits;
    if (n.enumeration != nullptr) {
      const std::string own = canonical(v);
      fits = expect(std::any_of(n.enumeration->begin(), n.enumeration->end(),
                                [&](const json& e) { return canonical(e) == own; }),
                    "enum", *n.enumeration) &&
             fits;
    }
    return fits;
  }

  static std::string type_names(std::uint8_t types) {
    static constexpr const char* kNames[] = {"null",   "boolean", "integer", "number",
                                             "string", "array",   "object"};
    std::string out;
    for (unsigned i = 0; i < 7; ++i) {
      if ((types >> i & 1U) != 0) out.append(out.empty() ? "" : ", ").append(kNames[i]);
    }
    return out;
  }

  bool string(const Node& n, const std::string& text) {
    bool fits = true;
    if (n.min_length || n.max_length) {
      const std::size_t length = code_points(text);
      if (n.min_length) fits = limit(length >= *n.min_length, "minLength", *n.min_length) && fits;
      if (n.max_length) fits = limit(length <= *n.max_length, "maxLength", *n.max_length) && fits;
    }
    if (n.pattern && !re2::RE2::PartialMatch(text, *n.pattern))
      fits = fault("pattern", {arg("expected", n.pattern_text)});
    return fits;
  }

  bool number(const Node& n, const json& v) {
    bool fits = true;
    if (n.minimum != nullptr) fits = expect(v >= *n.minimum, "minimum", *n.minimum) && fits;
    if (n.maximum != nullptr) fits = expect(v <= *n.maximum, "maximum", *n.maximum) && fits;
    if (n.above != nullptr) fits = expect(v > *n.above, "exclusiveMinimum", *n.above) && fits;
    if (n.below != nullptr) fits = expect(v < *n.below, "exclusiveMaximum", *n.below) && fits;
    if (n.multiple_of != nullptr)
      fits = expect(multiple(v, *n.multiple_of), "multipleOf", *n.multiple_of) && fits;
    return fits;
  }

  bool array(const Node& n, const json& v) {
    bool fits = true;
    if (n.min_items) fits = limit(v.size() >= *n.min_items, "minItems", *n.min_items) && fits;
    if (n.max_items) fits = limit(v.size() <= *n.max_items, "maxItems", *n.max_items) && fits;
    if (n.unique_items && !unique(v)) fits = fault("uniqueItems", {});
    for (std::size_t i = 0; i < v.size() && (fits || noting_); ++i) {
      const auto schema = i < n.prefix_items.size() ? std::optional{n.prefix_items[i]} : n.items;
      if (schema) fits = below(*schema, v[i], std::to_string(i)) && fits;
    }
    if (n.contains) {
      const auto found = static_cast<std::size_t>(std::count_if(
          v.begin(), v.end(), [&](const json& item) { return quietly(*n.contains, item); }));
      const std::size_t least = n.min_contains.value_or(1);
      fits = limit(found >= least, n.min_contains ? "minContains" : "contains", least) && fits;
      if (n.max_contains)
        fits = limit(found <= *n.max_contains, "maxContains", *n.max_contains) && fits;
    }
    return fits;
  }

  bool object(const Node& n, const json& v) {
    bool fits = true;
    if (n.min_properties)
      fits = limit(v.size() >= *n.min_properties, "minProperties", *n.min_properties) && fits;
    if (n.max_properties)
      fits = limit(v.size() <= *n.max_properties, "maxProperties", *n.max_properties) && fits;
    for (const std::string& name : n.required) {
      if (!v.contains(name)) fits = fault("required", {arg("word", name)});
    }
    for (const auto& [name, needs] : n.dependent_required) {
      if (!v.contains(name)) continue;
      for (const std::string& other : needs) {
        if (!v.contains(other)) fits = fault("dependentRequired", {arg("word", other)});
      }
    }
    for (auto member = v.begin(); member != v.end() && (fits || noting_); ++member) {
      fits = one_member(n, member.key(), member.value()) && fits;
    }
    return fits;
  }

  bool one_member(const Node& n, const std::string& name, const json& v) {
    bool fits = true;
    bool described = false;
    if (n.property_names && !quietly(*n.property_names, name))
      fits = fault("propertyNames", {arg("word", name)});
    if (const auto own = n.properties.find(name); own != n.properties.end()) {
      described = true;
      fits = below(own->second, v, name) && fits;
    }
    for (const auto& [pattern, schema] : n.pattern_properties) {
      if (!re2::RE2::PartialMatch(name, *pattern)) continue;
      described = true;
      fits = below(schema, v, name) && fits;
    }
    if (described || !n.additional_properties) return fits;
    if (nodes_[*n.additional_properties].refuses)
      return fault("additionalProperties", {arg("word", name)});
    return below(*n.additional_properties, v, name) && fits;
  }

  bool combined(const Node& n, const json& v) {
    bool fits = true;
    if (n.reference) fits = run(*n.reference, v);
    for (const NodeId one : n.all_of) {
      if (fits || noting_) fits = run(one, v) && fits;
    }
    const auto quiet = [&](NodeId one) { return quietly(one, v); };
    if (!n.any_of.empty() && std::none_of(n.any_of.begin(), n.any_of.end(), quiet))
      fits = fault("anyOf", {});
    if (!n.one_of.empty() && std::count_if(n.one_of.begin(), n.one_of.end(), quiet) != 1)
      fits = fault("oneOf", {});
    if (n.negated && quietly(*n.negated, v)) fits = fault("not", {});
    if (n.condition) {
      const auto& branch = quietly(*n.condition, v) ? n.then : n.otherwise;
      if (branch) fits = run(*branch, v) && fits;
    }
    return fits;
  }

  const std::vector<Node>& nodes_;
  std::string at_;
  bool noting_ = true;
};

}  // namespace

std::vector<Validator::Fault> evaluate(const Validator::Program& program, const json& document) {
  Evaluation evaluation{program};
  evaluation.run(program.root, document);
  return std::move(evaluation.faults);
}

}  // namespace tmis::schema
