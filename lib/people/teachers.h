// All teachers of an organisation at once, found by number: for imports of many rows.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "journal/desk.h"
#include "schema/heading.h"

namespace tmis::people {

/// Read once; 24 bytes a teacher. Only those in the reach of the permit, or of given organisations
/// where a case reaches further than the permit of its side.
class Teachers {
 public:
  Teachers(Desk& desk, const Permit& permit);
  /// `orgs`: sorted rows of organisations.
  Teachers(Desk& desk, const Permit& permit, std::vector<std::int64_t> orgs);

  /// The one whom a row of a file names.
  std::optional<std::int64_t> named(const schema::Who& who) const;

  /// By identity number; several threads may ask at once.
  std::optional<std::int64_t> by_identity(std::string_view number) const;
  /// By teacher number. The last one asked for is remembered: rows of one teacher follow each
  /// other.
  std::optional<std::int64_t> by_number(std::string_view teacher_number) const;
  /// By staff number; ambiguous ones are not found.
  std::optional<std::int64_t> by_staff_number(std::string_view number) const;

 private:
  Teachers(Desk& desk, const Permit& permit, std::optional<std::vector<std::int64_t>> orgs);
  bool reaches(std::int64_t teacher, std::int64_t org) const;
  void read_staff_numbers() const;

  struct Entry {
    std::array<char, 16> index;
    std::int64_t teacher;
  };
  Desk& desk_;
  Permit permit_;
  std::optional<std::vector<std::int64_t>> orgs_;  // in place of the permit's reach
  std::string index_key_;       // empty: not held, then a teacher finds oneself by
  std::string own_number_;      // the own number
  std::vector<Entry> entries_;  // sorted by index
  mutable std::unordered_map<std::string, std::optional<std::int64_t>>
      staff_numbers_;  // ambiguous: nothing
  mutable bool staff_numbers_read_ = false;
  mutable std::string last_number_;
  mutable std::optional<std::int64_t> last_;
};

}  // namespace tmis::people
