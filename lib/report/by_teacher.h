// A fact of each teacher. Inside this room.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace tmis::report {

/// Filled first, then asked: quick when both go in the order of the teachers' rows, as they mostly
/// stand in a table, and half the size of a map.
template <class T>
class ByTeacher {
 public:
  void put(std::int64_t teacher, T value) { all_.emplace_back(teacher, std::move(value)); }

  /// To be called between filling and asking; what was put last for a teacher counts.
  void settle() {
    if (!std::is_sorted(all_.begin(), all_.end(), before))
      std::stable_sort(all_.begin(), all_.end(), before);
    const auto same = [](const Entry& a, const Entry& b) { return a.first == b.first; };
    all_.erase(all_.begin(), std::unique(all_.rbegin(), all_.rend(), same).base());
  }

  const T* find(std::int64_t teacher) const {
    const auto is_there = [&](std::size_t at) {
      return at < all_.size() && all_[at].first == teacher;
    };
    if (is_there(last_ + 1)) ++last_;
    if (!is_there(last_)) {
      last_ = static_cast<std::size_t>(
          std::lower_bound(all_.begin(), all_.end(), teacher,
                           [](const Entry& entry, std::int64_t row) { return entry.first < row; }) -
          all_.begin());
      if (!is_there(last_)) return nullptr;
    }
    return &all_[last_].second;
  }

 private:
  using Entry = std::pair<std::int64_t, T>;
  static bool before(const Entry& a, const Entry& b) { return a.first < b.first; }

  std::vector<Entry> all_;
  mutable std::size_t last_ = 0;  // asked for last
};

}  // namespace tmis::report
