// Schema text to nodes: addresses are found first, then every keyword is read by its line of the
// table below.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "schema/ecma_pattern.h"
#include "schema/json_document.h"
#include "schema/json_schema.h"
#include "schema/json_uri.h"

namespace tmis::schema {
namespace {

using nlohmann::json;

constexpr std::size_t kSchemaDepth = 64;
constexpr std::string_view kDraft = "https://json-schema.org/draft/2020-12/schema";
constexpr std::string_view kOwn = "https://tmis.example/schemas/";

/// What stands behind a keyword: a plain value, a schema, an array of schemas, schemas by name.
enum class Holds : std::uint8_t { value, schema, list, named };

class Compiler;
struct Keyword {
  std::string_view name;
  Holds holds;
  void (*take)(Compiler&, Node&, const json&);
};
const Keyword* find_keyword(std::string_view name);

class Compiler {
 public:
  explicit Compiler(const Validator::Loader& loader)
      : loader_(loader), program_(std::make_shared<Validator::Program>()) {}

  std::shared_ptr<const Validator::Program> compile(std::string_view text) {
    program_->root = node(load(text, ""));
    for (NodeId id = 0; id < program_->nodes.size(); ++id) refuse_loops(id);
    return program_;
  }

  /// The node of a schema that stands in a loaded document; made when first asked for.
  NodeId node(const json& schema) {
    const auto known = made_.find(&schema);
    if (known != made_.end()) return known->second;
    const NodeId id = program_->nodes.size();
    program_->nodes.emplace_back();
    made_.emplace(&schema, id);
    Node n;
    if (schema.is_boolean()) {
      n.refuses = !schema.get<bool>();
    } else {
      for (const auto& [name, value] : schema.items()) {
        const Keyword* keyword = find_keyword(name);
        if (keyword == nullptr || keyword->take == nullptr) continue;
        const Place& place =
            places_.at(&schema);  // again for each: what stood here was left for the parts
        base_ = place.base;
        at_ = place.pointer + pointer_step(name);
        keyword->take(*this, n, value);
      }
    }
    program_->nodes[id] = std::move(n);
    return id;
  }

  NodeId refer(const json& value) {
    const std::string address = resolve(base_, string(value));
    const Address a = split_fragment(address);
    const json& document = resource(a.document, address);
    if (a.fragment.empty()) return node(document);
    try {
      const json& target = document.at(json::json_pointer(a.fragment));
      if (places_.contains(&target)) return node(target);
    } catch (const json::exception&) {
      // No such place: told below.
    }
    refuse("$ref", address);
  }

  [[noreturn]] void refuse(std::string_view keyword, std::string value) const {
    throw Error{codes::schema_keyword,
                {arg("keyword", keyword), arg("at", at_), arg("value", std::move(value))}};
  }
  /// Never returns; the type lets it stand for the value that was wanted.
  [[noreturn]] const json* refuse(const json& value) const {
    refuse(at_.substr(at_.rfind('/') + 1), value.dump().substr(0, 200));
  }

  /// A number for a count: 2 and 2.0, not -1 or 2.5.
  std::size_t count(const json& v) const {
    if (v.is_number_unsigned()) return v.get<std::size_t>();
    if (v.is_number_float() && v.get<double>() >= 0 && v.get<double>() < 1e9 &&
        canonical(v).find('.') == std::string::npos) {
      return static_cast<std::size_t>(v.get<double>());
    }
    refuse(v);
  }
  std::vector<std::string> names(const json& v) const {
    if (!v.is_array() ||
        !std::all_of(v.begin(), v.end(), [](const json& s) { return s.is_string(); }))
      refuse(v);
    return v.get<std::vector<std::string>>();
  }
  const json* number(const json& v) const { return v.is_number() ? &v : refuse(v); }
  const json* positive(const json& v) const { return *number(v) > 0 ? &v : refuse(v); }
  const json* list(const json& v) const { return v.is_array() ? &v : refuse(v); }
  bool truth(const json& v) const { return v.is_boolean() ? v.get<bool>() : refuse(v) != nullptr; }
  std::string string(const json& v) const {
    return (v.is_string() ? &v : refuse(v))->get<std::string>();
  }
  CompiledPattern pattern(const json& v, const std::string& text) const {
    auto made = compile_pattern(text);
    if (!made) refuse(v.is_string() ? v : json(text));
    return made;
  }
  std::vector<NodeId> nodes(const json& v) {
    std::vector<NodeId> out;
    for (const json& schema : v) out.push_back(node(schema));
    return out;
  }

 private:
  struct Place {
    std::string base;     // address of the resource it belongs to
    std::string pointer;  // in its document
  };

  const json& load(std::string_view text, const std::string& address) {
    const json& document = program_->documents.emplace_back(read_json(text, kSchemaDepth));
    resources_.emplace(address, &document);
    at_.clear();
    walk(document, address, "");
    return document;
  }

  const json& resource(const std::string& document, const std::string& address) {
    const auto known = resources_.find(document);
    if (known != resources_.end()) return *known->second;
    const auto text = loader_ ? loader_(document) : std::nullopt;
    if (!text) refuse("$ref", address);
    return load(*text, document);
  }

