// Reads one table file. Every word of the vocabulary is read here and nowhere else.
#include <algorithm>
#include <array>
#include <new>
#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/error.h"
#include "schema/ecma_pattern.h"
#include "schema/field_set.h"

namespace tmis::schema {
namespace {

using nlohmann::ordered_json;  // the order of the text is that of the form

constexpr std::array<std::string_view, 8> kTypes = {"string",  "code", "boolean",    "integer",
                                                    "decimal", "year", "year_month", "date"};
constexpr std::array<std::string_view, 10> kRules = {
    "after",          "not_before",      "not_after",           "not_equal",
    "exclusive_code", "code_prefix",     "before_current_year", "not_after_current_year",
    "not_in_future",  "birth_date_in_id"};

// The words of ours; those without a place below are for people and other programs.
constexpr std::array<std::string_view, 16> kSetWords = {
    "x-tmis-number",       "x-tmis-label",       "x-tmis-category",
    "x-tmis-source",       "x-tmis-cardinality", "x-tmis-may-declare-none",
    "x-tmis-none-row",     "x-tmis-key",         "x-tmis-account-fields",
    "x-tmis-rules",        "x-tmis-originals",   "x-tmis-none-certificate-row",
    "x-tmis-confirmed-by", "x-tmis-order-note",  "x-tmis-note",
    "x-tmis-provenance"};
constexpr std::array<std::string_view, 21> kFieldWords = {"x-tmis-label",
                                                          "x-tmis-type",
                                                          "x-tmis-since",
                                                          "x-tmis-codes",
                                                          "x-tmis-multiple",
                                                          "x-tmis-sensitive",
                                                          "x-tmis-derived",
                                                          "x-tmis-derived-pick",
                                                          "x-tmis-read-only",
                                                          "x-tmis-role",
                                                          "x-tmis-decimals",
                                                          "x-tmis-minimum",
                                                          "x-tmis-maximum",
                                                          "x-tmis-depends-on",
                                                          "x-tmis-suggest",
                                                          "x-tmis-note",
                                                          "x-tmis-check",
                                                          "x-tmis-provenance",
                                                          "x-tmis-codes-provenance",
                                                          "x-tmis-required-provenance",
                                                          "x-tmis-max-length-provenance"};

class Reader {
 public:
  Reader(std::string name, const Catalogue& catalogue)
      : name_(std::move(name)), catalogue_(catalogue) {}

  FieldSet read(std::string_view text) {
    const ordered_json j = ordered_json::parse(text, nullptr, false);
    if (!j.is_object()) invalid("JSON");
    try {
      read_head(j);
      only(j, kSetWords, "");
      for (const auto& [id, p] : j.at("properties").items()) read_field(id, p);
      for (const std::string& id : words(j, "required")) set_.fields[field(id)].required = true;
      for (const auto& [id, p] : j.at("properties").items())
        read_depends_on(set_.fields[field(id)], p);
      read_keys(j);
      for (const ordered_json& rule : list(j, "x-tmis-rules")) read_rule(rule);
      for (const ordered_json& original : list(j, "x-tmis-originals")) read_original(original);
      for (const ordered_json& c : list(j, "allOf")) read_conditional(c);
    } catch (const Error&) {
      throw;
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& e) {  // nlohmann's, and std's for numbers that are none
      invalid(e.what());
    }
    index_conditionals();
    for (std::size_t i = 0; i < set_.fields.size(); ++i) {
      if (!set_.fields[i].stored()) continue;
      (set_.fields[i].sensitive ? set_.sealed_order : set_.column_order).push_back(i);
    }
    std::sort(set_.sealed_order.begin(), set_.sealed_order.end(),
              [&](std::size_t a, std::size_t b) { return set_.fields[a].id < set_.fields[b].id; });
    // Wherever a younger field stands in the form, its column is the last: old rows hash theirs in
    // order.
    std::stable_sort(
        set_.column_order.begin(), set_.column_order.end(),
        [&](std::size_t a, std::size_t b) { return set_.fields[a].since < set_.fields[b].since; });
    return std::move(set_);
  }

 private:
  [[noreturn]] void invalid(std::string_view word) const {
    throw Error{codes::schema_invalid, {arg("file", name_), arg("word", word)}};
  }

  /// A word of ours that is misspelt would be a rule that silently isn't there.
  template <std::size_t N>
  void only(const ordered_json& j, const std::array<std::string_view, N>& known,
            const std::string& where) const {
    for (const auto& [word, unused] : j.items()) {
      const bool ours = word.starts_with("x-tmis-");
      if (ours && std::find(known.begin(), known.end(), word) == known.end()) invalid(where + word);
    }
  }

  static const ordered_json& list(const ordered_json& j, const char* key) {
    static const ordered_json kNone = ordered_json::array();
    return j.contains(key) ? j.at(key) : kNone;
  }
  static std::vector<std::string> words(const ordered_json& j, const char* key) {
    return list(j, key).get<std::vector<std::string>>();
  }
  static Label label(const ordered_json& j) {
    return {j.at("zh").get<std::string>(), j.at("en").get<std::string>()};
  }

