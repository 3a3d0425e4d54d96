// First how wide each column becomes, then the lines.
#include "cmd/console/grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "base/folding.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/console/console.h"

namespace tmis::cmd {
namespace {

constexpr std::size_t kIndent = 4;
constexpr std::size_t kGap = 2;         // columns between two cells
constexpr std::size_t kWidest = 48;     // a longer text goes on in the next line
constexpr std::size_t kNarrowest = 12;  // of texts that do so for want of room
constexpr std::size_t kNarrowestHeading = 6;
constexpr std::size_t kLongestWord = 80;  // that stays in one line

/// A bar of eighths of a block, `columns` wide where it is 1.
std::string block_bar(double part, std::size_t columns) {
  static constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths =
      static_cast<std::size_t>(std::llround(part * static_cast<double>(columns) * 8));
  std::string out;
  for (std::size_t i = 0; i < eighths / 8; ++i) out.append("█");
  return out.append(kEighths[eighths % 8]);
}

/// A bar for each row where the table has such a column and the terminal room beside it.
std::vector<std::string> bars_beside(const Table& t, std::size_t taken, std::size_t columns) {
  constexpr std::size_t kShortestBar = 8, kLongestBar = 40;
  const auto shown_as_bars = std::find_if(t.columns.begin(), t.columns.end(), [&](const Column& c) {
    return !t.bars.empty() && c.key == t.bars;
  });
  if (shown_as_bars == t.columns.end() || taken + kShortestBar > columns) return {};
  const auto at = static_cast<std::size_t>(shown_as_bars - t.columns.begin());
  std::int64_t most = 0;
  for (const Values& row : t.rows) most = std::max(most, row[at].number);
  const std::size_t room = std::min(columns - taken, kLongestBar);
  std::vector<std::string> out;
  for (const Values& row : t.rows) {
    const double part =
        most == 0 ? 0 : static_cast<double>(row[at].number) / static_cast<double>(most);
    out.push_back(block_bar(part, room));
  }
  return out;
}

class Grid {
 public:
  Grid(const Table& table, std::size_t screen) : table_(table), screen_(screen) {
    std::vector<std::string> headings;
    for (const Column& column : table.columns) headings.push_back(heading(column));
    cells_.push_back(std::move(headings));
    for (const Values& row : table.rows) take(row);
    if (!table.foot.empty()) take(table.foot);
    widths_ = over_cells([&](const std::string& cell, std::size_t i) { return wanted(cell, i); });
    if (taken(widths_) > screen_) make_narrower();
    bars_ = bars_beside(table, taken(widths_) + kGap, screen_);
  }

  std::string lines(const std::function<std::string(const std::string&)>& bold) const {
    std::string out;
    for (std::size_t row = 0; row < cells_.size(); ++row) {
      const bool plain = row > 0 && row <= table_.rows.size();
      for (const std::string& line : lines_of(row, plain && !bars_.empty()))
        out.append(plain ? line : bold(line)).push_back('\n');
      for (const std::string& line : below(row))
        out.append(kIndent, ' ').append(plain ? line : bold(line)).push_back('\n');
    }
    return out;
  }

 private:
  void take(const Values& row) {
    auto& cells = cells_.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i)
      cells.push_back(shown_cell(table_.columns[i], row[i]));
  }

  /// A command is there to be copied.
  bool whole(std::size_t i) const { return table_.columns[i].key == "command"; }

  /// The most that `of` says of the cells of each column.
  template <class Of>
  std::vector<std::size_t> over_cells(Of of) const {
    std::vector<std::size_t> out(table_.columns.size(), 2);  // room for a Chinese character
    for (const auto& row : cells_) {
      for (std::size_t i = 0; i < row.size(); ++i) out[i] = std::max(out[i], of(row[i], i));
    }
    return out;
  }
  std::size_t wanted(const std::string& cell, std::size_t i) const {
    const std::size_t all = width(cell);
    if (all <= kWidest || whole(i)) return all;
    return std::clamp(widest_word(cell), kWidest, kLongestWord);
  }
  std::size_t least_of(const std::string& cell, std::size_t i, std::size_t narrowest) const {
    const std::size_t all = wanted(cell, i);
    return whole(i) ? all : std::min(all, std::max(widest_word(cell), narrowest));
  }
  static std::size_t taken(const std::vector<std::size_t>& widths) {
    return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  }

  /// What has no room even so goes below its row, from the last column on.
  void make_narrower() {
    auto least = over_cells([&](const std::string& cell, std::size_t i) {
      return least_of(cell, i, &cell == &cells_[0][i] ? kNarrowestHeading : kNarrowest);
    });
    const auto drop_last = [&] {
      widths_.pop_back();
      least.pop_back();
    };
    if (least.size() > 1 && whole(least.size() - 1)) drop_last();
    while (least.size() > 1 && taken(least) > screen_) drop_last();
    const std::size_t gaps = kGap * (widths_.size() - 1);
    widths_ = fitted(std::move(widths_), least, screen_ > gaps ? screen_ - gaps : 0);
  }

  /// The cells of a row that have no room beside the others; none for 0, the heading.
  std::vector<std::string> below(std::size_t row) const {
    if (row == 0 || widths_.size() == cells_[row].size()) return {};
    std::string named;
    std::vector<std::string> commands;
    for (std::size_t i = widths_.size(); i < cells_[row].size(); ++i) {
      const std::string& cell = cells_[row][i];
      if (cell.empty()) continue;
      if (whole(i)) {
        commands.push_back(cell);
      } else {
        named.append(named.empty() ? "" : "  ")
            .append(text("cell.below", arg("heading", cells_[0][i]), arg("cell", cell)));
      }
    }
    std::vector<std::string> out;
    if (!named.empty()) out = folded(named, std::max(screen_, kIndent + kNarrowest) - kIndent);
    out.insert(out.end(), commands.begin(), commands.end());
    return out;
  }

  std::vector<std::string> lines_of(std::size_t row, bool bar) const {
    std::vector<std::string> out(1);
    std::vector<std::vector<std::string>> parts;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      const std::string& cell = cells_[row][i];
      parts.push_back(whole(i) ? std::vector{cell} : folded(cell, widths_[i]));
      out.resize(std::max(out.size(), parts.back().size()));
    }
    for (std::size_t at = 0; at < out.size(); ++at) {
      for (std::size_t i = 0; i < parts.size(); ++i)
        out[at]
            .append(i ? kGap : 0, ' ')
            .append(aligned(at < parts[i].size() ? parts[i][at] : "", i));
      if (at == 0 && bar) out[at].append(kGap, ' ').append(bars_[row - 1]);
      out[at].resize(out[at].find_last_not_of(' ') + 1);
    }
    return out;
  }
  std::string aligned(const std::string& s, std::size_t i) const {
    if (table_.columns[i].kind == Kind::number) return std::string(widths_[i] - width(s), ' ') + s;
    return padded(s, widths_[i]);
  }

  const Table& table_;
  std::vector<std::vector<std::string>> cells_;  // the heading, rows, the foot
  std::vector<std::size_t> widths_;              // of the columns that lie side by side
  std::size_t screen_;
  std::vector<std::string> bars_;
};

}  // namespace

std::string grid(const Table& table, std::size_t columns,
                 const std::function<std::string(const std::string&)>& bold) {
  return Grid{table, columns}.lines(bold);
}

}  // namespace tmis::cmd
