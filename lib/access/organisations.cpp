// The tree in memory. A damaged file may hold a circle: walks upward end after as many steps as
// there are organisations, walks downward visit each once.
#include "access/organisations.h"

#include <algorithm>

#include "store/database.h"
#include "store/statement.h"

namespace tmis::access {

Organisations::Organisations(std::vector<Organisation> all) : all_(std::move(all)) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    by_row_[all_[i].row] = i;
    if (all_[i].parent) children_[*all_[i].parent].push_back(all_[i].row);
  }
  for (auto& [parent, rows] : children_) std::sort(rows.begin(), rows.end());
}

Organisations Organisations::read(store::Database& db) {
  std::vector<Organisation> all;
  auto select = db.statement(
      "SELECT row, code, name, kind, level, parent, EXISTS (SELECT 1 FROM grant_role "
      "g WHERE g.org = o.row) FROM organisation o ORDER BY row");
  while (select.step()) {
    Organisation& o = all.emplace_back();
    o.row = select.integer(0);
    o.code = select.text(1);
    o.name = select.text(2);
    o.kind = select.text(3);
    if (!select.is_null(4)) o.level = select.text(4);
    if (!select.is_null(5)) o.parent = select.integer(5);
    o.staffed = select.integer(6) != 0;
  }
  return Organisations{std::move(all)};
}

const Organisation* Organisations::find(std::int64_t row) const {
  const auto found = by_row_.find(row);
  return found == by_row_.end() ? nullptr : &all_[found->second];
}

const Organisation* Organisations::find(std::string_view code) const {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const Organisation& o) { return o.code == code; });
  return found == all_.end() ? nullptr : &*found;
}

std::optional<std::size_t> Organisations::steps_up(std::int64_t row, std::int64_t above) const {
  const Organisation* at = find(row);
  for (std::size_t steps = 0; at != nullptr && steps <= all_.size(); ++steps) {
    if (at->row == above) return steps;
    at = at->parent ? find(*at->parent) : nullptr;
  }
  return std::nullopt;
}

bool Organisations::is_below(std::int64_t row, std::int64_t above) const {
  return row != above && steps_up(row, above).has_value();
}

std::vector<std::int64_t> Organisations::children(std::int64_t row) const {
  const auto found = children_.find(row);
  return found == children_.end() ? std::vector<std::int64_t>{} : found->second;
}

std::vector<std::int64_t> Organisations::with_below(std::int64_t row) const {
  std::vector<std::int64_t> found{row};
  for (std::size_t i = 0; i < found.size() && found.size() <= all_.size(); ++i) {
    const auto next = children(found[i]);
    found.insert(found.end(), next.begin(), next.end());
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

const Organisation* Organisations::authority_of(std::int64_t row) const {
  const Organisation* at = find(row);
  for (std::size_t steps = 0; at != nullptr && at->parent && steps <= all_.size(); ++steps) {
    at = find(*at->parent);
    if (at != nullptr && at->kind == "authority") return at;
  }
  return nullptr;
}

}  // namespace tmis::access
