// One line typed by a person, with the keys that editing a line has, wide characters too. What the
// line means is left to the caller.
#pragma once

#include <memory>
#include <string>

namespace tmis::cmd {

/// What ended the line: Enter, the keys that go up and down a form, or the end of input (Ctrl-D on
/// an empty line, a terminal that is gone).
struct Typed {
  enum class Key { enter, up, down, end };
  Key key = Key::end;
  std::string line;
};

/// On standard input and standard error, which must be terminals. A signal in the middle of a line
/// finds the terminal as it was before.
class LineEditor {
 public:
  LineEditor();
  ~LineEditor();

  /// `text` comes into an empty line by the tabulator key, to be changed there.
  Typed read(const std::string& prompt, const std::string& text = {});

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace tmis::cmd
