// termios by hand: what the handlers of signals touch is fixed memory, and tcsetattr may be called
// there.
#include "cmd/console/keys.h"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "base/interrupt.h"
#include "base/text.h"

namespace tmis::cmd {
namespace {

constexpr char kEscape = '\x1b';
constexpr char kControlD = '\x04';
constexpr char32_t kFullWidthFirst = 0xFF01, kFullWidthLast = 0xFF5E, kFullWidthOffset = 0xFEE0;
constexpr int kSequenceMilliseconds = 50;  // the rest of an arrow key comes with its escape

termios as_found{}, raw{};

void set_found() { ::tcsetattr(STDIN_FILENO, TCSANOW, &as_found); }
void set_raw() { ::tcsetattr(STDIN_FILENO, TCSANOW, &raw); }

void on_stop(int signal);
void handle_stop(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGTSTP, &action, nullptr);
}

/// Ctrl-Z: the shell gets its terminal back, and this program its keys when it goes on.
void on_stop(int) {
  const int kept = errno;
  termios present{};
  ::tcgetattr(STDIN_FILENO, &present);
  set_found();
  handle_stop(SIG_DFL);
  sigset_t only, before;
  ::sigemptyset(&only);
  ::sigaddset(&only, SIGTSTP);
  ::raise(SIGTSTP);
  ::sigprocmask(SIG_UNBLOCK, &only, &before);  // stops here
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  handle_stop(on_stop);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &present);
  errno = kept;
}

bool one_byte(char& byte) {
  while (true) {
    const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
    if (got == 1) return true;
    if (got == 0 || errno != EINTR) return false;
  }
}

bool more_comes() {
  pollfd in{STDIN_FILENO, POLLIN, 0};
  return ::poll(&in, 1, kSequenceMilliseconds) == 1;
}

Key arrow(char last) {
  switch (last) {
    case 'A':
      return {Key::Kind::up};
    case 'B':
      return {Key::Kind::down};
    case 'C':
      return {Key::Kind::right};
    case 'D':
      return {Key::Kind::left};
    default:
      return {Key::Kind::other};
  }
}

/// After an escape: a key of its own, or the beginning of a sequence (CSI, SS3) that is read to its
/// end.
Key after_escape() {
  char byte = 0;
  if (!more_comes() || !one_byte(byte)) return {Key::Kind::escape};
  if (byte != '[' && byte != 'O') return {Key::Kind::other};
  while (more_comes() && one_byte(byte)) {
    if (byte >= '@' && byte <= '~') return arrow(byte);
  }
  return {Key::Kind::other};
}

std::size_t length_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xF0) return 4;
  return lead >= 0xE0 ? 3 : 2;
}

/// As it is compared: ｐ and P are p.
char32_t plain(char32_t c) {
  if (c >= kFullWidthFirst && c <= kFullWidthLast) c -= kFullWidthOffset;
  return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

}  // namespace

Keys::Keys() {
  ::tcgetattr(STDIN_FILENO, &as_found);
  raw = as_found;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  at_interrupt(set_found);
  handle_stop(on_stop);
  set_raw();
}

Keys::~Keys() {
  set_found();
  handle_stop(SIG_DFL);
  at_interrupt(nullptr);
}

Key Keys::next() {
  char byte = 0;
  if (!one_byte(byte) || byte == kControlD) return {Key::Kind::end};
  if (byte == '\n' || byte == '\r') return {Key::Kind::enter};
  if (byte == kEscape) return after_escape();
  std::string sign{byte};
  const std::size_t length = length_of(static_cast<unsigned char>(byte));
  while (sign.size() < length && one_byte(byte)) sign.push_back(byte);
  if (bad_utf8(sign)) return {Key::Kind::other};
  std::string_view rest = sign;
  return {Key::Kind::sign, plain(take_code_point(rest))};
}

Keys::Line::Line() { set_found(); }

Keys::Line::~Line() { set_raw(); }

}  // namespace tmis::cmd
