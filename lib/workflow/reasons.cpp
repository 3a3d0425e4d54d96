// A file that somebody edited by hand: whatever is wrong with it is told with its name.
#include "workflow/reasons.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace tmis::workflow {

std::vector<schema::Label> return_reasons(const std::string& path) {
  if (!file_exists(path)) return {};
  const auto json = nlohmann::json::parse(read_file(path), nullptr, false);
  const Error wrong{codes::audit_reasons, {arg("file", path)}};
  if (!json.is_object() || !json.contains("reasons") || !json["reasons"].is_array()) throw wrong;
  std::vector<schema::Label> out;
  for (const auto& reason : json["reasons"]) {
    schema::Label label;
    for (const auto& [language, words] : {std::pair{"zh", &label.zh}, std::pair{"en", &label.en}}) {
      if (!reason.is_object() || !reason.contains(language) || !reason[language].is_string())
        throw wrong;
      *words = trimmed(reason[language].get<std::string>());
      if (words->empty()) throw wrong;
    }
    out.push_back(std::move(label));
  }
  return out;
}

}  // namespace tmis::workflow
