// What is too large to be sealed in one piece: a stream of chunks under one key, whose order and
// end are sealed with them. Where the key comes from and what stands around the stream is left to
// the caller.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "keys/secret.h"

namespace tmis::keys {

// Format: header[24] ‖ chunk ‖ chunk ‖ … ‖ last chunk, with nothing between them. It is
// crypto_secretstream_xchacha20poly1305 of libsodium. A chunk is the ciphertext of exactly 65,536
// bytes, with the tag MESSAGE, and 17 bytes longer than these; the last one is that of 0 to 65,536
// bytes and carries the tag FINAL. The additional data of every chunk is `purpose`. So there is one
// way only to seal given bytes under given key and header, and a reader cuts the stream every
// 65,553 bytes. A chunk changed, left out, added, moved or taken from another stream doesn't open;
// a stream cut off opens chunk by chunk, but its end never comes: whoever reads must ask
// `finished`.

inline constexpr std::size_t kStreamKeySize = 32;
inline constexpr std::size_t kStreamHeader = 24;
inline constexpr std::size_t kStreamChunk = 65'536;
/// Bytes that sealing adds to a chunk.
inline constexpr std::size_t kStreamOverhead = 17;
inline constexpr std::size_t kSealedChunk = kStreamChunk + kStreamOverhead;

/// Seals chunk after chunk. Take a new key for each stream.
class StreamSealer {
 public:
  /// `key` has 32 bytes. `purpose` says what the stream is, such as "tmis/backup/1\n": the opener
  /// must say the same.
  StreamSealer(const Secret& key, std::string_view purpose);

  /// 24 bytes that stand in front of the first chunk.
  const std::string& header() const { return header_; }
  /// The sealed chunk. `chunk` has 64 KiB, the final one up to 64 KiB; nothing comes after that.
  /// Another size, or a chunk after the final one, is a bug (internal).
  std::string push(std::string_view chunk, bool final);

 private:
  Secret state_;
  std::string header_;
  std::string purpose_;
  bool finished_ = false;
};

/// Opens what a StreamSealer made, in the same order.
class StreamOpener {
 public:
  /// `header` has 24 bytes; another size, or another key, shows at the first chunk.
  StreamOpener(const Secret& key, std::string_view header, std::string_view purpose);

  /// The bytes of the next chunk; nothing when it is not the next one of this stream under this
  /// key, when it comes after the end, or once a chunk before it didn't open.
  std::optional<std::string> pull(std::string_view sealed);
  /// Whether the final chunk was opened. What was pulled before is whole only then.
  bool finished() const { return finished_; }

 private:
  Secret state_;
  std::string purpose_;
  bool finished_ = false;
  bool broken_ = false;
};

}  // namespace tmis::keys
