// The bytes that prove a row: its commitment, its leaf, and the root over a command's items.
// H is BLAKE2b-256; integers are little-endian; ‖ joins bytes.
//   c    = H, keyed by the row's salt, of "tmis/row/1\n" ‖ table u16 ‖ row u64 ‖
//          version u32 ‖ cv u32 ‖ columns
//   leaf = H of 0x00 ‖ seq u64 ‖ idx u32 ‖ table u16 ‖ row u64 ‖ version u32 ‖ op u8 ‖ c
//   root = tree of RFC 6962 over the leaves
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "keys/hash.h"
#include "store/tables.h"

namespace tmis::journal {

/// What an item did to its row. `hand_over`: the row left for another file.
enum class Op : std::uint8_t { insert = 1, update = 2, withdraw = 3, erase = 4, hand_over = 5 };

/// Which version of which row. `cv` is the schema version it was written under.
struct RowVersion {
  std::uint16_t table = 0;
  std::int64_t record = 0;
  std::uint32_t version = 0;
  std::uint32_t cv = 0;
};

inline constexpr std::size_t kSaltSize = 16;

/// The hashed bytes of the columns with since ≤ cv: type u8 ‖ length u32 ‖ bytes, in column order.
/// `out` is replaced; its memory is kept.
void encode_columns(const store::TableDef& table, std::span<const Value> columns, std::uint32_t cv,
                    std::string& out);
/// The way back, for history. Columns that are younger than the bytes come back null.
/// Throws journal.damaged when the bytes are no such encoding.
Values decode_columns(const store::TableDef& table, std::string_view bytes);

/// Keyed BLAKE2b-256 of the row's identity and its encoded columns, keyed by the salt.
keys::Hash commitment(const RowVersion& row, std::string_view salt, std::string_view encoded);

struct Item {
  RowVersion row;
  Op op = Op::insert;
  keys::Hash c{};
};

keys::Hash leaf(std::int64_t seq, std::uint32_t idx, const Item& item);

/// Root over leaves added one by one, tree shape of RFC 6962, in memory that grows with log n.
class MerkleTree {
 public:
  void add(const keys::Hash& leaf_hash);
  std::uint64_t size() const { return size_; }
  /// All zeros when nothing was added.
  keys::Hash root() const;

 private:
  std::vector<keys::Hash> peaks_;  // roots of the perfect subtrees, largest first
  std::uint64_t size_ = 0;
};

/// A tree kept whole, for many paths out of one.
class MerkleLevels {
 public:
  explicit MerkleLevels(std::vector<keys::Hash> leaves);
  /// The hashes beside the way from leaf `idx` up to the root (RFC 6962, audit path).
  std::vector<keys::Hash> path(std::uint64_t idx) const;
  std::uint64_t size() const { return levels_.front().size(); }

 private:
  std::vector<std::vector<keys::Hash>> levels_;  // leaves first
};

/// The root that a leaf and its path lead to in a tree of `n` leaves; nothing when the path can't
/// belong to that place.
std::optional<keys::Hash> root_by_path(const keys::Hash& leaf_hash, std::uint64_t idx,
                                       std::uint64_t n, std::span<const keys::Hash> path);

}  // namespace tmis::journal
