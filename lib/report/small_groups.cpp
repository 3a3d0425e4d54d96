// A small count is safe when it could as well be the other small one: then there is a ring of
// hidden counts, by turns in one row and in one column, through which one person can be moved so
// that every sum stays and every hidden count stays what it is shown as. The cheapest such ring is
// looked for (Dijkstra), and what it goes through is hidden too.
#include "report/small_groups.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <queue>
#include <tuple>
#include <utility>

namespace tmis::report {
namespace {

using Shown = GroupCount::Shown;

bool is_small(std::int64_t n) { return n > 0 && n < kSmallGroup; }

/// Whether a count could be `by` more without looking different.
bool movable(const GroupCount& count, std::int64_t by) {
  const std::int64_t n = count.n + by;
  return is_small(count.n) ? is_small(n) : count.n >= kSmallGroup && n >= kSmallGroup;
}

std::int64_t other_way(const GroupCount& small) { return small.n == 1 ? 1 : -1; }

class Rings {
 public:
  Rings(std::vector<std::vector<GroupCount>>& table, CrossSums sums)
      : table_(table), sums_(sums), rows_(table.size()), columns_(table.front().size()) {}

  bool close_all() {
    for (std::size_t r = 0; r < rows_; ++r) {
      for (std::size_t c = 0; c < columns_; ++c) {
        if (!is_open(r, c) && is_small(at(r, c).n)) at(r, c).shown = Shown::few;
      }
    }
    for (std::size_t r = 0; r < rows_; ++r) {
      for (std::size_t c = 0; c < columns_; ++c) {
        if (at(r, c).shown == Shown::few && !close(r, c)) return false;
      }
    }
    return true;
  }

 private:
  GroupCount& at(std::size_t r, std::size_t c) { return table_[r][c]; }
  std::size_t number(std::size_t r, std::size_t c) const { return r * columns_ + c; }

  /// What everybody knows anyway.
  bool is_open(std::size_t r, std::size_t c) const {
    const bool below = r + 1 == rows_, right = c + 1 == columns_;
    return (below && right) || (right && sums_.open_rows) || (below && sums_.open_columns);
  }
  /// A sum stands on the other side of its line's equation.
  int sign(std::size_t r, std::size_t c) const {
    return (r + 1 == rows_ ? -1 : 1) * (c + 1 == columns_ ? -1 : 1);
  }
  std::int64_t cost(std::size_t r, std::size_t c) {
    return at(r, c).shown == Shown::plain ? at(r, c).n + 1 : 0;
  }

  /// States are counts, reached along a row (even) or a column (odd); a step along a row turns
  /// what is moved round, and so does one along a column.
  bool close(std::size_t row, std::size_t column) {
    const std::int64_t begun = sign(row, column) * other_way(at(row, column));
    const std::size_t states = rows_ * columns_ * 2;
    std::vector<std::int64_t> best(states, std::numeric_limits<std::int64_t>::max());
    std::vector<std::size_t> from(states, states);
    using Reached = std::pair<std::int64_t, std::size_t>;
    std::priority_queue<Reached, std::vector<Reached>, std::greater<>> open;
    const std::size_t start = number(row, column) * 2 + 1;  // as if a column had led there
    best[start] = 0;
    open.emplace(0, start);
    while (!open.empty()) {
      const auto [so_far, state] = open.top();
      open.pop();
      if (so_far > best[state]) continue;
      const std::size_t r = state / 2 / columns_, c = state / 2 % columns_;
      const bool by_column = state % 2 == 1;
      if (!by_column && c == column && r != row) {  // the last step, up or down, closes the ring
        hide(state, start, from);
        return true;
      }
      const std::int64_t moved = by_column ? -begun : begun;
      for (std::size_t i = 0; i < (by_column ? columns_ : rows_); ++i) {
        const std::size_t r2 = by_column ? r : i, c2 = by_column ? i : c;
        if ((r2 == r && c2 == c) || is_open(r2, c2)) continue;
        if (!movable(at(r2, c2), sign(r2, c2) * moved)) continue;
        const std::size_t next = number(r2, c2) * 2 + (by_column ? 0 : 1);
        const std::int64_t sum = so_far + cost(r2, c2);
        if (sum >= best[next]) continue;
        best[next] = sum;
        from[next] = state;
        open.emplace(sum, next);
      }
    }
    return false;
  }

  void hide(std::size_t state, std::size_t start, const std::vector<std::size_t>& from) {
    for (; state != start; state = from[state]) {
      GroupCount& count = at(state / 2 / columns_, state / 2 % columns_);
      if (count.shown == Shown::plain) count.shown = Shown::withheld;
    }
  }

  std::vector<std::vector<GroupCount>>& table_;
  CrossSums sums_;
  std::size_t rows_, columns_;
};

}  // namespace

bool protect(std::vector<GroupCount>& groups) {
  for (GroupCount& count : groups) {
    if (is_small(count.n)) count.shown = Shown::few;
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].shown != Shown::few) continue;
    GroupCount* other = nullptr;
    const auto rank = [](const GroupCount& count) {
      return std::pair{count.shown == Shown::plain, count.n};
    };
    for (std::size_t j = 0; j < groups.size(); ++j) {
      if (j == i || !movable(groups[j], -other_way(groups[i]))) continue;
      if (other == nullptr || rank(groups[j]) < rank(*other)) other = &groups[j];
    }
    if (other == nullptr) return false;
    if (other->shown == Shown::plain) other->shown = Shown::withheld;
  }
  return true;
}

bool protect(std::vector<std::vector<GroupCount>>& table, CrossSums sums) {
  return Rings{table, sums}.close_all();
}

}  // namespace tmis::report
