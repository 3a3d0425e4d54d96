// Plain POSIX terminal work; widths come from base/text.
#include "cmd/console/console.h"

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/console/grid.h"

namespace tmis::cmd {
namespace {

constexpr std::int64_t kRefreshMilliseconds = 100;

std::size_t screen_rows() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24U;
}

std::string cell_text(const Column& column, const Value& value) {
  if (value.is_null()) return {};
  if (column.kind == Kind::boolean) return text(value.number != 0 ? "yes" : "no");
  return value.kind == Value::Kind::integer ? std::to_string(value.number) : shown(value.text);
}

/// TSV has no decoration: tabs and line ends inside a value would break it, so they are shown
/// escaped.
std::string tsv(const Table& table) {
  std::string out;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    out.append(i ? "\t" : "").append(table.columns[i].key);
  out.push_back('\n');
  for (const Values& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool boolean = table.columns[i].kind == Kind::boolean;
      out.append(i ? "\t" : "");
      out.append(boolean && !row[i].is_null() ? (row[i].number != 0 ? "1" : "0")
                                              : cell_text(table.columns[i], row[i]));
    }
    out.push_back('\n');
  }
  return out;
}

class HiddenInput {
 public:
  explicit HiddenInput(bool hide) : hide_(hide && ::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!hide_) return;
    seen_ = before_;
    at_interrupt([] { ::tcsetattr(STDIN_FILENO, TCSANOW, &seen_); });
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  }
  HiddenInput(const HiddenInput&) = delete;
  HiddenInput& operator=(const HiddenInput&) = delete;
  ~HiddenInput() {
    if (!hide_) return;
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
    at_interrupt(nullptr);
  }

 private:
  static inline termios seen_{};  // for the interrupt, which knows no object
  termios before_{};
  bool hide_;
};

}  // namespace

std::string shown_cell(const Column& column, const Value& value) {
  const std::string key = column.words + value.text;
  return !column.words.empty() && has_text(key) ? text(key) : cell_text(column, value);
}

std::string heading(const Column& column) {
  return column.title.empty() ? text("column." + column.key) : column.title;
}

Console::Console()
    : in_terminal_(::isatty(STDIN_FILENO) == 1),
      out_terminal_(::isatty(STDOUT_FILENO) == 1),
      error_terminal_(::isatty(STDERR_FILENO) == 1) {
  const char* no_color = std::getenv("NO_COLOR");
  colour_ = no_color == nullptr || *no_color == '\0';
}

std::size_t Console::columns() const {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80U;
}

std::string Console::coloured(std::string_view what, Colour colour, bool to_error) const {
  if (!colour_ || !(to_error ? error_terminal_ : out_terminal_) || colour == Colour::plain)
    return std::string{what};
  static constexpr const char* kCodes[] = {"0", "1", "31", "32", "33", "2"};
  return std::string{"\033["} + kCodes[static_cast<int>(colour)] + "m" + std::string{what} +
         "\033[0m";
}

void Console::out(const std::string& what) {
  const auto lines = static_cast<std::size_t>(std::count(what.begin(), what.end(), '\n'));
  if (out_terminal_ && in_terminal_ && lines > screen_rows()) {
    const char* pager = std::getenv("PAGER");
    setenv("LESS", "FRX", 0);
    setenv("LESSCHARSET", "utf-8", 0);  // what is written, also where the locale isn't installed
    if (std::FILE* pipe = ::popen(pager != nullptr && *pager != '\0' ? pager : "less", "w")) {
      std::fwrite(what.data(), 1, what.size(), pipe);
      if (::pclose(pipe) == 0) return;
    }
  }
  say(what);
}

void Console::say(const std::string& what) {
  const bool whole = std::fwrite(what.data(), 1, what.size(), stdout) == what.size();
  if (!whole || std::fflush(stdout) != 0) {
    const int why = errno;
    throw Error{codes::file_unwritable,
                {arg("file", text("standard-output")), arg("why", std::strerror(why))}};
  }
}

void Console::error(const std::string& line) {
  end_progress();
  std::cerr << line << '\n';
}

void Console::note(const std::string& line) {
  if (!quiet_) error(line);
}

std::string Console::table(const Table& t) const {
  if (!out_terminal_) return tsv(t);
  return grid(t, columns(), [&](const std::string& s) { return coloured(s, Colour::bold); });
}

std::string Console::ask(const std::string& question, bool hidden) {
  std::cerr << question << std::flush;
  const HiddenInput silence{hidden};
  std::string line;
  std::cin.clear();  // Ctrl-D ended the last line, not the conversation
  const bool answered = static_cast<bool>(std::getline(std::cin, line));
  if (hidden || !answered) std::cerr << '\n';
  return line;
}

std::function<void(double, std::uint64_t)> Console::progress(const std::string& what) {
  if (!error_terminal_ || quiet_) return [](double, std::uint64_t) {};
  const std::int64_t begun = steady_milliseconds();
  return [this, what, begun, shown_at = begun](double share, std::uint64_t done) mutable {
    const std::int64_t now = steady_milliseconds();
    if (now - shown_at < kRefreshMilliseconds) return;
    shown_at = now;
    bar_shown_ = true;
    const double seconds = static_cast<double>(now - begun) / 1000;
    const auto filled = static_cast<std::size_t>(share * 24);
    const double left = share > 0 ? seconds * (1 - share) / share : 0;
    std::cerr << "\r\033[K" << what << " [" << std::string(filled, '#')
              << std::string(24 - filled, ' ') << "] " << static_cast<int>(share * 100) << "%  "
              << text("progress.rate",
                      arg("rate", static_cast<std::int64_t>(static_cast<double>(done) / seconds)),
                      arg("left", std::llround(left)))
              << std::flush;
  };
}

void Console::end_progress() {
  if (bar_shown_) std::cerr << "\r\033[K" << std::flush;
  bar_shown_ = false;
}

}  // namespace tmis::cmd
