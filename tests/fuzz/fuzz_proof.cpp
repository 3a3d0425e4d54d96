// Any bytes as the proof of a record: refused, or written the same again; and checked to the end,
// whatever it claims.
#include "fuzz.h"
#include "journal/proof_check.h"

using namespace tmis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view json{reinterpret_cast<const char*>(data), size};
  try {
    const auto proof = journal::proof_from_json(json, "t.json");
    const auto text = journal::to_json(proof);
    fuzz::require(journal::to_json(journal::proof_from_json(text, "t.json")) == text);
    const auto checked = journal::check(proof);
    // What fits without a finding rests on a first event, and each of its rows on one of them.
    if (checked.findings.empty()) {
      fuzz::require(checked.events.contains(0));
      for (const auto& row : checked.rows) fuzz::require(checked.events.contains(row.row->seq));
    }
    journal::against(proof, checked, checked.head);
  } catch (const Error& e) {
    fuzz::require(&e.code() == &codes::proof_malformed);
  }
  return 0;
}
