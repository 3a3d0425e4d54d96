// Initial passwords on their way to whoever hands them out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cmd/context.h"
#include "cmd/secret_file.h"
#include "people/account.h"

namespace tmis::cmd {

/// Into the file before the accounts are made, and gone again when they are not; on the terminal
/// once they are.
class Passwords {
 public:
  /// Where they go must be known before any is made: `file`, or the terminal once. Throws
  /// usage.missing, file.exists.
  Passwords(Context& ctx, const std::string& file, std::string_view command);
  Passwords(const Passwords&) = delete;
  Passwords& operator=(const Passwords&) = delete;

  people::HandOver keep();
  /// The accounts are made.
  void made();

 private:
  Context& ctx_;
  std::string file_;
  std::vector<people::InitialPassword> shown_;
  SecretFile out_;
};

}  // namespace tmis::cmd
