// The workflow state of items at a time, by table and record. Which step follows the machine `item`
// says.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bulk.h"
#include "journal/as_of.h"
#include "journal/desk.h"

namespace tmis::workflow {

/// States of the machine `item` in which a live row can be.
enum class ItemState : std::uint8_t { draft, submitted, returned, audited, reopened };
inline constexpr std::size_t kItemStates = 5;
std::string_view name(ItemState state);

/// All of a file at once, 24 bytes each; for one dossier of today they are looked up one by one.
class ItemStates {
 public:
  struct Entry {
    std::int64_t record = 0;
    std::int64_t seq = 0;  // event since which it is so
    ItemState state = ItemState::draft;
  };

  /// `later`: whoever has it calls `read` before asking, on another thread as he likes.
  enum class Reading { here, later };
  ItemStates(Desk& desk, std::int64_t at, std::optional<std::int64_t> teacher,
             Reading reading = Reading::here);
  void read(store::Database& db);

  /// The state of a row of `set`; without an entry the first one, since the row was written. Quick
  /// for rows that are asked for in the order of their numbers.
  Entry of(const schema::FieldSet& set, std::int64_t record, std::int64_t row_seq);
  Entry of(const schema::FieldSet& set, const journal::PastRow& row) {
    return of(set, row.row, row.seq);
  }

 private:
  struct Table {
    BulkVector<Entry> entries;  // by record
    std::size_t next = 0;       // none before it is behind the record that was asked for last
  };

  Desk& desk_;
  std::int64_t at_;
  bool single_;
  std::unordered_map<std::int64_t, Table> tables_;  // by number
  Table* last_ = nullptr;                           // that was asked for
  std::uint16_t last_number_ = 0;
  ItemState first_ = ItemState::draft;  // of its rows
};

}  // namespace tmis::workflow
