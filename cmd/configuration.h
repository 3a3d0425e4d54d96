// What config.json sets for every command. Where it lies and what counts more is left to Context.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tmis::cmd {

struct Configuration {
  std::string db, user, lang;
};

/// Words that it doesn't know, and values that are no texts, say nothing. Nothing at all when it is
/// no JSON object.
std::optional<Configuration> read_configuration(std::string_view json);

}  // namespace tmis::cmd
