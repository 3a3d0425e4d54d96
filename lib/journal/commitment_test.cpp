#include "journal/commitment.h"

#include <doctest/doctest.h>

#include "base/error.h"

using namespace tmis;
using namespace tmis::journal;

namespace {

keys::Hash numbered(int n) { return keys::hash(std::to_string(n)); }

/// The definition of RFC 6962, section 2.1, as it stands there: split at the largest power of two
/// below n.
keys::Hash reference(const std::vector<keys::Hash>& leaves, std::size_t from, std::size_t n) {
  if (n == 1) return leaves[from];
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  keys::Hasher hasher;
  hasher.update(std::string_view{"\x01", 1});
  hasher.update(keys::bytes(reference(leaves, from, k)));
  hasher.update(keys::bytes(reference(leaves, from + k, n - k)));
  return hasher.finish();
}

}  // namespace

TEST_CASE("the root that grows leaf by leaf is the one of RFC 6962") {
  std::vector<keys::Hash> leaves;
  MerkleTree tree;
  CHECK(tree.root() == keys::Hash{});
  for (int n = 1; n <= 70; ++n) {
    leaves.push_back(numbered(n));
    tree.add(leaves.back());
    CHECK(tree.root() == reference(leaves, 0, leaves.size()));
  }
}

TEST_CASE("columns come back from the bytes that were hashed, younger ones as null") {
  store::TableDef table;
  table.name = "t";
  table.columns = {{"a", 1}, {"b", 1}, {"young", 2}};
  const Values values{Value{std::int64_t{-5}}, Value{"文字"}, Value{"new"}};
  std::string old_bytes, new_bytes;
  encode_columns(table, values, 1, old_bytes);
  encode_columns(table, values, 2, new_bytes);
  CHECK(decode_columns(table, new_bytes) == values);
  CHECK(decode_columns(table, old_bytes) == Values{values[0], values[1], Value{}});
  CHECK(old_bytes != new_bytes);
  CHECK_THROWS_AS(decode_columns(table, std::string_view{new_bytes}.substr(0, 9)), Error);
}

TEST_CASE("a commitment holds to row, version, schema version, salt and every byte") {
  const RowVersion row{2, 7, 1, 1};
  const std::string salt(16, 's');
  const auto c = commitment(row, salt, "bytes");
  CHECK(c == commitment(row, salt, "bytes"));
  CHECK(c != commitment({3, 7, 1, 1}, salt, "bytes"));
  CHECK(c != commitment({2, 8, 1, 1}, salt, "bytes"));
  CHECK(c != commitment({2, 7, 2, 1}, salt, "bytes"));
  CHECK(c != commitment({2, 7, 1, 2}, salt, "bytes"));
  CHECK(c != commitment(row, std::string(16, 't'), "bytes"));
  CHECK(c != commitment(row, salt, "bytez"));
}

TEST_CASE("every leaf of every small tree leads to its root, and to no other") {
  std::vector<keys::Hash> leaves;
  MerkleTree tree;
  for (std::uint64_t n = 1; n <= 20; ++n) {
    leaves.push_back(keys::hash(std::to_string(n)));
    tree.add(leaves.back());
    for (std::uint64_t i = 0; i < n; ++i) {
      CAPTURE(n);
      CAPTURE(i);
      auto path =
          MerkleLevels{{leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(n)}}.path(i);
      CHECK(root_by_path(leaves[i], i, n, path) == tree.root());
      if (n > 1) CHECK(root_by_path(leaves[i], (i + 1) % n, n, path) != tree.root());
      path.push_back(leaves[0]);
      CHECK_FALSE(root_by_path(leaves[i], i, n, path));
    }
  }
  CHECK_FALSE(root_by_path(leaves[0], 20, 20, MerkleLevels{leaves}.path(0)));
}
