// Text of a workbook: its escapes, and the strings that cells share, held compactly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/xml.h"

namespace tmis::sheet {

/// Turns `_xHHHH_` (ST_Xstring, ECMA-376 22.9.2.19) into its character, in place; `_x005F_` is `_`.
/// What would be no character (NUL, half a pair) stays as it is written.
void unescape(std::string& text);
/// The reverse: control characters that XML can't carry, CR, and whatever looks like an escape.
std::string escaped(std::string_view text);

/// Text being collected from pieces, up to what a cell may hold and a little more.
class TextBuilder {
 public:
  void clear() {
    text_.clear();
    too_long_ = false;
  }
  void add(std::string_view piece) {
    if (text_.size() + piece.size() > kMost) {
      too_long_ = true;
    } else {
      text_.append(piece);
    }
  }
  /// Unescapes and checks the length in characters.
  void finish();
  const std::string& text() const { return text_; }
  bool too_long() const { return too_long_; }

 private:
  static constexpr std::size_t kMost = 7 * 4 * 32768;  // all of it may be escapes
  std::string text_;
  bool too_long_ = false;
};

/// The strings of sharedStrings.xml, read once, in blocks that are never moved.
class SharedStrings : private XmlHandler {
 public:
  SharedStrings() = default;
  /// Throws xlsx.bomb when they would take too much memory.
  void read(ZipPackage& package, std::size_t part);

  std::size_t size() const { return places_.size(); }
  std::string_view at(std::size_t index) const;
  /// Whether the string is longer than a cell may be; it is an error only where it is used.
  bool too_long(std::size_t index) const { return (places_[index] & kTooLong) != 0; }

 private:
  void start(std::string_view name, const Attributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view piece) override;
  void store();

  static constexpr std::uint32_t kTooLong = 1u << 31;
  static constexpr std::size_t kBlock = 1 << 20;

  const ZipPackage* package_ = nullptr;
  std::deque<std::unique_ptr<char[]>> blocks_;
  std::size_t free_ = kBlock;         // first free byte of the last block
  std::deque<std::uint32_t> places_;  // block * kBlock + place in it; there: length (4 bytes), text
  TextBuilder builder_;
  bool in_text_ = false;
  int phonetic_ = 0;
};

}  // namespace tmis::sheet
