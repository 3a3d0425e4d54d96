// The terminal: tables by East Asian width, colour, pager, progress, questions. The only place that
// prints.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "cmd/answer.h"

namespace tmis::cmd {

enum class Colour { plain, bold, red, green, yellow, faint };

/// A cell for people: the word for a state or kind where there is one.
std::string shown_cell(const Column& column, const Value& value);
std::string heading(const Column& column);

/// Standard output and error, and whether people sit there.
class Console {
 public:
  Console();

  bool asks() const { return in_terminal_; }                      // questions can be answered
  bool talks() const { return in_terminal_ && error_terminal_; }  // a line can be edited
  bool out_is_terminal() const { return out_terminal_; }
  void no_colour() { colour_ = false; }
  void be_quiet() { quiet_ = true; }
  std::size_t columns() const;

  std::string coloured(std::string_view text, Colour colour, bool to_error = false) const;

  /// Through $PAGER when it is longer than the screen.
  void out(const std::string& text);
  /// At once and as it is: part of a conversation.
  void say(const std::string& text);
  void error(const std::string& line);
  /// Remarks on standard error; silent with --quiet.
  void note(const std::string& line);

  /// Aligned on a terminal, TSV without decoration elsewhere.
  std::string table(const Table& table) const;

  /// A line typed by the user; with `hidden` nothing is shown. Nothing at the end of input.
  std::string ask(const std::string& question, bool hidden = false);

  /// A bar with rate and time left on a terminal; nothing on a pipe. Called as often as one likes.
  std::function<void(double share, std::uint64_t done)> progress(const std::string& what);
  void end_progress();

 private:
  bool in_terminal_;
  bool out_terminal_;
  bool error_terminal_;
  bool colour_ = true;
  bool quiet_ = false;
  bool bar_shown_ = false;
};

}  // namespace tmis::cmd
