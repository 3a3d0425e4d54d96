// The tree of organisations as relations need it: who is below whom, which authority is nearest.
// Making and changing organisations is left to people/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tmis::store {
class Database;
}

namespace tmis::access {

struct Organisation {
  std::int64_t row = 0;
  std::string code;
  std::string name;
  std::string kind;   // school, authority, institution
  std::string level;  // of authorities: national, province, city, county
  std::optional<std::int64_t> parent;
  bool staffed = true;  // somebody holds a role there
};

/// All organisations of a file, read at once: a province has ten thousand, a school one.
class Organisations {
 public:
  explicit Organisations(std::vector<Organisation> all);
  static Organisations read(store::Database& db);

  /// Nullptr when there is none.
  const Organisation* find(std::int64_t row) const;
  const Organisation* find(std::string_view code) const;
  const std::vector<Organisation>& all() const { return all_; }

  /// Whether `row` stands below `above`, at any depth; not itself.
  bool is_below(std::int64_t row, std::int64_t above) const;
  /// How many steps `row` stands below `above`; 0 for itself; nothing when it doesn't.
  std::optional<std::size_t> steps_up(std::int64_t row, std::int64_t above) const;
  /// `row` and all below it, sorted.
  std::vector<std::int64_t> with_below(std::int64_t row) const;
  /// Those directly below it, sorted.
  std::vector<std::int64_t> children(std::int64_t row) const;
  /// The nearest authority above `row`, not itself; nullptr when there is none.
  const Organisation* authority_of(std::int64_t row) const;

 private:
  std::vector<Organisation> all_;
  std::unordered_map<std::int64_t, std::size_t> by_row_;
  std::unordered_map<std::int64_t, std::vector<std::int64_t>> children_;
};

}  // namespace tmis::access
