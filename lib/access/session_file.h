// A small file with a secret in it: made, read, overwritten, removed, and nobody else's. For
// session.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "keys/secret.h"

namespace tmis::access {

/// Makes the folder and those above it, the last with mode 0700. Throws session.unsafe when it is a
/// link, another user's or open to others, session.unwritable.
void make_own_folder(const std::string& folder);

/// An open file of one's own, mode 0600, never a link. Locked while it is open: readers beside each
/// other, a writer alone.
class OwnFile {
 public:
  /// A new file (O_EXCL). Throws session.unwritable.
  static OwnFile create(const std::string& path);
  /// An existing one, or nothing. Throws session.unsafe when it is a link, another user's or open
  /// to others, file.unreadable.
  static std::optional<OwnFile> open(const std::string& path, bool to_write);

  OwnFile(OwnFile&& other) noexcept;
  OwnFile& operator=(OwnFile&&) = delete;
  ~OwnFile();

  /// All of it; empty when it is longer than a session can be. Throws file.unreadable.
  Secret read() const;
  /// In place of what is there.
  void write(std::string_view bytes) const;
  /// Zeros over what is there, to the disk.
  void overwrite() const;

 private:
  OwnFile(int fd, std::string path);
  int fd_;
  std::string path_;
};

}  // namespace tmis::access