  /// Notes every schema of a document and its base address, and refuses what is not known.
  void walk(const json& schema, std::string base, const std::string& pointer) {
    at_ = pointer;
    if (schema.is_boolean()) {
      places_.emplace(&schema, Place{std::move(base), pointer});
      return;
    }
    if (!schema.is_object()) refuse("", schema.dump().substr(0, 200));
    if (const auto id = schema.find("$id"); id != schema.end()) {
      if (!id->is_string() || !split_fragment(id->get<std::string>()).fragment.empty())
        refuse("$id", id->dump());
      base = split_fragment(resolve(base, id->get<std::string>())).document;
      resources_.emplace(base, &schema);
    }
    if (const auto draft = schema.find("$schema"); draft != schema.end()) {
      if (!draft->is_string()) refuse("$schema", draft->dump());
      const auto name = draft->get<std::string>();
      if (name != kDraft && name.rfind(kOwn, 0) != 0) refuse("$schema", name);
    }
    for (const auto& [name, value] : schema.items()) {
      const std::string step = pointer + pointer_step(name);
      const Keyword* keyword = find_keyword(name);
      if (keyword != nullptr) {
        walk_into(*keyword, value, base, step);
      } else if (name.rfind("x-tmis-", 0) != 0) {
        throw Error{codes::schema_unknown_keyword, {arg("keyword", name), arg("at", step)}};
      }
    }
    places_.emplace(&schema, Place{std::move(base), pointer});
  }

  void walk_into(const Keyword& keyword, const json& value, const std::string& base,
                 const std::string& pointer) {
    if (keyword.holds == Holds::value) return;
    if (keyword.holds == Holds::schema) return walk(value, base, pointer);
    at_ = pointer;
    if (keyword.holds == Holds::list ? !value.is_array() || value.empty() : !value.is_object())
      refuse(value);
    for (const auto& item : value.items())
      walk(item.value(), base, pointer + pointer_step(item.key()));
  }

  /// A schema that comes back to itself without going a step into the document would never end.
  void refuse_loops(NodeId id) {
    auto& state = visited_[id];
    if (state == Visit::done) return;
    if (state == Visit::open) refuse("$ref", "loop");
    state = Visit::open;
    const Node& n = program_->nodes[id];
    for (const auto& one : {n.reference, n.negated, n.condition, n.then, n.otherwise}) {
      if (one) refuse_loops(*one);
    }
    for (const auto* many : {&n.all_of, &n.any_of, &n.one_of}) {
      for (const NodeId next : *many) refuse_loops(next);
    }
    visited_[id] = Visit::done;
  }

  enum class Visit : std::uint8_t { fresh, open, done };

