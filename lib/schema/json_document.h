// JSON text to a tree, with what the parser alone lets pass refused. Only for sources, never for
// headers: it is long to compile.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace tmis::schema {

/// Throws document.syntax: no JSON, no UTF-8, a member named twice (which of the two would count?),
/// deeper than `depth`, a number that no program holds.
nlohmann::json read_json(std::string_view text, std::size_t depth);

/// Equal values have equal texts: 1 and 1.0, members in any order.
std::string canonical(const nlohmann::json& value);

/// A step of a JSON pointer: `~` is `~0` and `/` is `~1`.
std::string pointer_step(std::string_view name);

}  // namespace tmis::schema
