// POSIX files. Every failure says which file and what the system said.
#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "base/error.h"

namespace tmis {
namespace {

[[noreturn]] void fail(const Code& code, const std::string& path, int error) {
  Place place;
  place.file = path;
  throw Error{code, {arg("file", path), arg("why", std::strerror(error))}}.at(place);
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

constexpr std::size_t kMostPiped = std::size_t{200} << 20;
constexpr std::size_t kMostSmall = std::size_t{32} << 20;

std::string read_all(int fd, const std::string& path) {
  std::string out;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t n = ::read(fd, buffer, sizeof buffer);
    if (n == 0) return out;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(codes::file_unreadable, path, errno);
    if (out.size() > kMostPiped) fail(codes::file_too_large, path, EFBIG);
    out.append(buffer, static_cast<std::size_t>(n));
  }
}

std::filesystem::path program_folder() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

/// `share/NAME` beside the program (build folder) or one above it (installed in bin/).
std::string share(const char* name) {
  const auto here = program_folder();
  for (const auto& base : {here / "share" / name, here.parent_path() / "share" / name}) {
    if (std::filesystem::exists(base)) return base.string();
  }
  return (here.parent_path() / "share" / name).string();
}

}  // namespace

FileBytes::FileBytes(const std::string& path) {
  const Descriptor file{path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.get() < 0)
    fail(errno == ENOENT ? codes::file_missing : codes::file_unreadable, path, errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) fail(codes::file_unreadable, path, errno);
  if (S_ISREG(info.st_mode)) {
    size_ = static_cast<std::size_t>(info.st_size);
    if (size_ == 0) return;
    void* memory = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (memory == MAP_FAILED) fail(codes::file_unreadable, path, errno);
    ::madvise(memory, size_, MADV_SEQUENTIAL);
    data_ = static_cast<const char*>(memory);
    mapped_ = true;
  } else if (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode) || ::isatty(file.get()) == 1) {
    read_ = read_all(file.get(), path);
    data_ = read_.data();
    size_ = read_.size();
  } else {
    fail(codes::file_not_regular, path, S_ISDIR(info.st_mode) ? EISDIR : EINVAL);
  }
}

FileBytes::FileBytes(FileBytes&& other) noexcept
    : data_(other.data_),
      size_(other.size_),
      mapped_(other.mapped_),
      read_(std::move(other.read_)) {
  if (!mapped_) data_ = read_.data();
  other.mapped_ = false;
  other.size_ = 0;
}

FileBytes::~FileBytes() {
  if (mapped_) ::munmap(const_cast<char*>(data_), size_);
}

std::string read_file(const std::string& path) {
  const FileBytes bytes{path};
  if (bytes.view().size() > kMostSmall) fail(codes::file_too_large, path, EFBIG);
  return std::string{bytes.view()};
}

void write_file(const std::string& path, std::string_view bytes) {
  OutputFile out{path};
  out.append(bytes);
  out.commit();
}

OutputFile::OutputFile(std::string target) : target_(std::move(target)) {
  std::error_code none;
  const auto kind = std::filesystem::status(target_, none).type();
  if (kind != std::filesystem::file_type::not_found &&
      kind != std::filesystem::file_type::regular) {
    fail(codes::file_not_regular, target_, EINVAL);
  }
  temporary_ = target_ + ".XXXXXX.tmp";
  const Uninterrupted made_and_known;
  const int fd = ::mkostemps(temporary_.data(), 4, O_CLOEXEC);
  if (fd < 0) unwritable(target_);
  ::close(fd);  // mkostemps made it 0600
  unfinished_.emplace(temporary_);
}

OutputFile::~OutputFile() {
  if (!done_) ::unlink(temporary_.c_str());
}

void OutputFile::append(std::string_view bytes) {
  const Descriptor file{::open(temporary_.c_str(), O_WRONLY | O_CLOEXEC | O_APPEND)};
  write_all(file.get(), bytes, target_);
}

void OutputFile::commit() {
  {
    const Descriptor file{::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.get() < 0 || ::fsync(file.get()) != 0) unwritable(target_);
  }
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) unwritable(target_);
  done_ = true;
  unfinished_.reset();
  sync_folder_of(target_);
}

void unwritable(const std::string& path) { fail(codes::file_unwritable, path, errno); }

void write_all(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) unwritable(path);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::string folder_of(const std::string& path) {
  const auto folder = std::filesystem::path{path}.parent_path().string();
  return folder.empty() ? "." : folder;
}

void sync_folder_of(const std::string& path) {
  const Descriptor folder{::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.get() >= 0) ::fsync(folder.get());
}

std::string file_ending(std::string_view path) {
  std::string ending = std::filesystem::path{path}.extension().string();
  if (!ending.empty()) ending.erase(0, 1);
  for (char& c : ending) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return ending;
}

std::string file_name(std::string_view path) {
  return std::filesystem::path{path}.filename().string();
}

bool file_exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code none;
  return std::filesystem::equivalent(a, b, none) ||
         std::filesystem::weakly_canonical(a, none) == std::filesystem::weakly_canonical(b, none);
}

std::string data_folder() { return share("tmis"); }

std::string locale_folder() { return share("locale"); }

std::string_view version() { return TMIS_VERSION; }

}  // namespace tmis