  const Validator::Loader& loader_;
  std::shared_ptr<Validator::Program> program_;
  std::unordered_map<const json*, Place> places_;
  std::unordered_map<const json*, NodeId> made_;
  std::map<std::string, const json*, std::less<>> resources_;
  std::map<NodeId, Visit> visited_;
  std::string base_, at_;  // of the keyword being read
};

std::uint8_t type_of(Compiler& c, const json& v) {
  static const std::map<std::string, JsonType, std::less<>> kTypes = {
      {"null", JsonType::null},     {"boolean", JsonType::boolean}, {"integer", JsonType::integer},
      {"number", JsonType::number}, {"string", JsonType::string},   {"array", JsonType::array},
      {"object", JsonType::object}};
  std::uint8_t types = 0;
  for (const json& name : v.is_array() ? v : json::array({v})) {
    const auto found = name.is_string() ? kTypes.find(name.get<std::string>()) : kTypes.end();
    if (found == kTypes.end()) c.refuse(v);
    types = static_cast<std::uint8_t>(types | static_cast<std::uint8_t>(found->second));
  }
  if (types == 0) c.refuse(v);
  return types;
}

// The whole claim: a keyword without a line here is refused. Those that take nothing are notes for
// readers.
constexpr std::array kKeywords = {
    Keyword{"$schema", Holds::value, nullptr},
    Keyword{"$id", Holds::value, nullptr},
    Keyword{"$comment", Holds::value, nullptr},
    Keyword{"$defs", Holds::named, nullptr},
    Keyword{"title", Holds::value, nullptr},
    Keyword{"description", Holds::value, nullptr},
    Keyword{"default", Holds::value, nullptr},
    Keyword{"examples", Holds::value, nullptr},
    Keyword{"deprecated", Holds::value, nullptr},
    Keyword{"readOnly", Holds::value, nullptr},
    Keyword{"writeOnly", Holds::value, nullptr},
    Keyword{"$ref", Holds::value, [](auto& c, auto& n, auto& v) { n.reference = c.refer(v); }},
    Keyword{"type", Holds::value, [](auto& c, auto& n, auto& v) { n.types = type_of(c, v); }},
    Keyword{"const", Holds::value, [](auto&, auto& n, auto& v) { n.constant = &v; }},
    Keyword{"enum", Holds::value, [](auto& c, auto& n, auto& v) { n.enumeration = c.list(v); }},
    Keyword{"minimum", Holds::value, [](auto& c, auto& n, auto& v) { n.minimum = c.number(v); }},
    Keyword{"maximum", Holds::value, [](auto& c, auto& n, auto& v) { n.maximum = c.number(v); }},
    Keyword{"exclusiveMinimum", Holds::value, [](auto& c, auto& n, auto& v) { n.above = c.number(v); }},
    Keyword{"exclusiveMaximum", Holds::value, [](auto& c, auto& n, auto& v) { n.below = c.number(v); }},
    Keyword{"multipleOf", Holds::value,
            [](auto& c, auto& n, auto& v) { n.multiple_of = c.positive(v); }},
    Keyword{"minLength", Holds::value, [](auto& c, auto& n, auto& v) { n.min_length = c.count(v); }},
    Keyword{"maxLength", Holds::value, [](auto& c, auto& n, auto& v) { n.max_length = c.count(v); }},
    Keyword{"pattern", Holds::value,
            [](auto& c, auto& n, auto& v) {
              n.pattern_text = c.string(v);
              n.pattern = c.pattern(v, n.pattern_text);
            }},
    Keyword{"minItems", Holds::value, [](auto& c, auto& n, auto& v) { n.min_items = c.count(v); }},
    Keyword{"maxItems", Holds::value, [](auto& c, auto& n, auto& v) { n.max_items = c.count(v); }},
    Keyword{"uniqueItems", Holds::value,
            [](auto& c, auto& n, auto& v) { n.unique_items = c.truth(v); }},
    Keyword{"minContains", Holds::value, [](auto& c, auto& n, auto& v) { n.min_contains = c.count(v); }},
    Keyword{"maxContains", Holds::value, [](auto& c, auto& n, auto& v) { n.max_contains = c.count(v); }},
    Keyword{"minProperties", Holds::value, [](auto& c, auto& n, auto& v) { n.min_properties = c.count(v); }},
    Keyword{"maxProperties", Holds::value, [](auto& c, auto& n, auto& v) { n.max_properties = c.count(v); }},
    Keyword{"required", Holds::value, [](auto& c, auto& n, auto& v) { n.required = c.names(v); }},
    Keyword{"dependentRequired", Holds::value,
            [](auto& c, auto& n, auto& v) {
              if (!v.is_object()) c.refuse(v);
              for (const auto& [name, needs] : v.items()) n.dependent_required.emplace_back(name, c.names(needs));
            }},
    Keyword{"properties", Holds::named,
            [](auto& c, auto& n, auto& v) {
              for (const auto& [name, schema] : v.items()) n.properties.emplace(name, c.node(schema));
            }},
    Keyword{"patternProperties", Holds::named,
            [](auto& c, auto& n, auto& v) {
              for (const auto& item : v.items()) n.pattern_properties.emplace_back(c.pattern(v, item.key()), NodeId{});
              std::size_t i = 0;  // the schemas last: reading them moves the place that a refusal names
              for (const json& schema : v) n.pattern_properties[i++].second = c.node(schema);
            }},
    Keyword{"additionalProperties", Holds::schema, [](auto& c, auto& n, auto& v) { n.additional_properties = c.node(v); }},
    Keyword{"propertyNames", Holds::schema, [](auto& c, auto& n, auto& v) { n.property_names = c.node(v); }},
    Keyword{"prefixItems", Holds::list, [](auto& c, auto& n, auto& v) { n.prefix_items = c.nodes(v); }},
    Keyword{"items", Holds::schema, [](auto& c, auto& n, auto& v) { n.items = c.node(v); }},
    Keyword{"contains", Holds::schema, [](auto& c, auto& n, auto& v) { n.contains = c.node(v); }},
    Keyword{"allOf", Holds::list, [](auto& c, auto& n, auto& v) { n.all_of = c.nodes(v); }},
    Keyword{"anyOf", Holds::list, [](auto& c, auto& n, auto& v) { n.any_of = c.nodes(v); }},
    Keyword{"oneOf", Holds::list, [](auto& c, auto& n, auto& v) { n.one_of = c.nodes(v); }},
    Keyword{"not", Holds::schema, [](auto& c, auto& n, auto& v) { n.negated = c.node(v); }},
    Keyword{"if", Holds::schema, [](auto& c, auto& n, auto& v) { n.condition = c.node(v); }},
    Keyword{"then", Holds::schema, [](auto& c, auto& n, auto& v) { n.then = c.node(v); }},
    Keyword{"else", Holds::schema, [](auto& c, auto& n, auto& v) { n.otherwise = c.node(v); }},
};
// clang-format on

const Keyword* find_keyword(std::string_view name) {
  const auto found = std::find_if(kKeywords.begin(), kKeywords.end(),
                                  [&](const Keyword& k) { return k.name == name; });
  return found == kKeywords.end() ? nullptr : &*found;
}

}  // namespace

std::shared_ptr<const Validator::Program> compile_program(std::string_view text,
                                                          const Validator::Loader& loader) {
  return Compiler{loader}.compile(text);
}

}  // namespace tmis::schema
