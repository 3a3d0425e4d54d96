// libsodium's secretstream. Its state holds the key, so it lives in guarded memory.
#include "keys/stream.h"

#include "base/error.h"
#include "keys/sodium.h"

namespace tmis::keys {
namespace {

using State = crypto_secretstream_xchacha20poly1305_state;
static_assert(alignof(State) == 1);  // guarded memory ends at a page, so it begins anywhere
static_assert(kStreamKeySize == crypto_secretstream_xchacha20poly1305_KEYBYTES);
static_assert(kStreamHeader == crypto_secretstream_xchacha20poly1305_HEADERBYTES);
static_assert(kStreamOverhead == crypto_secretstream_xchacha20poly1305_ABYTES);

State* state(Secret& memory) { return reinterpret_cast<State*>(memory.data()); }

void must(bool so, const char* what) {
  if (!so) bug(what);
}

unsigned char* writable(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

}  // namespace

StreamSealer::StreamSealer(const Secret& key, std::string_view purpose)
    : state_(sizeof(State)), header_(kStreamHeader, '\0'), purpose_(purpose) {
  must(key.size() == kStreamKeySize, "stream key size");
  crypto_secretstream_xchacha20poly1305_init_push(state(state_), writable(header_), key.data());
}

std::string StreamSealer::push(std::string_view chunk, bool final) {
  must(!finished_, "chunk after the final one");
  must(final ? chunk.size() <= kStreamChunk : chunk.size() == kStreamChunk, "stream chunk size");
  std::string sealed(chunk.size() + kStreamOverhead, '\0');
  crypto_secretstream_xchacha20poly1305_push(
      state(state_), writable(sealed), nullptr, data(chunk), chunk.size(), keys::data(purpose_),
      purpose_.size(),
      final ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
            : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
  finished_ = final;
  return sealed;
}

StreamOpener::StreamOpener(const Secret& key, std::string_view header, std::string_view purpose)
    : state_(sizeof(State)), purpose_(purpose) {
  must(key.size() == kStreamKeySize, "stream key size");
  broken_ = header.size() != kStreamHeader || crypto_secretstream_xchacha20poly1305_init_pull(
                                                  state(state_), data(header), key.data()) != 0;
}

std::optional<std::string> StreamOpener::pull(std::string_view sealed) {
  if (broken_ || finished_ || sealed.size() < kStreamOverhead || sealed.size() > kSealedChunk) {
    broken_ = true;
    return std::nullopt;
  }
  std::string chunk(sealed.size() - kStreamOverhead, '\0');
  unsigned char tag = 0;
  const bool opened = crypto_secretstream_xchacha20poly1305_pull(
                          state(state_), writable(chunk), nullptr, &tag, data(sealed),
                          sealed.size(), keys::data(purpose_), purpose_.size()) == 0;
  const bool final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  const bool next = tag == crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
  if (!opened || !(final || (next && chunk.size() == kStreamChunk))) {
    broken_ = true;
    return std::nullopt;
  }
  finished_ = final;
  return chunk;
}

}  // namespace tmis::keys
