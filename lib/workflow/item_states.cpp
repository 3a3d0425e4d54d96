// Sorted once, then found in step with the rows of a table: a map of a million entries would cost
// three times the memory, a bisection for each row half the time of a report.
#include "workflow/item_states.h"

#include <algorithm>
#include <array>

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

bool before(const ItemStates::Entry& a, const ItemStates::Entry& b) { return a.record < b.record; }

ItemStates::Entry looked_up(Desk& desk, std::int64_t table, ItemStates::Entry entry) {
  auto find =
      desk.db.statement("SELECT state, seq FROM item_state WHERE table_id = ? AND record = ?");
  find.with(table, entry.record);
  if (find.step()) {
    entry.state = item_state(find.text(0));
    entry.seq = find.integer(1);
  }
  return entry;
}

}  // namespace

std::string_view name(ItemState state) { return kStates[static_cast<std::size_t>(state)]; }

ItemStates::ItemStates(Desk& desk, std::int64_t at, std::optional<std::int64_t> teacher,
                       Reading reading)
    : desk_(desk), at_(at), single_(teacher && at == journal::kNow) {
  if (reading == Reading::here) read(desk.db);
}

void ItemStates::read(store::Database& db) {
  if (single_) return;
  const journal::PastQuestion q{store::program_table("item_state"),
                                {"table_id", "record", "state"},
                                at_,
                                std::nullopt,
                                false};
  Table* last = nullptr;
  std::int64_t last_number = -1;
  journal::each_row(db, q, [&](const journal::PastRow& row) {
    if (last == nullptr || last_number != row.values[0].number)  // batches go table by table
      last = &tables_[last_number = row.values[0].number];
    last->entries.push_back({row.values[1].number, row.seq, item_state(row.values[2].text)});
  });
  for (auto& [number, table] : tables_) {
    auto& all = table.entries;  // written in batches, mostly in order as they stand
    if (!std::is_sorted(all.begin(), all.end(), before)) std::sort(all.begin(), all.end(), before);
  }
}

ItemStates::Entry ItemStates::of(const schema::FieldSet& set, std::int64_t record,
                                 std::int64_t row_seq) {
  if (single_)
    return looked_up(desk_, set.number, {record, row_seq, item_state(dossier::first_state(set))});
  if (last_ == nullptr || last_number_ != set.number) {
    last_ = &tables_[last_number_ = set.number];
    first_ = item_state(dossier::first_state(set));
  }
  const Entry first{record, row_seq, first_};
  Table& table = *last_;
  const auto& all = table.entries;
  if (table.next > 0 && all[table.next - 1].record >= record)
    table.next = static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), first, before) -
                                          all.begin());
  while (table.next < all.size() && all[table.next].record < record) ++table.next;
  return table.next < all.size() && all[table.next].record == record ? all[table.next] : first;
}

}  // namespace tmis::workflow
