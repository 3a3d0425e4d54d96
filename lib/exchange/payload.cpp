// zlib between the lines and the sealed chunks, in both directions; never more than a chunk at
// once.
#include "exchange/payload.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "keys/hash.h"
#include "keys/stream.h"

namespace tmis::exchange {
namespace {

constexpr std::string_view kPurpose = "tmis/payload/1\n";
constexpr int kGzip = 15 + 16;  // window bits of zlib: the largest window, with gzip's frame
constexpr std::size_t kPiece = std::size_t{1} << 20;

/// A file that nobody else sees and that goes with the process.
int open_nameless(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) return fd;
  std::string name = folder + "/.payload-XXXXXX";  // a file system without O_TMPFILE
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named < 0) unwritable(folder);
  ::unlink(name.c_str());
  return named;
}

Bytef* zlib_bytes(std::string_view bytes) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib only reads them
}

}  // namespace

struct PayloadWriter::Inside {
  Inside(const std::string& its_folder, const Secret& key)
      : folder(its_folder), sealer(key, kPurpose), fd(open_nameless(its_folder)) {
    if (deflateInit2(&zip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK)
      bug("deflate");
    write(sealer.header());
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  ~Inside() {
    deflateEnd(&zip);
    ::close(fd);
  }

  void write(std::string_view bytes) {
    hasher.update(bytes);
    figures.size += static_cast<std::int64_t>(bytes.size());
    write_all(fd, bytes, folder);
  }

  void deflate_bytes(std::string_view plain, int flush) {
    zip.next_in = zlib_bytes(plain);
    zip.avail_in = static_cast<uInt>(plain.size());
    std::array<unsigned char, 16'384> out{};
    do {
      zip.next_out = out.data();
      zip.avail_out = out.size();
      deflate(&zip, flush);
      ready.append(reinterpret_cast<const char*>(out.data()), out.size() - zip.avail_out);
      while (ready.size() > keys::kStreamChunk) {  // the last chunk must be there for the end
        write(sealer.push(std::string_view{ready}.substr(0, keys::kStreamChunk), false));
        ready.erase(0, keys::kStreamChunk);
      }
    } while (zip.avail_out == 0);
  }

  keys::Hasher hasher;  // first: it is aligned wider than the others
  std::string folder;
  keys::StreamSealer sealer;
  std::string ready;
  PayloadFigures figures;
  z_stream zip{};
  int fd;
};

PayloadWriter::PayloadWriter(const std::string& folder, const Secret& key)
    : inside_(std::make_unique<Inside>(folder, key)) {}
PayloadWriter::~PayloadWriter() = default;

void PayloadWriter::line(std::string_view text) {
  if (text.size() >= kMostLine)
    throw Error{codes::package_too_large, {arg("what", shown(text.substr(0, 40)))}};
  inside_->figures.plain_size += static_cast<std::int64_t>(text.size()) + 1;
  inside_->deflate_bytes(text, Z_NO_FLUSH);
  inside_->deflate_bytes("\n", Z_NO_FLUSH);
}

PayloadFigures PayloadWriter::finish() {
  inside_->deflate_bytes({}, Z_FINISH);
  inside_->write(inside_->sealer.push(inside_->ready, true));
  inside_->figures.hash = keys::hex(inside_->hasher.finish());
  return inside_->figures;
}

void PayloadWriter::each_piece(const std::function<void(std::string_view)>& take) {
  std::string piece(kPiece, '\0');
  off_t at = 0;
  for (;;) {
    const ssize_t n = ::pread(inside_->fd, piece.data(), piece.size(), at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) unwritable(inside_->folder);
    if (n == 0) return;
    take(std::string_view{piece}.substr(0, static_cast<std::size_t>(n)));
    at += n;
  }
}

void damaged() { throw Error{codes::package_damaged, {arg("file", "")}}; }

std::string packed(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all.append(line).push_back('\n');
  z_stream zip{};
  if (deflateInit2(&zip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    bug("deflate");
  std::string out(deflateBound(&zip, static_cast<uLong>(all.size())), '\0');
  zip.next_in = zlib_bytes(all);
  zip.avail_in = static_cast<uInt>(all.size());
  zip.next_out = zlib_bytes(out);
  zip.avail_out = static_cast<uInt>(out.size());
  deflate(&zip, Z_FINISH);
  out.resize(zip.total_out);
  deflateEnd(&zip);
  return out;
}

namespace {

/// Lines out of inflated bytes.
class Lines {
 public:
  Lines(std::int64_t plain_size, const std::function<void(std::string_view)>& take)
      : left_(plain_size), take_(take) {
    if (inflateInit2(&zip_, kGzip) != Z_OK) bug("inflate");
  }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;
  ~Lines() { inflateEnd(&zip_); }

  void add(std::string_view packed) {
    if (packed.empty()) return;
    if (ended_) damaged();  // something behind gzip's end
    zip_.next_in = zlib_bytes(packed);
    zip_.avail_in = static_cast<uInt>(packed.size());
    std::array<unsigned char, 65'536> out{};
    while (!ended_ && (zip_.avail_in > 0 || zip_.avail_out == 0)) {
      zip_.next_out = out.data();
      zip_.avail_out = out.size();
      const int result = inflate(&zip_, Z_NO_FLUSH);
      if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) damaged();
      ended_ = result == Z_STREAM_END;
      const std::size_t n = out.size() - zip_.avail_out;
      left_ -= static_cast<std::int64_t>(n);
      if (left_ < 0) damaged();
      cut({reinterpret_cast<const char*>(out.data()), n});
      if (n == 0 && !ended_) break;
    }
    if (zip_.avail_in > 0) damaged();
  }

  void finish() const {
    if (!ended_ || left_ != 0 || !line_.empty()) damaged();
  }

 private:
  void cut(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto end = bytes.find('\n');
      line_.append(bytes.substr(0, end));
      if (line_.size() >= kMostLine) damaged();
      if (end == std::string_view::npos) return;
      take_(line_);
      line_.clear();
      bytes.remove_prefix(end + 1);
    }
  }

  z_stream zip_{};
  bool ended_ = false;
  std::int64_t left_;
  std::string line_;
  const std::function<void(std::string_view)>& take_;
};

}  // namespace

void each_line(std::string_view payload, const PayloadFigures& figures, const Secret& key,
               const std::function<void(std::string_view)>& take) {
  if (static_cast<std::int64_t>(payload.size()) != figures.size ||
      payload.size() < keys::kStreamHeader || keys::hex(keys::hash(payload)) != figures.hash)
    damaged();
  keys::StreamOpener opener{key, payload.substr(0, keys::kStreamHeader), kPurpose};
  payload.remove_prefix(keys::kStreamHeader);
  Lines lines{figures.plain_size, take};
  while (!payload.empty()) {
    auto chunk = opener.pull(payload.substr(0, keys::kSealedChunk));
    if (!chunk) damaged();
    lines.add(*chunk);
    keys::wipe(*chunk);
    payload.remove_prefix(std::min(payload.size(), keys::kSealedChunk));
  }
  if (!opener.finished()) damaged();
  lines.finish();
}

std::vector<std::string> unpacked(std::string_view bytes) {
  constexpr std::size_t kSize = 4;  // gzip ends with the size of what it holds
  if (bytes.size() < kSize) damaged();
  std::int64_t size = 0;
  for (std::size_t i = 1; i <= kSize; ++i)
    size = size << 8 | static_cast<unsigned char>(bytes[bytes.size() - i]);
  std::vector<std::string> out;
  const std::function<void(std::string_view)> keep = [&](std::string_view line) {
    out.emplace_back(line);
  };
  Lines lines{size, keep};
  lines.add(bytes);
  lines.finish();
  return out;
}

}  // namespace tmis::exchange
