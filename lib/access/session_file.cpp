// POSIX: every doubt about who could have made or could read the file ends the command.
#include "access/session_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/error.h"

namespace tmis::access {
namespace {

constexpr std::size_t kMostBytes = 4'096;

[[noreturn]] void unwritable(const std::string& path) {
  throw Error{codes::session_unwritable, {arg("file", path), arg("why", std::strerror(errno))}};
}

[[noreturn]] void unreadable(const std::string& path) {
  throw Error{codes::file_unreadable, {arg("file", path), arg("why", std::strerror(errno))}};
}

[[noreturn]] void unsafe(const std::string& path) {
  throw Error{codes::session_unsafe, {arg("file", path)}};
}

bool is_private(const struct stat& info) {
  return info.st_uid == ::geteuid() && (info.st_mode & 077) == 0;
}

}  // namespace

void make_own_folder(const std::string& folder) {
  const auto above = std::filesystem::path{folder}.parent_path();
  std::error_code failed;
  std::filesystem::create_directories(above, failed);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) unwritable(folder);
  struct stat info {};
  if (::lstat(folder.c_str(), &info) != 0) unwritable(folder);
  if (!S_ISDIR(info.st_mode) || !is_private(info)) unsafe(folder);
}

OwnFile::OwnFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
OwnFile::OwnFile(OwnFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}
OwnFile::~OwnFile() {
  if (fd_ >= 0) ::close(fd_);
}

OwnFile OwnFile::create(const std::string& path) {
  const int fd =
      ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) unwritable(path);
  OwnFile file{fd, path};
  ::flock(fd, LOCK_EX);
  return file;
}

std::optional<OwnFile> OwnFile::open(const std::string& path, bool to_write) {
  const int fd =
      ::open(path.c_str(), (to_write ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    if (errno == ELOOP || errno == EACCES) unsafe(path);
    unreadable(path);
  }
  OwnFile file{fd, path};
  struct stat info {};
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) || !is_private(info)) unsafe(path);
  ::flock(fd, to_write ? LOCK_EX : LOCK_SH);
  return file;
}

Secret OwnFile::read() const {
  Secret bytes{kMostBytes};
  const ssize_t n = ::pread(fd_, bytes.data(), bytes.size(), 0);
  if (n < 0) unreadable(path_);
  bytes.shorten(static_cast<std::size_t>(n) == kMostBytes ? 0 : static_cast<std::size_t>(n));
  return bytes;
}

void OwnFile::write(std::string_view bytes) const {
  if (::pwrite(fd_, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()) ||
      ::ftruncate(fd_, static_cast<off_t>(bytes.size())) != 0) {
    unwritable(path_);
  }
}

void OwnFile::overwrite() const {
  struct stat info {};
  if (::fstat(fd_, &info) != 0) return;
  write(std::string(static_cast<std::size_t>(info.st_size), '\0'));
  ::fsync(fd_);
}

}  // namespace tmis::access
