// Plain write(2): a full disk is seen at once, not when the file is closed.
#include "sheet/sink.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ostream>

#include "base/error.h"

namespace tmis::sheet {
namespace {

constexpr std::size_t kBuffer = 1 << 16;

[[noreturn]] void fail(const std::string& path) {
  const int why = errno;
  Place place;
  place.file = path;
  throw Error{codes::file_unwritable, {arg("file", path), arg("why", std::strerror(why))}}.at(
      place);
}

}  // namespace

Sink::Sink(const std::string& path) : path_(path), file_(std::make_unique<OutputFile>(path)) {
  descriptor_ = ::open(file_->path().c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
  if (descriptor_ < 0) fail(path_);
}

Sink::Sink(std::ostream& out) : out_(&out) {}

Sink::~Sink() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Sink::write(std::string_view text) {
  if (out_ != nullptr) {
    out_->write(text.data(), static_cast<std::streamsize>(text.size()));
    return;
  }
  buffer_.append(text);
  if (buffer_.size() >= kBuffer) flush();
}

void Sink::flush() {
  std::string_view rest{buffer_};
  while (!rest.empty()) {
    const ssize_t n = ::write(descriptor_, rest.data(), rest.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(path_);
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  buffer_.clear();
}

void Sink::close() {
  if (out_ != nullptr) {
    out_->flush();
    return;
  }
  if (descriptor_ < 0) return;
  flush();
  const int descriptor = descriptor_;
  descriptor_ = -1;
  if (::close(descriptor) != 0) fail(path_);
}

void Sink::finish() {
  close();
  if (file_) file_->commit();
}

}  // namespace tmis::sheet