  std::size_t field(const std::string& id) const {
    const auto found = set_.field_index(id);
    if (!found) invalid(id);
    return *found;
  }

  Pattern pattern(const std::string& text) const {
    auto made = compile_pattern(text);
    if (!made) invalid(text);
    return made;
  }

  void read_head(const ordered_json& j) {
    set_.id = name_.substr(name_.rfind('/') + 1);
    set_.id = set_.id.substr(0, set_.id.find('.'));
    set_.number = j.at("x-tmis-number").get<std::uint16_t>();
    set_.label = label(j.at("x-tmis-label"));
    if (j.contains("x-tmis-category")) {
      const ordered_json& c = j.at("x-tmis-category");
      set_.category = {c.at("id").get<std::string>(), c.at("order").get<int>(),
                       label(c.at("label")), c.value("starred", false)};
    }
    set_.source = j.at("x-tmis-source").get<std::string>();
    set_.one = j.at("x-tmis-cardinality") == "one";
    set_.may_declare_none = j.value("x-tmis-may-declare-none", false);
  }

  void read_field(const std::string& id, const ordered_json& p) {
    only(p, kFieldWords, id + ".");
    Field f;
    f.id = id;
    f.label = label(p.at("x-tmis-label"));
    const auto type =
        std::find(kTypes.begin(), kTypes.end(), p.at("x-tmis-type").get<std::string>());
    if (type == kTypes.end()) invalid(id + ".x-tmis-type");
    f.type = static_cast<FieldType>(type - kTypes.begin());
    f.since = p.value("x-tmis-since", 1U);
    f.multiple = p.value("x-tmis-multiple", false);
    f.sensitive = p.value("x-tmis-sensitive", false);
    f.derived = p.contains("x-tmis-derived");
    if (p.contains("x-tmis-derived-pick")) {
      const ordered_json& pick = p.at("x-tmis-derived-pick");
      f.pick = Field::Pick{p.at("x-tmis-derived").get<std::string>(),
                           pick.at("take").get<std::string>(), pick.value("highest", ""),
                           pick.at("latest").get<std::string>(), pick.value("until", "")};
    }
    f.read_only = p.value("x-tmis-read-only", false);
    f.role = p.value("x-tmis-role", "");
    f.note = p.value("x-tmis-note", "");
    f.decimals = p.value("x-tmis-decimals", 0);
    f.max_length = p.value("maxLength", std::size_t{0});
    std::int64_t scale = 1;
    for (int i = 0; i < f.decimals; ++i) scale *= 10;
    for (const char* key : {"minimum", "x-tmis-minimum"}) {
      if (p.contains(key)) f.minimum = p.at(key).get<std::int64_t>() * scale;
    }
    for (const char* key : {"maximum", "x-tmis-maximum"}) {
      if (p.contains(key)) f.maximum = p.at(key).get<std::int64_t>() * scale;
    }
    if (p.contains("x-tmis-codes"))
      f.codes = &catalogue_.codes(p.at("x-tmis-codes").get<std::string>());
    if ((f.type == FieldType::code) != (f.codes != nullptr)) invalid(id + ".x-tmis-codes");
    f.suggests = p.value("x-tmis-suggest", "");
    if (p.contains("not")) f.not_allowed = p.at("not").at("enum").get<std::vector<std::string>>();
    // Dates, years and decimals are checked by their type, which is stricter than any pattern.
    if (p.contains("pattern") && f.type == FieldType::string)
      f.pattern = pattern(p.at("pattern").get<std::string>());
    if (p.contains("default")) f.default_value = value(f, p.at("default"));
    set_.fields.push_back(std::move(f));
  }

  void read_depends_on(Field& f, const ordered_json& p) const {
    if (!p.contains("x-tmis-depends-on")) return;
    const ordered_json& d = p.at("x-tmis-depends-on");
    Field::DependsOn depends;
    depends.field = field(d.at("field").get<std::string>());
    for (const auto& [code, prefixes] : d.at("prefixes").items()) {
      depends.prefixes[code] = prefixes.get<std::vector<std::string>>();
    }
    f.depends_on = std::move(depends);
  }

  void read_keys(const ordered_json& j) {
    for (const std::string& id : words(j, "x-tmis-key")) set_.key.push_back(field(id));
    for (const std::string& id : words(j, "x-tmis-account-fields"))
      set_.account_fields.push_back(field(id));
    if (j.contains("x-tmis-none-row")) {
      const std::size_t at = field(j.at("x-tmis-none-row").at("field").get<std::string>());
      set_.none_row = NoneRow{at, value(set_.fields[at], j.at("x-tmis-none-row").at("value"))};
    }
  }

