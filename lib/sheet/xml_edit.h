// Small changes to XML as text, so that all that isn't changed stays as it was, byte for byte.
#pragma once

#include <string>
#include <string_view>

namespace tmis::sheet {

/// `text` fit for the content of an element or an attribute in double quotes. Characters that XML
/// can't carry must have been escaped before (xlsx_text.h).
std::string xml_escaped(std::string_view text);

/// A start tag (`<c r="A1" s="5">`, `<c/>`), well-formed. The functions change one attribute of it.
class Tag {
 public:
  explicit Tag(std::string text) : text_(std::move(text)) {}
  const std::string& text() const { return text_; }
  std::string name() const;  // with prefix
  bool is_empty() const { return text_.ends_with("/>"); }
  /// The value as it is written; empty when there is none.
  std::string get(std::string_view attribute) const;
  void set(std::string_view attribute, std::string_view value);
  void remove(std::string_view attribute);
  /// Turns `<a/>` into `<a>`.
  void open();

 private:
  struct Span {
    std::size_t begin, value, end;  // from the space before it; of the value; behind the quote
  };
  bool find(std::string_view attribute, Span& span) const;
  std::size_t name_end() const;

  std::string text_;
};

}  // namespace tmis::sheet
