// Everything here is on the path of every row: no allocation but the caller's buffers.
#include "journal/commitment.h"

#include <bit>
#include <cstring>

#include "base/error.h"

namespace tmis::journal {
namespace {

template <class Integer>
void update(keys::Hasher& hasher, Integer value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  hasher.update({bytes, sizeof value});
}

keys::Hash node(const keys::Hash& left, const keys::Hash& right) {
  keys::Hasher hasher;
  hasher.update(std::string_view{"\x01", 1});
  hasher.update(keys::bytes(left));
  hasher.update(keys::bytes(right));
  return hasher.finish();
}

}  // namespace

void encode_columns(const store::TableDef& table, std::span<const Value> columns, std::uint32_t cv,
                    std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (table.columns[i].since > cv) continue;
    const Value& value = columns[i];
    out.push_back(static_cast<char>(value.kind));
    if (value.kind == Value::Kind::integer) {
      keys::append_integer(out, std::uint32_t{8});
      keys::append_integer(out, value.number);
    } else {
      keys::append_integer(out, static_cast<std::uint32_t>(value.text.size()));
      out.append(value.text);
    }
  }
}

Values decode_columns(const store::TableDef& table, std::string_view bytes) {
  Values out(table.columns.size());
  for (std::size_t i = 0; i < out.size() && !bytes.empty(); ++i) {
    std::uint32_t size = 0;
    if (bytes.size() >= 5) std::memcpy(&size, bytes.data() + 1, 4);
    const auto kind = static_cast<Value::Kind>(bytes[0]);
    if (bytes.size() < 5 || bytes.size() - 5 < size || kind > Value::Kind::blob) {
      throw Error{codes::journal_damaged, {arg("what", table.name)}};
    }
    const std::string_view body = bytes.substr(5, size);
    out[i].kind = kind;
    if (kind == Value::Kind::integer && size == 8) {
      std::memcpy(&out[i].number, body.data(), 8);
    } else {
      out[i].text = body;
    }
    bytes.remove_prefix(5 + size);
  }
  return out;
}

keys::Hash commitment(const RowVersion& row, std::string_view salt, std::string_view encoded) {
  keys::Hasher hasher{salt};
  hasher.update("tmis/row/1\n");
  update(hasher, row.table);
  update(hasher, static_cast<std::uint64_t>(row.record));
  update(hasher, row.version);
  update(hasher, row.cv);
  hasher.update(encoded);
  return hasher.finish();
}

keys::Hash leaf(std::int64_t seq, std::uint32_t idx, const Item& item) {
  keys::Hasher hasher;
  hasher.update(std::string_view{"\x00", 1});
  update(hasher, static_cast<std::uint64_t>(seq));
  update(hasher, idx);
  update(hasher, item.row.table);
  update(hasher, static_cast<std::uint64_t>(item.row.record));
  update(hasher, item.row.version);
  update(hasher, static_cast<std::uint8_t>(item.op));
  hasher.update(keys::bytes(item.c));
  return hasher.finish();
}

void MerkleTree::add(const keys::Hash& leaf_hash) {
  keys::Hash hash = leaf_hash;
  // As many perfect subtrees of the same size merge as the old size has trailing one bits.
  for (std::uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    hash = node(peaks_.back(), hash);
    peaks_.pop_back();
  }
  peaks_.push_back(hash);
  ++size_;
}

keys::Hash MerkleTree::root() const {
  if (peaks_.empty()) return {};
  keys::Hash hash = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) hash = node(peaks_[i], hash);
  return hash;
}

MerkleLevels::MerkleLevels(std::vector<keys::Hash> leaves) {
  levels_.push_back(std::move(leaves));
  while (levels_.back().size() > 1) {
    const auto& below = levels_.back();
    std::vector<keys::Hash> level;
    level.reserve(below.size() / 2 + 1);
    for (std::size_t i = 0; i + 1 < below.size(); i += 2)
      level.push_back(node(below[i], below[i + 1]));
    if (below.size() % 2 == 1)
      level.push_back(below.back());  // without a neighbour it rises as it is
    levels_.push_back(std::move(level));
  }
}

std::vector<keys::Hash> MerkleLevels::path(std::uint64_t idx) const {
  std::vector<keys::Hash> out;
  for (const auto& level : levels_) {
    const std::uint64_t beside = idx ^ 1U;
    if (beside < level.size()) out.push_back(level[beside]);
    idx >>= 1U;
  }
  return out;
}

std::optional<keys::Hash> root_by_path(const keys::Hash& leaf_hash, std::uint64_t idx,
                                       std::uint64_t n, std::span<const keys::Hash> path) {
  if (idx >= n) return std::nullopt;
  keys::Hash hash = leaf_hash;
  std::uint64_t last = n - 1;  // RFC 9162, 2.1.3.2
  for (const keys::Hash& beside : path) {
    if (last == 0) return std::nullopt;
    if ((idx & 1) != 0 || idx == last) {
      hash = node(beside, hash);
      while ((idx & 1) == 0 && idx != 0) idx >>= 1, last >>= 1;
    } else {
      hash = node(hash, beside);
    }
    idx >>= 1;
    last >>= 1;
  }
  return last == 0 ? std::optional{hash} : std::nullopt;
}

}  // namespace tmis::journal
