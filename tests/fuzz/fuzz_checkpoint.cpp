// Any text as a checkpoint: refused, or a note and a short form that say no more than they hold.
#include "fuzz.h"
#include "journal/checkpoint.h"

using namespace tmis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  try {
    const auto read = journal::read_checkpoint(text);
    fuzz::require(read.seq >= 0);
    if (read.lines.empty()) {
      journal::Head head{read.seq, {}};
      fuzz::require(read.hash.size() == 20);
      std::copy(read.hash.begin(), read.hash.end(), head.hash.begin());
      const auto again = journal::read_checkpoint(journal::short_form(head));
      fuzz::require(again.seq == read.seq && again.hash == read.hash);
    } else {
      fuzz::require(read.hash.size() == sizeof(keys::Hash) && text.starts_with(read.lines));
      const auto id = std::string_view{read.note}.substr(0, 4);
      fuzz::require(!read.signed_by(id, keys::PublicKey{}));
    }
  } catch (const Error& e) {
    fuzz::require(&e.code() == &codes::checkpoint_malformed);
  }
  return 0;
}
