// JSON text to a tree; nlohmann's parser keeps the last of two members of one name and goes as deep
// as asked.
#include "schema/json_document.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "base/error.h"

namespace tmis::schema {
namespace {

using nlohmann::json;

Error syntax(std::string what) {
  return Error{codes::document_syntax, {arg("what", std::move(what))}};
}

}  // namespace

json read_json(std::string_view text, std::size_t depth) {
  std::vector<std::set<std::string, std::less<>>> names;
  const auto watch = [&](int level, json::parse_event_t event, json& value) {
    switch (event) {
      case json::parse_event_t::object_start:
      case json::parse_event_t::array_start:
        if (static_cast<std::size_t>(level) >= depth)
          throw syntax("depth > " + std::to_string(depth));
        names.emplace_back();
        break;
      case json::parse_event_t::object_end:
      case json::parse_event_t::array_end:
        names.pop_back();
        break;
      case json::parse_event_t::key:
        if (!names.back().insert(value.get_ref<const std::string&>()).second)
          throw syntax("2 × " + value.dump());
        break;
      case json::parse_event_t::value:
        break;
    }
    return true;
  };
  try {
    return json::parse(text, watch);
  } catch (const json::exception& e) {
    // "[json.exception.parse_error.101] parse error at line 3, column 7: …": the part in brackets
    // says nothing.
    const std::string_view what = e.what();
    const auto bracket = what.find("] ");
    throw syntax(std::string(bracket == std::string_view::npos ? what : what.substr(bracket + 2)));
  }
}

std::string canonical(const json& value) {
  if (value.is_number_float()) {
    const double d = value.get<double>();
    constexpr double kExact =
        9007199254740992.0;  // 2^53: up to here whole doubles are whole numbers
    if (d == std::floor(d) && std::abs(d) <= kExact)
      return std::to_string(static_cast<std::int64_t>(d));
    return value.dump();
  }
  if (!value.is_structured()) return value.dump();
  std::string out(1, value.is_array() ? '[' : '{');
  for (const auto& item : value.items()) {  // members come sorted by name
    if (value.is_object()) out.append(json(item.key()).dump()).push_back(':');
    out.append(canonical(item.value())).push_back(',');
  }
  out.push_back(value.is_array() ? ']' : '}');
  return out;
}

std::string pointer_step(std::string_view name) {
  std::string out = "/";
  for (const char c : name) {
    if (c == '~' || c == '/') {
      out.append(c == '~' ? "~0" : "~1");
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace tmis::schema
