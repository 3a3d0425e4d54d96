// Packing won against vectors of Value by a factor of four in memory (tests/bench/import.sh).
#include "dossier/rows.h"

#include <algorithm>
#include <cstring>

namespace tmis::dossier {
namespace {

/// A value begins with 0 for null, 1 for a number that follows, or the length of its text + 2.
constexpr std::uint64_t kNull = 0, kInteger = 1, kText = 2;

void append_varint(std::string& out, std::uint64_t n) {
  for (; n >= 0x80; n >>= 7) out.push_back(static_cast<char>(n | 0x80));
  out.push_back(static_cast<char>(n));
}

std::uint64_t take_varint(const char*& at) {
  std::uint64_t n = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    n |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return n;
  }
}

}  // namespace

void Rows::push(const Head& head, std::span<const Value> values) {
  packed_.clear();
  for (const Value& value : values) {
    if (value.kind == Value::Kind::integer) {
      append_varint(packed_, kInteger);
      append_varint(packed_, static_cast<std::uint64_t>(value.number));
    } else if (value.kind == Value::Kind::text) {
      append_varint(packed_, value.text.size() + kText);
      packed_.append(value.text);
    } else {
      append_varint(packed_, kNull);
    }
  }
  if (used_ + packed_.size() > kChunk) {
    // A row is a few hundred bytes; one that exceeds a chunk gets one of its own.
    chunks_.push_back(std::make_unique<char[]>(std::max(kChunk, packed_.size())));
    used_ = 0;
  }
  std::memcpy(chunks_.back().get() + used_, packed_.data(), packed_.size());
  places_.push_back(static_cast<std::uint32_t>(((chunks_.size() - 1) << 20) | used_));
  used_ += packed_.size();
  heads_.push_back(head);
}

void Rows::read(std::size_t i, Values& out) const {
  const char* at = chunks_[places_[i] >> 20].get() + (places_[i] & (kChunk - 1));
  for (Value& value : out) {
    const std::uint64_t head = take_varint(at);
    if (head == kNull) {
      value.set_null();
    } else if (head == kInteger) {
      value.set(static_cast<std::int64_t>(take_varint(at)));
    } else {
      value.set(std::string_view{at, head - kText});
      at += head - kText;
    }
  }
}

std::size_t SeenKeys::first(std::uint64_t key, std::size_t row) {
  if (used_ * 2 >= rows_.size()) grow();
  const std::size_t mask = rows_.size() - 1;
  for (std::size_t at = key & mask;; at = (at + 1) & mask) {
    if (rows_[at] == 0) {
      keys_[at] = key;
      rows_[at] = static_cast<std::uint32_t>(row + 1);
      ++used_;
      return row;
    }
    if (keys_[at] == key) return rows_[at] - 1;
  }
}

void SeenKeys::grow() {
  std::vector<std::uint64_t> old_keys(keys_.size() * 2);
  std::vector<std::uint32_t> old_rows(rows_.size() * 2);
  old_keys.swap(keys_);
  old_rows.swap(rows_);
  const std::size_t mask = rows_.size() - 1;
  for (std::size_t i = 0; i < old_rows.size(); ++i) {
    if (old_rows[i] == 0) continue;
    std::size_t at = old_keys[i] & mask;
    while (rows_[at] != 0) at = (at + 1) & mask;
    keys_[at] = old_keys[i];
    rows_[at] = old_rows[i];
  }
}

}  // namespace tmis::dossier
