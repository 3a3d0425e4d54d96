// XML of a workbook's parts, read as a stream: no document type, so no entities; memory bounded for
// all parsers together. expat does the parsing; what an element means is left to the Handler.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "sheet/zip_package.h"

struct XML_ParserStruct;

namespace tmis::sheet {

/// Attributes of an element: names are looked up without their prefix.
class Attributes {
 public:
  explicit Attributes(const char** pairs) : pairs_(pairs) {}
  /// The value, or nullptr.
  const char* find(std::string_view name) const;
  /// The name as it is written, with its prefix; empty when there is none.
  std::string_view raw_name(std::string_view name) const;
  std::string_view get(std::string_view name) const {
    const char* value = find(name);
    return value == nullptr ? std::string_view{} : std::string_view{value};
  }

 private:
  const char** pairs_;
};

/// The whole number that an attribute begins with; `otherwise` where it is none.
template <class Number>
Number attribute_number(std::string_view text, Number otherwise = 0) {
  std::from_chars(text.data(), text.data() + text.size(), otherwise);
  return otherwise;
}

/// `yes` for 1, true, on.
bool is_true(std::string_view value);

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  /// Names come without their prefix. May throw.
  virtual void start(std::string_view name, const Attributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view) {}
};

class XmlReader {
 public:
  XmlReader(ZipPackage& package, std::size_t part, XmlHandler& handler);
  /// The same for text in memory; `name` stands for the part's name in errors.
  XmlReader(const Origin& origin, std::string name, std::string_view text, XmlHandler& handler);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  /// Goes on until the handler pauses (true) or the document ends (false). Throws what the handler
  /// throws, xlsx.doctype, xlsx.broken (with the line of the part), xlsx.bomb, xlsx.damaged.
  bool run();
  /// For the handler: come back from run() after the present element.
  void pause();

  double progress() const { return stream_ ? stream_->progress() : 1; }
  /// Place in the part of what the handler is told about: offset and length of the tag. An element
  /// `<a/>` ends where it began, with length 0.
  std::uint64_t offset() const;
  std::size_t length() const;
  /// Up to where the part has been parsed between two pieces; a tag cut in two is not.
  std::uint64_t passed() const { return passed_; }
  /// Told of each piece of the part before it is parsed.
  std::function<void(std::string_view)> on_bytes;

 private:
  struct Calls;
  void create();
  void feed();
  void check(int status);

  const Origin& origin_;
  std::string name_;
  XmlHandler& handler_;
  std::optional<ZipPackage::Stream> stream_;
  std::string_view text_;  // where there is no stream
  XML_ParserStruct* parser_ = nullptr;
  std::uint64_t passed_ = 0;
  std::exception_ptr thrown_;
  bool paused_ = false;
  bool suspended_ = false;
  bool last_ = false;
  bool done_ = false;
};

/// Reads a whole part.
void read_xml(ZipPackage& package, std::size_t part, XmlHandler& handler);

}  // namespace tmis::sheet
