// A package as it lies on the disk:
//   TMIS-PACKAGE 1\n
//   <length of the manifest, decimal>\n
//   <manifest>\n
//   <key id, hex> <meaning> <base64 of Ed25519 over "tmis/package/1\n" ‖ manifest>\n   (one or
//   more) \n <payload>
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/interrupt.h"
#include "exchange/manifest.h"
#include "exchange/payload.h"
#include "keys/key_pair.h"

namespace tmis::exchange {

/// One of a package's signatures: the organisation's own comes first, then the officer's.
struct PackageSignature {
  std::string key;  // id in hex
  std::string meaning;
  std::string sig;  // 64 bytes
};

/// What a package says and who signed it: all that is kept of one when its payload is gone.
struct PackageWord {
  std::string text;  // of the manifest, as it was signed
  Manifest manifest;
  std::vector<PackageSignature> signatures;

  std::string hash() const { return manifest_hash(text); }
};

/// A package whose frame and manifest are in order; what they claim is not checked yet.
struct PackageFile : PackageWord {
  std::string name;                // for messages
  std::optional<FileBytes> bytes;  // nothing: inside another package, which has them
  std::string_view payload;

  PayloadFigures figures() const {
    return {manifest.payload_hash, manifest.payload_size, manifest.plain_size};
  }
};

/// Checks 1 to 3. Throws file.*, package.malformed (8), package.newer (5).
PackageFile open_package(const std::string& path);
/// The same of a package inside another; `bytes` must outlive it.
PackageFile package_inside(std::string_view bytes, const std::string& name);
/// … and its bytes, when it is made.
std::string package_bytes(const PackageWord& word, PayloadWriter& payload);

/// What is signed of a manifest.
std::string signed_bytes(std::string_view manifest_text);
PackageSignature sign(const keys::KeyPair& key, std::string_view meaning,
                      std::string_view manifest_text);
/// One signature as a line, without its end.
std::string to_line(const PackageSignature& signature);
/// Nothing for a line of another form.
std::optional<PackageSignature> signature_of(std::string_view line);

/// A new package beside its target, named `TARGET.part`; nothing of it counts before `finish`.
class PackagePart {
 public:
  /// Writes frame, signatures and payload, and waits until the disk has them. Throws
  /// file.unwritable.
  PackagePart(std::string target, const PackageWord& word, PayloadWriter& payload);
  PackagePart(const PackagePart&) = delete;
  PackagePart& operator=(const PackagePart&) = delete;
  /// Takes the part away, unless it was finished.
  ~PackagePart();

  const std::string& path() const { return part_; }
  /// Gives it its name. Call it once what the package says is committed.
  void finish();

 private:
  explicit PackagePart(std::string target);

  std::string target_, part_;
  int fd_ = -1;
  bool finished_ = false;
  std::optional<Unfinished> unfinished_;
};

}  // namespace tmis::exchange
