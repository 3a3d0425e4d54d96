// A schema compiled: nodes that name one another by number. Made by json_compile, read by
// json_evaluate; only for the sources of this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schema/validator.h"

namespace re2 {
class RE2;
}

namespace tmis::schema {

using NodeId = std::size_t;
using CompiledPattern = std::shared_ptr<const re2::RE2>;

enum class JsonType : std::uint8_t {
  null = 1,
  boolean = 2,
  integer = 4,
  number = 8,
  string = 16,
  array = 32,
  object = 64
};

/// One schema. What is not set asks for nothing.
struct Node {
  bool refuses = false;    // the schema `false`
  std::uint8_t types = 0;  // JsonType, or-ed; 0: any
  const nlohmann::json* constant = nullptr;
  const nlohmann::json* enumeration = nullptr;
  const nlohmann::json *minimum = nullptr, *maximum = nullptr;
  const nlohmann::json *above = nullptr, *below = nullptr;  // exclusiveMinimum, exclusiveMaximum
  const nlohmann::json* multiple_of = nullptr;
  std::optional<std::size_t> min_length, max_length;
  std::optional<std::size_t> min_items, max_items, min_contains, max_contains;
  std::optional<std::size_t> min_properties, max_properties;
  bool unique_items = false;
  CompiledPattern pattern;
  std::string pattern_text;
  std::vector<std::string> required;
  std::vector<std::pair<std::string, std::vector<std::string>>> dependent_required;

  std::map<std::string, NodeId, std::less<>> properties;
  std::vector<std::pair<CompiledPattern, NodeId>> pattern_properties;
  std::optional<NodeId> additional_properties, property_names;
  std::vector<NodeId> prefix_items;
  std::optional<NodeId> items, contains;
  std::optional<NodeId> reference, negated, condition, then, otherwise;
  std::vector<NodeId> all_of, any_of, one_of;
};

struct Validator::Program {
  std::deque<nlohmann::json> documents;  // nodes point into them
  std::vector<Node> nodes;
  NodeId root = 0;
};

/// Throws what Validator::compile throws.
std::shared_ptr<const Validator::Program> compile_program(std::string_view text,
                                                          const Validator::Loader& loader);

}  // namespace tmis::schema
