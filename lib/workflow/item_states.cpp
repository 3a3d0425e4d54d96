// Sorted once, then found by bisection: a map of a million entries would cost three times the
// memory.
#include "workflow/item_states.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.h"
#include "dossier/item.h"

namespace tmis::workflow {
namespace {

constexpr std::array<std::string_view, kItemStates> kStates = {"draft", "submitted", "returned",
                                                               "audited", "reopened"};

ItemState item_state(std::string_view name) {
  const auto found = std::find(kStates.begin(), kStates.end(), name);
  if (found == kStates.end()) throw Error{codes::journal_damaged, {arg("what", "item_state")}};
  return static_cast<ItemState>(found - kStates.begin());
}

bool before(const ItemStates::Entry& a, const ItemStates::Entry& b) {
  return std::pair{a.table, a.record} < std::pair{b.table, b.record};
}

ItemStates::Entry looked_up(Desk& desk, ItemStates::Entry entry) {
  auto find =
      desk.db.statement("SELECT state, seq FROM item_state WHERE table_id = ? AND record = ?");
  find.with(entry.table, entry.record);
  if (find.step()) {
    entry.state = item_state(find.text(0));
    entry.seq = find.integer(1);
  }
  return entry;
}

}  // namespace

std::string_view name(ItemState state) { return kStates[static_cast<std::size_t>(state)]; }

ItemStates::ItemStates(Desk& desk, std::int64_t at, std::optional<std::int64_t> teacher)
    : desk_(desk), single_(teacher && at == journal::kNow) {
  if (single_) return;
  const journal::PastQuestion q{
      store::program_table("item_state"), {"table_id", "record", "state"}, at};
  journal::each_row(desk.db, q, [&](const journal::PastRow& row) {
    all_.push_back(
        {row.values[0].number, row.values[1].number, item_state(row.values[2].text), row.seq});
  });
  std::sort(all_.begin(), all_.end(), before);
}

ItemStates::Entry ItemStates::of(const schema::FieldSet& set, const journal::PastRow& row) {
  const Entry first{set.number, row.row, item_state(dossier::first_state(set)), row.seq};
  if (single_) return looked_up(desk_, first);
  const auto found = std::lower_bound(all_.begin(), all_.end(), first, before);
  return found != all_.end() && !before(first, *found) ? *found : first;
}

}  // namespace tmis::workflow
