// Which encoding a text file has, and its text as UTF-8 in pieces. Decoding is strict: a bad byte
// is an error with its place, never a replacement character. glibc's iconv knows the tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sheet/input.h"
#include "sheet/source.h"

namespace tmis::sheet {

/// Where a text can't be decoded.
struct BadByte {
  std::size_t offset = 0;  // in the file, from 0
  std::uint64_t line = 1;  // from 1, counting line ends up to there
  bool nul = false;        // a NUL character: decodes, but is no text
};

/// First bad byte or NUL in `bytes` read as `encoding` (a mark at the front belongs to the text).
std::optional<BadByte> find_bad(std::string_view bytes, const std::string& encoding);
/// The same for a whole file, with little memory.
std::optional<BadByte> find_bad(const Input& input, const std::string& encoding);

/// Fills `encoding` and `mark` of `origin` from the bytes and what was asked for, and checks every
/// byte. `wanted`: auto or a name. Throws usage.value (unknown name), csv.encoding, csv.nul.
void recognise_encoding(const Input& input, const std::string& wanted, Origin& origin);

/// Length of the byte order mark at the front of text in that encoding, 0 to 4.
std::size_t mark_length(std::string_view bytes, const std::string& encoding);

/// Converts between an encoding and UTF-8, piece by piece.
class Converter {
 public:
  Converter(const std::string& from, const std::string& to);
  ~Converter();
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  enum class State { more, done, bad };
  /// Appends at most `room` bytes (at least 8) of what `in` holds to `out` and takes from `in` what
  /// was converted. At `bad` the front of `in` is what can't be converted.
  State convert(std::string_view& in, std::string& out, std::size_t room);

 private:
  void* handle_;
};

}  // namespace tmis::sheet
