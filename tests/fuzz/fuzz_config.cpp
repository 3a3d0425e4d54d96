// Any bytes as config.json: refused, or texts.
#include "cmd/configuration.h"
#include "fuzz.h"

using namespace tmis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view json{reinterpret_cast<const char*>(data), size};
  const auto read = cmd::read_configuration(json);
  if (!read) return 0;
  fuzz::require(json.find('{') != std::string_view::npos);
  for (const auto& word : {read->db, read->user, read->lang})
    fuzz::require(!bad_utf8(word) && word.size() <= json.size());
  return 0;
}
