// Patterns of JSON Schema (ECMA-262, Unicode) for RE2, which takes time in proportion to the text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace tmis::schema {

/// The same pattern in the words of RE2, or nothing where it has no such word (look-around, back
/// references) or where both know the word but mean different things.
std::optional<std::string> to_re2(std::string_view pattern);

/// The compiled pattern; nullptr where there is none.
std::shared_ptr<const re2::RE2> compile_pattern(std::string_view pattern);

}  // namespace tmis::schema
