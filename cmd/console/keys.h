// Single keys from a terminal: no Enter, no echo. Lines and passwords are asked by console.
#pragma once

#include <string>

namespace tmis::cmd {

/// A key that was pressed: a code point (full-width letters as plain ones, letters small), or one
/// of these.
struct Key {
  enum class Kind { sign, enter, escape, left, right, up, down, other, end };
  Kind kind = Kind::other;
  char32_t sign = 0;

  bool is(char32_t c) const { return kind == Kind::sign && sign == c; }
};

/// The terminal of standard input in raw mode, from here to the end of the scope. Ctrl-C still ends
/// the program, Ctrl-Z still stops it: both find the terminal as it was before, and `fg` goes on
/// with raw keys. One at a time.
class Keys {
 public:
  Keys();
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
  ~Keys();

  /// Waits for the next key; `end` when the terminal is gone or Ctrl-D was pressed.
  Key next();

  /// The terminal as it was, for a line that is typed; raw again at the end of the scope.
  class Line {
   public:
    Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    ~Line();
  };
};

}  // namespace tmis::cmd
