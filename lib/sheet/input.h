// The bytes of a file, opened once and shared by all who read it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/file.h"

namespace tmis::sheet {

class Input {
 public:
  explicit Input(const std::string& path) : file_(std::make_unique<FileBytes>(path)) {}
  struct InMemory {
    std::string bytes;
  };
  explicit Input(InMemory memory) : memory_(std::move(memory.bytes)) {}

  std::string_view view() const { return file_ ? file_->view() : std::string_view{memory_}; }

  /// Gives back the pages of the file that lie wholly in `part`; reading them again is allowed and
  /// slower. So a file of any size takes little memory while it is read from front to back.
  void give_back(std::string_view part) const;
  /// All bytes, piece by piece, each given back after it.
  void for_each_piece(const std::function<void(std::string_view)>& visit) const;

 private:
  std::unique_ptr<FileBytes> file_;
  std::string memory_;
};
/// What a reader going forward has behind it, given back in large pieces.
class Trail {
 public:
  /// `now`: first byte of `input` that is still needed.
  void passed(const Input& input, const char* now) {
    constexpr std::ptrdiff_t kLarge = 4 << 20;
    if (kept_ == nullptr || now < kept_) kept_ = now;
    if (now - kept_ < kLarge) return;
    input.give_back({kept_, static_cast<std::size_t>(now - kept_)});
    kept_ = now;
  }

 private:
  const char* kept_ = nullptr;
};

using SharedInput = std::shared_ptr<const Input>;

}  // namespace tmis::sheet
