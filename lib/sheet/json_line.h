// One line of JSON Lines, taken apart as it stands: an object whose values are text, numbers,
// booleans, null or lists of texts and numbers. Nothing is converted; deeper nesting is no row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/cell.h"
#include "base/codes.h"

namespace tmis::sheet {

class JsonLine {
 public:
  /// `line` is valid UTF-8 without its line end.
  explicit JsonLine(std::string_view line) : line_(line) {}

  /// The next member; false after the last. A list comes as its values joined by ';'.
  bool next(std::string& name, Cell& value);

  /// Thrown for what is no such line.
  struct Fault {
    const Code* code;
    std::size_t offset;  // in the line, from 0
  };

 private:
  void open();
  void value(Cell& cell);
  void list(Cell& cell);
  void string(std::string& out);
  void escape(std::string& out);
  char32_t hex4();
  void number(std::string& out);
  void word(std::string_view expected);
  void space();
  void expect(char c);
  char peek() const { return at_ < line_.size() ? line_[at_] : '\0'; }
  [[noreturn]] void fail(const Code& code) const;
  [[noreturn]] void fail() const;

  std::string_view line_;
  std::size_t at_ = 0;
  bool opened_ = false;
};

}  // namespace tmis::sheet
