// A file with secrets on its way to whoever hands them out.
#pragma once

#include <cstdio>
#include <optional>
#include <string>

#include "base/interrupt.h"

namespace tmis::cmd {

/// Whole before what the secrets open is made, and gone again when that isn't made after all.
class SecretFile {
 public:
  SecretFile() = default;
  SecretFile(const SecretFile&) = delete;
  SecretFile& operator=(const SecretFile&) = delete;
  ~SecretFile() {
    if (!path_.empty()) std::remove(path_.c_str());
  }

  /// `work` writes to `path`; nothing interrupts from here until `made`.
  template <class Work>
  void write(const std::string& path, Work work) {
    until_made_.emplace();
    work();
    path_ = path;
  }
  /// What they open is made: the file stays.
  void made() {
    path_.clear();
    until_made_.reset();
  }

 private:
  std::string path_;
  std::optional<Uninterrupted> until_made_;
};

}  // namespace tmis::cmd
