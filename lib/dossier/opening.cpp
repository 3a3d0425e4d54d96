// The day stands in the event that opened the item (`until`); the versions of the state lead to it.
#include "dossier/opening.h"

#include <algorithm>
#include <string_view>

#include "journal/as_of.h"
#include "journal/versions.h"

namespace tmis::dossier {
namespace {

bool opened(std::string_view state) { return state == "returned" || state == "reopened"; }
bool in_hand(std::string_view state) { return opened(state) || state == "draft"; }

std::int64_t state_row(Desk& desk, const Item& item) {
  auto find = desk.db.statement("SELECT row FROM item_state WHERE table_id = ? AND record = ?");
  find.with(std::int64_t{item.set->number}, item.record);
  return find.step() ? find.integer(0) : 0;
}

}  // namespace

std::optional<Opening> opening(Desk& desk, const Item& item) {
  if (!in_hand(item.state)) return std::nullopt;
  const std::int64_t row = state_row(desk, item);
  if (row == 0) return std::nullopt;  // a draft since it was written
  const auto& table = store::program_table("item_state");
  const std::size_t state = table.column("state");
  const auto all = journal::versions(desk.db, table, row);
  journal::Events events{desk.db};
  for (auto version = all.rbegin(); version != all.rend(); ++version) {
    if (version->gone || version->columns[state].is_null()) return std::nullopt;
    const std::string& was = version->columns[state].text;
    if (!in_hand(was)) return std::nullopt;
    const journal::Event& event = events.at(version->seq);
    // A state that came back by an undo has its day further back.
    if (!opened(was) || !journal::argument(event, "undone").is_null()) continue;
    return Opening{day_from_iso(journal::argument(event, "until").text)};
  }
  return std::nullopt;
}

bool open_after_deadline(Desk& desk, const Item& item) {
  const auto open = opening(desk, item);
  return open && (!open->until || desk.today() <= *open->until);
}

bool any_open_after_deadline(Desk& desk, std::int64_t teacher) {
  const auto all = items(desk, teacher);
  return std::any_of(all.begin(), all.end(),
                     [&](const Item& one) { return open_after_deadline(desk, one); });
}

}  // namespace tmis::dossier
