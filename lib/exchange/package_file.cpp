// The frame is read by hand: few bytes, all of them hostile.
#include "exchange/package_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "keys/base64.h"

namespace tmis::exchange {
namespace {

constexpr std::string_view kFirstLine = "TMIS-PACKAGE 1\n";
constexpr std::size_t kMostSignatures = 8;
constexpr std::size_t kMostSignatureLine = 256;

/// Cuts a package into its parts.
class Frame {
 public:
  explicit Frame(std::string_view bytes, const std::string& name) : rest_(bytes), name_(name) {}

  [[noreturn]] void malformed(std::string_view where) const {
    Place place;
    place.file = name_;
    throw Error{codes::package_malformed,
                {arg("file", name_), arg("what", text("package.part." + std::string{where}))}}
        .at(place);
  }

  void first_line() {
    if (!rest_.starts_with(kFirstLine)) malformed("first-line");
    rest_.remove_prefix(kFirstLine.size());
  }

  std::string_view manifest() {
    const std::string_view digits = line(6, "length");
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (error != std::errc{} || end != digits.data() + digits.size() || digits.front() == '0' ||
        length > kMostManifest || rest_.size() <= length || rest_[length] != '\n')
      malformed("length");
    const std::string_view found = rest_.substr(0, length);
    rest_.remove_prefix(length + 1);
    return found;
  }

  std::vector<PackageSignature> signatures() {
    std::vector<PackageSignature> out;
    for (;;) {
      const std::string_view one = line(kMostSignatureLine, "signature");
      if (one.empty()) break;
      auto signature = signature_of(one);
      if (!signature || out.size() == kMostSignatures) malformed("signature");
      out.push_back(std::move(*signature));
    }
    if (out.empty()) malformed("signature");
    return out;
  }

  std::string_view rest() const { return rest_; }

 private:
  /// Up to the line's end, which is not kept; at most `most` bytes.
  std::string_view line(std::size_t most, std::string_view where) {
    const auto end = rest_.substr(0, most + 1).find('\n');
    if (end == std::string_view::npos || (end == 0 && where == "length")) malformed(where);
    const std::string_view found = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return found;
  }

  std::string_view rest_;
  const std::string& name_;
};

}  // namespace

namespace {

void read_frame(std::string_view bytes, PackageFile& out) {
  Frame frame{bytes, out.name};
  frame.first_line();
  out.text = frame.manifest();
  out.signatures = frame.signatures();
  out.payload = frame.rest();
  if (static_cast<std::int64_t>(out.payload.size()) > kMostPayload) frame.malformed("payload");
  auto manifest = manifest_of(out.text);
  if (!manifest) frame.malformed("manifest");
  out.manifest = std::move(*manifest);
  if (out.manifest.min_reader > kFormat) {
    throw Error{codes::package_newer,
                {arg("file", out.name), arg("n", out.manifest.min_reader), arg("mine", kFormat)}};
  }
  if (out.manifest.kind != kReport && out.manifest.kind != kReceipt &&
      out.manifest.kind != kTransfer && out.manifest.kind != kRotation &&
      out.manifest.kind != kCredits && out.manifest.kind != kResults)
    frame.malformed("kind");
}

/// All before the payload.
std::string head_of(const PackageWord& word) {
  std::string head{kFirstLine};
  head.append(std::to_string(word.text.size())).append("\n").append(word.text).append("\n");
  for (const PackageSignature& s : word.signatures) head.append(to_line(s)).append("\n");
  return head.append("\n");
}

}  // namespace

PackageFile open_package(const std::string& path) {
  PackageFile out{{}, file_name(path), FileBytes{path}, {}};
  read_frame(out.bytes->view(), out);
  return out;
}

PackageFile package_inside(std::string_view bytes, const std::string& name) {
  PackageFile out{{}, name, {}, {}};
  read_frame(bytes, out);
  return out;
}

std::string package_bytes(const PackageWord& word, PayloadWriter& payload) {
  std::string out = head_of(word);
  payload.each_piece([&](std::string_view piece) { out.append(piece); });
  return out;
}

std::string signed_bytes(std::string_view manifest_text) {
  return "tmis/package/1\n" + std::string{manifest_text};
}

PackageSignature sign(const keys::KeyPair& key, std::string_view meaning,
                      std::string_view manifest_text) {
  return {keys::hex(key.id()), std::string{meaning}, key.sign(signed_bytes(manifest_text))};
}

std::string to_line(const PackageSignature& signature) {
  return signature.key + " " + signature.meaning + " " + keys::base64(signature.sig);
}

std::optional<PackageSignature> signature_of(std::string_view line) {
  const auto words = split(line, ' ');
  if (words.size() != 3 || !is_hex(words[0], 32)) return std::nullopt;
  auto sig = keys::from_base64(words[2]);
  if (!sig || sig->size() != keys::kSignatureSize) return std::nullopt;
  return PackageSignature{std::string{words[0]}, std::string{words[1]}, std::move(*sig)};
}

/// From here on the destructor takes the part away, also when writing it fails.
PackagePart::PackagePart(std::string target)
    : target_(std::move(target)), part_(target_ + ".part") {
  fd_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd_ < 0) unwritable(part_);
  unfinished_.emplace(part_);
}

PackagePart::PackagePart(std::string target, const PackageWord& word, PayloadWriter& payload)
    : PackagePart(std::move(target)) {
  write_all(fd_, head_of(word), part_);
  payload.each_piece([&](std::string_view piece) { write_all(fd_, piece, part_); });
  // Its name too must last: a crash after the commit leaves it to be finished.
  if (::fsync(fd_) != 0) unwritable(part_);
  sync_folder_of(part_);
}

PackagePart::~PackagePart() {
  if (fd_ >= 0) ::close(fd_);
  if (!finished_) ::unlink(part_.c_str());
}

void PackagePart::finish() {
  finished_ = true;  // committed: a rename that fails leaves the part to the next command
  unfinished_.reset();
  if (::rename(part_.c_str(), target_.c_str()) != 0) unwritable(target_);
  sync_folder_of(target_);
}

}  // namespace tmis::exchange
