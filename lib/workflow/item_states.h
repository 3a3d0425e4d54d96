// The workflow state of items at a time, by table and record. Which step follows the machine `item`
// says.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "journal/as_of.h"
#include "journal/desk.h"

namespace tmis::workflow {

/// States of the machine `item` in which a live row can be.
enum class ItemState : std::uint8_t { draft, submitted, returned, audited, reopened };
inline constexpr std::size_t kItemStates = 5;
std::string_view name(ItemState state);

/// All of a file at once, 32 bytes each; for one dossier of today they are looked up one by one.
class ItemStates {
 public:
  struct Entry {
    std::int64_t table = 0, record = 0;
    ItemState state = ItemState::draft;
    std::int64_t seq = 0;  // event since which it is so
  };

  ItemStates(Desk& desk, std::int64_t at, std::optional<std::int64_t> teacher);

  /// The state of a row of `set`; without an entry the first one, since the row was written.
  Entry of(const schema::FieldSet& set, const journal::PastRow& row);

 private:
  Desk& desk_;
  bool single_;
  std::vector<Entry> all_;
};

}  // namespace tmis::workflow
