// Statistics of the staff: how many belong to each group of one or two dimensions, from audited
// versions of a day. How it looks, and which figures people are shown first, is left to cmd.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"
#include "report/dimension.h"
#include "report/small_groups.h"

namespace tmis::report {

/// Persons, and what stands beside their number.
struct Tally {
  std::int64_t persons = 0;
  std::int64_t women = 0;
  std::int64_t full_time = 0;
  std::int64_t years = 0;  // sum of the ages, in full years
  std::int64_t aged = 0;   // persons whose age is known
  /// In tenths of a year; nothing where no age is known.
  std::optional<std::int64_t> mean_age() const;
};

struct StatsGroup {
  GroupName group;
  Tally tally;
  GroupCount count;        // the number as it may be shown
  std::int64_t share = 0;  // tenths of a percent; those of a table sum to 1000
};

struct StatsTable {
  Dimension by;
  std::vector<StatsGroup> groups;  // those that have somebody, in their order
  bool numbers_alone = false;      // what stands beside them is not for this reader
};

/// `cells` has a row of sums more than `rows` and a column more than `columns`.
struct CrossTable {
  Dimension down, across;
  std::vector<GroupName> rows, columns;
  std::vector<std::vector<GroupCount>> cells;
};

struct StatsQuestion {
  Day day;
  std::string department = {};  // only this one, when it isn't empty
};

/// Who is counted on a day: staff in reach who have not left, and of those whom a campaign binds
/// only whom it collects. Facts that no audit has passed are not stated.
class Stats {
 public:
  Stats(Desk& desk, const Permit& permit, const StatsQuestion& question);
  ~Stats();

  const Tally& all() const { return all_; }
  /// Throws report.too-few (4) where small groups can't be kept from this reader.
  StatsTable by(const Dimension& dimension);
  CrossTable cross(const Dimension& down, const Dimension& across);

 private:
  struct Person {
    std::int64_t row = 0;
    const access::Organisation* org = nullptr;
    std::string department;
    std::string status;
    bool woman = false, full_time = false;
    std::optional<int> age;
  };
  void read_persons(const Permit& permit, const std::string& department);
  void read_side_figures();
  /// The group of each person, by its place in the list that is returned.
  struct Grouping;
  Grouping grouping(const Dimension& dimension);
  bool protects(const Dimension& dimension) const;

  Desk& desk_;
  Day day_;
  std::int64_t at_;
  bool small_groups_hidden_;
  struct Rows;
  std::unique_ptr<Rows> rows_;
  std::vector<Person> persons_;
  Tally all_;
};

/// Parts of 1000 by largest remainder: they sum to 1000, of equal remainders the first gets more.
/// All zero where nobody is.
std::vector<std::int64_t> shares(const std::vector<std::int64_t>& counts);

}  // namespace tmis::report
