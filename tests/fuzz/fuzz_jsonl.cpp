// Any bytes as JSON Lines: what is accepted, nlohmann::json accepts too and reads the same.
#include <nlohmann/json.hpp>

#include "fuzz.h"

using namespace tmis;

namespace {

std::string text_of(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  std::string out;
  for (const auto& part : value) {
    if (&part != &value.front()) out.push_back(';');
    out += part.is_string() ? part.get<std::string>() : part.dump();
  }
  return out;
}

void compare(std::string_view line, const fuzz::Rows& rows, std::size_t row) {
  const auto object = nlohmann::json::parse(line, nullptr, false);
  // 1e999 or a number of 309 digits is JSON but more than a double holds.
  const bool large = line.size() > 300 || line.find_first_of("eE") != std::string_view::npos;
  if (object.is_discarded() && large) return;
  fuzz::require(object.is_object());
  for (std::size_t i = 0; i < rows[0].size(); ++i) {
    const auto found = object.find(rows[0][i]);
    const std::string& text = rows[row][i];
    if (found == object.end() || found->is_null()) {
      fuzz::require(text.empty());
    } else if (found->is_boolean()) {
      fuzz::require(text == (found->get<bool>() ? "true" : "false"));
    } else if (found->is_number()) {
      fuzz::require(nlohmann::json::parse(text, nullptr, false) == *found);
    } else if (found->is_string() || line.find_first_of("0123456789") == std::string_view::npos) {
      fuzz::require(text == text_of(*found));  // numbers in lists keep their own spelling
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes{reinterpret_cast<const char*>(data), size};
  const auto rows = fuzz::read(bytes, {.path = "t.jsonl"});
  if (!rows || rows->empty()) return 0;
  std::string_view rest = bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  std::size_t row = 0;
  for (const auto line : split(rest, '\n')) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    compare(line, *rows, ++row);
  }
  fuzz::require(row + 1 == rows->size());
  return 0;
}
