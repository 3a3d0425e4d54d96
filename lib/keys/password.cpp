// What an office guesses first is refused; length does the rest. Nothing here leaves a copy in
// plain memory but the lower-case text that is wiped at once.
#include "keys/password.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "keys/common_passwords.h"

namespace tmis::keys {
namespace {

/// With as many other characters a known word is no longer the password.
constexpr std::size_t kOtherCharacters = 6;
constexpr std::size_t kLeastWord = 4;

[[noreturn]] void weak(std::string_view rule) {
  const std::string reason = text("password.reason." + std::string{rule});
  throw Error{codes::password_weak, {arg("reason", reason), arg("rule", rule)}};
}

/// Lower case, without the marks that people put into dates and numbers.
Secret plain(std::string_view typed) {
  Secret out{typed.size()};
  std::size_t used = 0;
  for (const char c : typed) {
    if (std::strchr("-./_ ", c) != nullptr && c != '\0') continue;
    const bool upper = c >= 'A' && c <= 'Z';
    out.data()[used++] = static_cast<unsigned char>(upper ? c - 'A' + 'a' : c);
  }
  out.shorten(used);
  return out;
}

/// Whether `password` is little more than `word`.
bool leans_on(std::string_view password, std::string_view word) {
  return word.size() >= kLeastWord && password.find(word) != std::string_view::npos &&
         password.size() - word.size() < kOtherCharacters;
}

/// Digits of a birth date in the orders in which people write them.
std::vector<std::string> date_forms(std::string_view iso) {
  if (iso.size() != 10) return {};
  const std::string year{iso.substr(0, 4)};
  const std::string month{iso.substr(5, 2)};
  const std::string day{iso.substr(8, 2)};
  return {year + month + day, month + day + year, day + month + year, year.substr(2) + month + day};
}

std::string_view last(std::string_view text, std::size_t n) {
  return text.size() < n ? std::string_view{} : text.substr(text.size() - n);
}

/// One or two different characters, or a straight run of them up or down.
bool monotonous(std::string_view password) {
  std::vector<char32_t> seen;
  bool up = true;
  bool down = true;
  char32_t before = 0;
  for (bool first = true; !password.empty(); first = false) {
    const char32_t c = take_code_point(password);
    if (std::find(seen.begin(), seen.end(), c) == seen.end()) seen.push_back(c);
    up = up && (first || c == before + 1);
    down = down && (first || c + 1 == before);
    before = c;
  }
  return seen.size() <= 2 || up || down;
}

void check_owner(std::string_view password, const PasswordOwner& owner) {
  if (leans_on(password, plain(owner.login).view())) weak("login");
  for (const std::string& form : date_forms(owner.birth_date)) {
    if (leans_on(password, form)) weak("birth-date");
  }
  const Secret number = plain(owner.id_number);
  if (leans_on(password, last(number.view(), 6)) || leans_on(password, last(number.view(), 8))) {
    weak("id-number");
  }
  for (const std::string& telephone : owner.telephones) {
    if (leans_on(password, plain(telephone).view())) weak("telephone");
  }
}

[[noreturn]] void fail(const Code& code, const std::string& path, const char* why) {
  Place place;
  place.file = path;
  throw Error{code, {arg("file", path), arg("why", why)}}.at(place);
}

/// An open file, closed at the end but for standard input.
struct Open {
  int fd;
  ~Open() {
    if (fd > STDIN_FILENO) ::close(fd);
  }
};

/// Byte by byte, so that what follows the line stays for the command to read.
Secret read_line(int fd, const std::string& path) {
  Secret line{kMostPassword + 2};  // and a line end
  std::size_t used = 0;
  for (;;) {
    if (used == line.size()) weak("long");
    const ssize_t n = ::read(fd, line.data() + used, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(codes::file_unreadable, path, std::strerror(errno));
    if (n == 0 || line.data()[used] == '\n') break;
    ++used;
  }
  if (used > 0 && line.data()[used - 1] == '\r') --used;
  if (used == 0) fail(codes::password_file_empty, path, "");
  line.shorten(used);
  return line;
}

}  // namespace

void check_password(const Secret& password, const PasswordOwner& owner) {
  const std::string_view typed = password.view();
  if (typed.size() < kLeastPassword) weak("short");
  if (typed.size() > kMostPassword) weak("long");
  if (bad_utf8(typed)) weak("utf8");
  const Secret simple = plain(typed);
  check_owner(simple.view(), owner);
  if (is_common(simple.view()) || monotonous(simple.view())) weak("common");
}

Secret read_password_file(const std::string& path) {
  const bool standard_input = path == "-";
  const Open file{standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0) {
    fail(errno == ENOENT ? codes::file_missing : codes::file_unreadable, path,
         std::strerror(errno));
  }
  struct stat info {};
  if (::fstat(file.fd, &info) != 0) fail(codes::file_unreadable, path, std::strerror(errno));
  if (S_ISREG(info.st_mode) && (info.st_mode & 077) != 0) fail(codes::password_file_mode, path, "");
  const bool readable = S_ISREG(info.st_mode) || S_ISFIFO(info.st_mode) || standard_input;
  if (!readable) {
    fail(codes::file_not_regular, path, std::strerror(S_ISDIR(info.st_mode) ? EISDIR : ENOTSUP));
  }
  return read_line(file.fd, path);
}

}  // namespace tmis::keys
