// A million checked rows in little memory, between the check and the writing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace tmis::dossier {

/// Rows of one field set, packed: a byte for a null, a length and the bytes for a text. Chunks are
/// never moved, so that memory grows with the rows and not twice as fast.
class Rows {
 public:
  /// What is known of a row beside its values. `record` 0: a new row. Sixteen bytes: a file has
  /// fewer than four thousand million teachers, records and lines.
  struct Head {
    std::uint32_t teacher = 0;
    std::uint32_t record = 0;
    std::uint32_t version = 0;  // of the row that was merged with it; it must still be the live one
    std::uint32_t line : 31 = 0;  // of the file
    std::uint32_t same : 1 = 0;   // as the file has it already: kept only for what repeats its key
  };

  void push(const Head& head, std::span<const Value> values);
  Head head(std::size_t i) const { return heads_[i]; }
  /// The values of row `i`; `out` has their number already and is reused.
  void read(std::size_t i, Values& out) const;
  std::size_t size() const { return heads_.size(); }
  std::size_t bytes() const { return chunks_.size() * kChunk; }

 private:
  static constexpr std::size_t kChunk = std::size_t{1} << 20;

  std::vector<std::unique_ptr<char[]>> chunks_;
  std::deque<std::uint32_t> places_;  // chunk << 20 | offset
  std::deque<Head> heads_;            // deques don't copy what they have when they grow
  std::size_t used_ = kChunk;
  std::string packed_;
};

/// Which keys have been met, and in which row: 64-bit keyed hashes, open addressing.
class SeenKeys {
 public:
  /// The row that came first with this key, or `row` itself when it is the first.
  std::size_t first(std::uint64_t key, std::size_t row);

 private:
  void grow();

  std::vector<std::uint64_t> keys_ = std::vector<std::uint64_t>(1024);
  std::vector<std::uint32_t> rows_ = std::vector<std::uint32_t>(1024);  // + 1; 0 is free
  std::size_t used_ = 0;
};

}  // namespace tmis::dossier
