// The bytes behind the manifest: JSON Lines, gzip, then a stream of sealed chunks (keys/stream,
// purpose "tmis/payload/1\n"). Written and read in little memory, whatever their size.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "keys/secret.h"

namespace tmis::exchange {

inline constexpr std::size_t kMostLine = std::size_t{1} << 20;  // bytes
inline constexpr std::size_t kLineDepth = 16;                   // of objects and arrays in a line

/// What a manifest says of a payload. `hash`: H of the bytes as they stand in the package, in hex.
struct PayloadFigures {
  std::string hash;
  std::int64_t size = 0, plain_size = 0;
};

/// Lines on their way into a package; what is sealed already waits in a file without a name.
class PayloadWriter {
 public:
  /// `folder`: where that file lies. Throws file.unwritable.
  PayloadWriter(const std::string& folder, const Secret& key);
  PayloadWriter(const PayloadWriter&) = delete;
  PayloadWriter& operator=(const PayloadWriter&) = delete;
  ~PayloadWriter();

  /// A line without its end.
  void line(std::string_view text);
  /// After the last line; once only.
  PayloadFigures finish();
  /// The sealed bytes, piece by piece.
  void each_piece(const std::function<void(std::string_view)>& take);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// Throws package.damaged; the reader adds which file.
[[noreturn]] void damaged();

/// Lines as they are kept after the package is gone: gzip, each with its end.
std::string packed(const std::vector<std::string>& lines);
/// … and back. Throws package.damaged.
std::vector<std::string> unpacked(std::string_view bytes);

/// Opens the bytes of a payload and gives line after line. Throws package.damaged where they are
/// not what `figures` says, don't open, don't inflate to exactly their size, or have a line that is
/// too long; lines before that may have been given.
void each_line(std::string_view payload, const PayloadFigures& figures, const Secret& key,
               const std::function<void(std::string_view)>& take);

}  // namespace tmis::exchange
