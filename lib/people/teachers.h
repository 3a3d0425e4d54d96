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

namespace tmis::people {

/// Read once; 24 bytes a teacher. Only those in the reach of the permit.
class Teachers {
 public:
  Teachers(Desk& desk, const Permit& permit);

  /// By identity number; several threads may ask at once.
  std::optional<std::int64_t> by_identity(std::string_view number) const;
  /// By teacher number. The last one asked for is remembered: rows of one teacher follow each
  /// other.
  std::optional<std::int64_t> by_number(std::string_view teacher_number) const;
  /// By staff number; ambiguous ones are not found.
  std::optional<std::int64_t> by_staff_number(std::string_view number) const;

 private:
  void read_staff_numbers() const;

  struct Entry {
    std::array<char, 16> index;
    std::int64_t teacher;
  };
  Desk& desk_;
  Permit permit_;
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
