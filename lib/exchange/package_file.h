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

/// A package whose frame and manifest are in order; what they claim is not checked yet.
struct PackageFile {
  std::string name;  // for messages
  FileBytes bytes;
  std::string_view manifest_text;
  Manifest manifest;
  std::vector<PackageSignature> signatures;
  std::string_view payload;

  std::string hash() const { return manifest_hash(manifest_text); }
  PayloadFigures figures() const {
    return {manifest.payload_hash, manifest.payload_size, manifest.plain_size};
  }
};

/// Checks 1 to 3. Throws file.*, package.malformed (8), package.newer (5).
PackageFile open_package(const std::string& path);

/// What is signed of a manifest.
std::string signed_bytes(std::string_view manifest_text);
/// The line of one signature, with its end.
std::string signature_line(const keys::KeyPair& key, std::string_view meaning,
                           std::string_view manifest_text);

/// A new package beside its target, named `TARGET.part`; nothing of it counts before `finish`.
class PackagePart {
 public:
  /// Writes frame, signatures and payload, and waits until the disk has them. Throws
  /// file.unwritable.
  PackagePart(std::string target, std::string_view manifest_text, std::string_view signature_lines,
              PayloadWriter& payload);
  /// The same from bytes that are whole already.
  PackagePart(std::string target, std::string_view bytes);
  PackagePart(const PackagePart&) = delete;
  PackagePart& operator=(const PackagePart&) = delete;
  /// Takes the part away, unless it was finished.
  ~PackagePart();

  const std::string& path() const { return part_; }
  /// Gives it its name. Call it once what the package says is committed.
  void finish();

 private:
  explicit PackagePart(std::string target);
  void write(std::string_view bytes);
  void settle();

  std::string target_, part_;
  int fd_ = -1;
  bool finished_ = false;
  std::optional<Unfinished> unfinished_;
};

}  // namespace tmis::exchange
