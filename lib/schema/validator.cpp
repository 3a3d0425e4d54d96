// The door to the validator: texts in, faults and findings out. The work is in json_compile and
// json_evaluate.
#include "schema/validator.h"

#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/text.h"
#include "schema/json_document.h"
#include "schema/json_evaluate.h"

namespace tmis::schema {
namespace {

using nlohmann::json;

constexpr std::string_view kAddress = "https://tmis.example/schemas/";
constexpr std::size_t kShown = 60;

/// What a reader of the message wants to know of the value: itself when it is short.
std::string shown_value(const json& document, const std::string& at) {
  const json::json_pointer pointer{at};
  if (!document.contains(pointer)) return {};
  const json& value = document.at(pointer);
  if (value.is_structured()) return value.is_array() ? "[…]" : "{…}";
  const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  return shortened(text, kShown);
}

const Code& code_of(const std::string& keyword) {
  static const std::map<std::string, const Code*, std::less<>> kCodes = {
      {"additionalProperties", &codes::document_word_unknown},
      {"propertyNames", &codes::document_word_unknown},
      {"required", &codes::document_word_missing},
      {"dependentRequired", &codes::document_word_missing},
      {"false", &codes::document_word_out_of_place}};
  const auto found = kCodes.find(keyword);
  return found == kCodes.end() ? codes::document_value : *found->second;
}

Finding finding(const Validator::Fault& fault, const json& document) {
  Finding f;
  f.code = &code_of(fault.keyword);
  f.field = fault.at;
  f.value = shown_value(document, fault.at);
  f.args = fault.args;
  f.args.push_back(arg("at", fault.at.empty() ? "/" : fault.at));
  f.args.push_back(arg("value", f.value));
  f.args.push_back(arg("keyword", fault.keyword));
  if (std::none_of(f.args.begin(), f.args.end(),
                   [](const Arg& a) { return a.name == "expected"; })) {
    f.args.push_back(arg("expected", ""));
  }
  return f;
}

}  // namespace

Validator Validator::compile(std::string_view schema_text, const Loader& loader) {
  return Validator{compile_program(schema_text, loader)};
}

std::vector<Validator::Fault> Validator::validate(std::string_view json_text,
                                                  std::size_t depth) const {
  return evaluate(*program_, read_json(json_text, depth));
}

Findings Validator::check(std::string_view json_text, std::size_t depth) const {
  const json document = read_json(json_text, depth);
  Findings out;
  for (const Fault& fault : evaluate(*program_, document)) out.push_back(finding(fault, document));
  return out;
}

Validator schema_of(const std::string& schemas_folder, const std::string& name) {
  const auto load = [&](std::string_view id) -> std::optional<std::string> {
    if (id.substr(0, kAddress.size()) != kAddress || id.find("..") != std::string_view::npos)
      return std::nullopt;
    const std::string path = schemas_folder + "/" + std::string(id.substr(kAddress.size()));
    if (!file_exists(path)) return std::nullopt;
    return read_file(path);
  };
  return Validator::compile(read_file(schemas_folder + "/" + name), load);
}

}  // namespace tmis::schema
