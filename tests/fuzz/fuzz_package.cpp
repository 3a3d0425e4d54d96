// Packages from anywhere: the frame and its manifest, the manifest alone, what is sealed in a
// payload, and what is kept of one. By the first byte of the input.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/error.h"
#include "exchange/package_file.h"
#include "keys/hash.h"
#include "keys/stream.h"

namespace {

using namespace tmis;

void frame(std::string_view bytes) {
  const int fd = memfd_create("package", MFD_CLOEXEC);
  if (fd < 0 || write(fd, bytes.data(), bytes.size()) < 0) __builtin_trap();
  try {
    const exchange::PackageFile file =
        exchange::open_package("/proc/self/fd/" + std::to_string(fd));
    if (file.signatures.empty() || !exchange::manifest_of(file.text)) __builtin_trap();
  } catch (const Error& error) {
    if (error.code().exit == Exit::internal) __builtin_trap();
  }
  close(fd);
}

void manifest(std::string_view text) {
  const auto read = exchange::manifest_of(text);
  if (!read) return;
  const auto again = exchange::manifest_of(exchange::to_text(*read));
  if (!again || again->id != read->id || again->counts != read->counts) __builtin_trap();
}

/// What somebody with the right key can put into a payload.
void payload(std::string_view bytes) {
  static const Secret key{std::string_view{"0123456789abcdef0123456789abcdef"}};
  keys::StreamSealer sealer{key, "tmis/payload/1\n"};
  const std::int64_t plain = bytes.empty() ? 0 : static_cast<unsigned char>(bytes[0]);
  std::string sealed = sealer.header();
  bytes.remove_prefix(std::min<std::size_t>(1, bytes.size()));
  while (bytes.size() > keys::kStreamChunk) {
    sealed += sealer.push(bytes.substr(0, keys::kStreamChunk), false);
    bytes.remove_prefix(keys::kStreamChunk);
  }
  sealed += sealer.push(bytes, true);
  try {
    exchange::each_line(
        sealed, {keys::hex(keys::hash(sealed)), static_cast<std::int64_t>(sealed.size()), plain},
        key, [](std::string_view line) {
          if (line.find('\n') != std::string_view::npos) __builtin_trap();
        });
  } catch (const Error& error) {
    if (&error.code() != &codes::package_damaged) __builtin_trap();
  }
}

/// What is kept of a package, as it comes out of the file.
void kept(std::string_view bytes) {
  try {
    const auto lines = exchange::unpacked(bytes);
    if (exchange::unpacked(exchange::packed(lines)) != lines) __builtin_trap();
  } catch (const Error& error) {
    if (&error.code() != &codes::package_damaged) __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest{reinterpret_cast<const char*>(data) + 1, size - 1};
  switch (data[0]) {
    case 'm':
      manifest(rest);
      break;
    case 'p':
      payload(rest);
      break;
    case 'k':
      kept(rest);
      break;
    default:
      frame(rest);
  }
  return 0;
}
