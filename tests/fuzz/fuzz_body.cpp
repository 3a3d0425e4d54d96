// Any bytes as the body of an event: refused, or read as what would be written the same again.
#include "fuzz.h"
#include "journal/event.h"

using namespace tmis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  const auto event = journal::from_body(body);
  if (!event) return 0;
  fuzz::require(!bad_utf8(body) && body.find_first_of("\n\r\t") == std::string_view::npos);
  fuzz::require(journal::to_body(*event) == body);
  for (const auto& [name, value] : event->args)
    fuzz::require(value.kind == Value::Kind::integer || value.kind == Value::Kind::text);
  return 0;
}
