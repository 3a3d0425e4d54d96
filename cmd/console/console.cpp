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

namespace tmis::cmd {
namespace {

constexpr std::size_t kWidestColumn = 48;  // longer texts go on in the next line
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

/// A bar of eighths of a block, `columns` wide where it is 1.
std::string block_bar(double part, std::size_t columns) {
  static constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths =
      static_cast<std::size_t>(std::llround(part * static_cast<double>(columns) * 8));
  std::string out;
  for (std::size_t i = 0; i < eighths / 8; ++i) out.append("█");
  return out.append(kEighths[eighths % 8]);
}

/// A bar for each row where the table has such a column and the terminal room beside it.
std::vector<std::string> bars_beside(const Table& t, std::size_t taken, std::size_t columns) {
  constexpr std::size_t kNarrowest = 8, kWidest = 40;
  const auto shown_as_bars = std::find_if(t.columns.begin(), t.columns.end(), [&](const Column& c) {
    return !t.bars.empty() && c.key == t.bars;
  });
  if (shown_as_bars == t.columns.end() || taken + kNarrowest > columns) return {};
  const auto at = static_cast<std::size_t>(shown_as_bars - t.columns.begin());
  std::int64_t most = 0;
  for (const Values& row : t.rows) most = std::max(most, row[at].number);
  const std::size_t room = std::min(columns - taken, kWidest);
  std::vector<std::string> out;
  for (const Values& row : t.rows) {
    const double part =
        most == 0 ? 0 : static_cast<double>(row[at].number) / static_cast<double>(most);
    out.push_back(block_bar(part, room));
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
  // A command is there to be copied, whole.
  const auto lines_of = [&](const std::string& cell, std::size_t i) {
    return t.columns[i].key == "command" ? std::vector{cell} : folded(cell, kWidestColumn);
  };
  std::vector<std::vector<std::string>> cells;
  std::vector<std::size_t> widths;
  for (const Column& column : t.columns) widths.push_back(width(heading(column)));
  const auto lay = [&](const Values& row) {
    auto& line = cells.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) {
      line.push_back(shown_cell(t.columns[i], row[i]));
      for (const std::string& part : lines_of(line[i], i))
        widths[i] = std::max(widths[i], width(part));
    }
  };
  for (const Values& row : t.rows) lay(row);
  if (!t.foot.empty()) lay(t.foot);
  std::size_t wide = 2 * widths.size();
  for (const std::size_t w : widths) wide += w;
  const auto bars = bars_beside(t, wide, columns());
  const auto aligned = [&](const std::string& s, std::size_t i) {
    if (t.columns[i].kind == Kind::number) return std::string(widths[i] - width(s), ' ') + s;
    return i + 1 == t.columns.size() && bars.empty() ? s : padded(s, widths[i]);
  };
  std::string out;
  for (std::size_t i = 0; i < t.columns.size(); ++i) {
    out.append(i ? "  " : "").append(coloured(aligned(heading(t.columns[i]), i), Colour::bold));
  }
  out.push_back('\n');
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const bool is_foot = row >= t.rows.size();
    std::vector<std::vector<std::string>> columns_lines;
    std::size_t height = 1;
    for (std::size_t i = 0; i < cells[row].size(); ++i) {
      columns_lines.push_back(lines_of(cells[row][i], i));
      height = std::max(height, columns_lines.back().size());
    }
    for (std::size_t at = 0; at < height; ++at) {
      std::string line;
      for (std::size_t i = 0; i < columns_lines.size(); ++i) {
        const auto& parts = columns_lines[i];
        line.append(i ? "  " : "").append(aligned(at < parts.size() ? parts[at] : "", i));
      }
      if (at == 0 && !is_foot && !bars.empty()) line.append("  ").append(bars[row]);
      out.append(is_foot ? coloured(line, Colour::bold) : line).push_back('\n');
    }
  }
  return out;
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
