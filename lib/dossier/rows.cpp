// Packing won against vectors of Value by a factor of four in memory (tests/bench/import.sh).
#include "dossier/rows.h"

#include <algorithm>
#include <cstring>

namespace tmis::dossier {
namespace {

constexpr char kNull = 0, kInteger = 1, kText = 2;

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
      packed_.push_back(kInteger);
      append_varint(packed_, static_cast<std::uint64_t>(value.number));
    } else if (value.kind == Value::Kind::text) {
      packed_.push_back(kText);
      append_varint(packed_, value.text.size());
      packed_.append(value.text);
    } else {
      packed_.push_back(kNull);
    }
  }
  if (used_ + packed_.size() > kChunk) {
    // A row is a few hundred bytes; one that exceeds a chunk gets one of its own.
    chunks_.push_back(std::make_unique<char[]>(std::max(kChunk, packed_.size())));
    used_ = 0;
  }
  std::memcpy(chunks_.back().get() + used_, packed_.data(), packed_.size());
  places_.push_back((std::uint64_t{chunks_.size() - 1} << 20) | used_);
  used_ += packed_.size();
  heads_.push_back(head);
}

void Rows::read(std::size_t i, Values& out) const {
  const char* at = chunks_[places_[i] >> 20].get() + (places_[i] & (kChunk - 1));
  for (Value& value : out) {
    const char kind = *at++;
    if (kind == kInteger) {
      value.set(static_cast<std::int64_t>(take_varint(at)));
    } else if (kind == kText) {
      const std::uint64_t size = take_varint(at);
      value.set(std::string_view{at, size});
      at += size;
    } else {
      value.set_null();
    }
  }
}

std::size_t SeenKeys::first(std::uint64_t key, std::size_t row) {
  if (used_ * 2 >= slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = key & mask;; at = (at + 1) & mask) {
    if (slots_[at].row == 0) {
      slots_[at] = {key, row + 1};
      ++used_;
      return row;
    }
    if (slots_[at].key == key) return slots_[at].row - 1;
  }
}

void SeenKeys::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.row == 0) continue;
    std::size_t at = slot.key & mask;
    while (slots_[at].row != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace tmis::dossier