  void read_rule(const ordered_json& r) {
    const auto kind = std::find(kRules.begin(), kRules.end(), r.at("rule").get<std::string>());
    if (kind == kRules.end()) invalid(r.at("rule").get<std::string>());
    Rule rule;
    rule.kind = static_cast<RuleKind>(kind - kRules.begin());
    rule.field = field(r.at("field").get<std::string>());
    if (r.contains("other")) rule.other = field(r.at("other").get<std::string>());
    rule.when = field_and_value(r, "when");
    rule.codes = words(r, "codes");
    set_.rules.push_back(std::move(rule));
  }

  std::optional<FieldValue> field_and_value(const ordered_json& j, const char* key) const {
    if (!j.contains(key)) return std::nullopt;
    const std::size_t at = field(j.at(key).at("field").get<std::string>());
    return FieldValue{at, value(set_.fields[at], j.at(key).at("value"))};
  }

  void read_original(const ordered_json& o) {
    set_.originals.push_back({o.at("kind").get<std::string>(), field_and_value(o, "when"),
                              field_and_value(o, "unless"), o.value("by_hand", false)});
    if (o.contains("number"))
      set_.originals.back().number = field(o.at("number").get<std::string>());
  }

  /// A value of the schema as the row has it.
  static Value value(const Field& f, const ordered_json& v) {
    if (v.is_boolean()) return Value{std::int64_t{v.get<bool>()}};
    if (v.is_number_integer()) return Value{v.get<std::int64_t>()};
    if (v.is_array()) {
      std::string joined_codes;
      for (const ordered_json& code : v)
        joined_codes.append(joined_codes.empty() ? "" : ";").append(code.get<std::string>());
      return Value{joined_codes};
    }
    if (f.type == FieldType::decimal) return decimal(f, v.get<std::string>());
    return Value{v.get<std::string>()};
  }

  static Value decimal(const Field& f, std::string text) {
    const auto point = text.find('.');
    std::size_t places = point == std::string::npos ? 0 : text.size() - point - 1;
    if (point != std::string::npos) text.erase(point, 1);
    for (; places < static_cast<std::size_t>(f.decimals); ++places) text.push_back('0');
    return Value{std::int64_t{std::stoll(text)}};
  }

  Condition condition(const ordered_json& j) {
    Condition c;
    const ordered_json* inside = &j;
    if (j.contains("not")) {
      c.negated = true;
      inside = &j.at("not");
    }
    if (inside->contains("anyOf")) {
      for (const ordered_json& one : inside->at("anyOf")) c.any_of.push_back(tests(one));
    } else {
      c.any_of.push_back(tests(*inside));
    }
    return c;
  }

  std::vector<Condition::Test> tests(const ordered_json& j) {
    std::vector<Condition::Test> out;
    const auto required = words(j, "required");
    for (const auto& [id, shape] : j.at("properties").items()) {
      Condition::Test test;
      test.field = field(id);
      const bool negated = shape.contains("not");
      const ordered_json& inner = negated ? shape.at("not") : shape;
      const ordered_json& plain = inner.contains("contains") ? inner.at("contains") : inner;
      const bool many = plain.contains("enum");
      for (const ordered_json& v :
           many ? plain.at("enum") : ordered_json::array({plain.at("const")})) {
        test.values.push_back(value(set_.fields[test.field], v));
      }
      const bool present = std::find(required.begin(), required.end(), id) != required.end();
      using Op = Condition::Test::Op;
      test.op = !negated ? (many ? Op::is_in : Op::is) : present ? Op::present_not_in : Op::is_not;
      out.push_back(std::move(test));
    }
    return out;
  }

  void read_conditional(const ordered_json& j) {
    Conditional c;
    c.when = condition(j.at("if"));
    const ordered_json& then = j.at("then");
    for (const std::string& id : words(then, "required")) c.required.push_back(field(id));
    if (then.contains("properties")) {
      for (const auto& [id, p] : then.at("properties").items()) {
        const std::size_t at = field(id);
        if (p.is_boolean()) {
          c.empty.push_back(at);
        } else if (p.contains("const")) {
          c.fixed.emplace_back(at, value(set_.fields[at], p.at("const")));
        } else {
          c.shapes.push_back({at, pattern(p.at("pattern").get<std::string>()),
                              p.value("x-tmis-check", "") == "gb11643"});
        }
      }
    }
    set_.conditionals.push_back(std::move(c));
  }

  void index_conditionals() {
    for (std::size_t n = 0; n < set_.conditionals.size(); ++n) {
      for (const std::size_t i : set_.conditionals[n].required)
        set_.fields[i].required_when.push_back(n);
      for (const std::size_t i : set_.conditionals[n].empty) set_.fields[i].empty_when.push_back(n);
      for (const auto& shape : set_.conditionals[n].shapes)
        set_.fields[shape.field].shaped_when.push_back(n);
    }
  }

  std::string name_;
  const Catalogue& catalogue_;
  FieldSet set_;
};

}  // namespace

FieldSet read_field_set(std::string_view text, const std::string& name, const Catalogue& codes) {
  return Reader{name, codes}.read(text);
}

}  // namespace tmis::schema
