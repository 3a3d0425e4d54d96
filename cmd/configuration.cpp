// The file is a person's own, and optional: only what is no JSON object is refused.
#include "cmd/configuration.h"

#include <nlohmann/json.hpp>

namespace tmis::cmd {

std::optional<Configuration> read_configuration(std::string_view json) {
  const auto defaults = nlohmann::json::parse(json, nullptr, false);
  if (!defaults.is_object()) return std::nullopt;
  const auto word = [&](const char* key) {
    const auto found = defaults.find(key);
    return found != defaults.end() && found->is_string() ? found->get<std::string>() : "";
  };
  return Configuration{word("db"), word("user"), word("lang")};
}

}  // namespace tmis::cmd
