// What Linux says about this process: boot, session leader, terminal, uptime. Read from /proc
// alone.
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "access/session.h"
#include "base/error.h"
#include "base/text.h"

namespace tmis::access {
namespace {

/// Of a file of /proc; empty where there is none. Whatever else goes wrong is told: a session that
/// seems to be another place's is removed. (A stream would hide it, want of memory too.)
std::string first_line(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) return {};
  char bytes[4'096];
  const ssize_t n = fd < 0 ? -1 : ::read(fd, bytes, sizeof bytes);
  const int why = errno;
  if (fd >= 0) ::close(fd);
  if (n < 0 && why == ESRCH) return {};  // the process ended meanwhile
  if (n < 0)
    throw Error{codes::file_unreadable, {arg("file", path), arg("why", std::strerror(why))}};
  const std::string_view all{bytes, static_cast<std::size_t>(n)};
  return std::string{all.substr(0, all.find('\n'))};
}

std::int64_t number(std::string_view digits) {
  std::int64_t n = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), n);
  return n;
}

/// Field `n` (from 1, as proc(5) counts) of /proc/PID/stat; 0 when the process has gone. The name
/// in field 2 may hold spaces and brackets, so counting begins behind the last bracket.
std::int64_t stat_field(const std::string& pid, std::size_t n) {
  const std::string line = first_line("/proc/" + pid + "/stat");
  const auto bracket = line.rfind(") ");
  if (bracket == std::string::npos) return 0;
  const auto fields = split(std::string_view{line}.substr(bracket + 2), ' ');
  return n - 3 < fields.size() ? number(fields[n - 3]) : 0;
}

/// Seconds with two decimals, as /proc/uptime has them, in milliseconds.
std::int64_t milliseconds_up() {
  const std::string line = first_line("/proc/uptime");
  const auto point = line.find('.');
  if (point == std::string::npos || point + 2 >= line.size()) return 0;
  return number(std::string_view{line}.substr(0, point)) * 1'000 +
         number(std::string_view{line}.substr(point + 1, 2)) * 10;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value == '/' ? value : "";
}

/// A runtime folder left over from another user (after `su`) is not used.
bool is_mine(const std::string& folder) {
  struct stat info {};
  return ::stat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == ::geteuid();
}

std::string home() {
  std::string named = variable("HOME");
  if (!named.empty()) return named;
  const passwd* user = ::getpwuid(::geteuid());
  return user != nullptr ? user->pw_dir : "/";
}

std::string session_folder() {
  const std::string runtime = variable("XDG_RUNTIME_DIR");
  if (!runtime.empty() && is_mine(runtime)) return runtime + "/tmis";
  return state_folder() + "/sessions";
}

}  // namespace

std::string state_folder() {
  const std::string state = variable("XDG_STATE_HOME");
  return (state.empty() ? home() + "/.local/state" : state) + "/tmis";
}

Surroundings Surroundings::here() {
  constexpr std::size_t kTerminal = 7;
  constexpr std::size_t kStart = 22;
  Surroundings s;
  s.folder = session_folder();
  s.boot = first_line("/proc/sys/kernel/random/boot_id");
  s.leader = ::getsid(0);
  s.leader_start = static_cast<std::uint64_t>(stat_field(std::to_string(s.leader), kStart));
  s.terminal = stat_field("self", kTerminal);
  s.uptime = milliseconds_up();
  return s;
}

}  // namespace tmis::access
