// Bytes in a fixed form, so that a reader of another program comes to the same hash.
#include "workflow/content.h"

#include <array>
#include <cstdint>

namespace tmis::workflow {

Content::Content(std::string_view what) {
  hasher_.update("tmis/content/1\n");
  hasher_.update(what);
  hasher_.update("\n");
}

void Content::add(const schema::FieldSet& set, const journal::PastRow& row,
                  std::string_view commitment) {
  add(set.number, row.row, row.version, commitment);
}

void Content::add(std::uint16_t table, std::int64_t record, std::uint32_t version,
                  std::string_view commitment) {
  std::array<char, 14> bytes{};
  const auto put = [&](std::size_t at, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) bytes[at + i] = static_cast<char>(value >> (8 * i));
  };
  put(0, table, 2);
  put(2, static_cast<std::uint64_t>(record), 8);
  put(10, version, 4);
  hasher_.update({bytes.data(), bytes.size()});
  hasher_.update(commitment);
}

std::string Content::finish() {
  const keys::Hash hash = hasher_.finish();
  return std::string{keys::bytes(hash)};
}

void each_signed(Desk& desk, const std::vector<const schema::FieldSet*>& tables,
                 std::int64_t teacher, std::int64_t at,
                 const std::function<void(const schema::FieldSet&, const journal::PastRow&,
                                          std::string_view)>& visit) {
  journal::Commitments commitments{desk.db};
  for (const schema::FieldSet* set : tables) {
    const journal::PastQuestion q{
        desk.table(*set), {"business"}, at, std::pair{"teacher", teacher}};
    journal::each_row(desk.db, q, [&](const journal::PastRow& row) {
      if (row.values[0].is_null()) visit(*set, row, commitments.at(row.seq, row.idx));
    });
  }
}

}  // namespace tmis::workflow
