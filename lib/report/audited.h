// Rows of many dossiers as they were last passed by the end of a day: what statistics and sheets
// read. Sealed fields are not opened here; whose rows may be seen is the caller's to ask.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"

namespace tmis::report {

class Audited {
 public:
  /// As of event `at` (journal/as_of).
  Audited(Desk& desk, std::int64_t at);

  /// Rows of `set` of which a version had passed, in their order; of the values only those of
  /// `fields` are there, the others null. All of `fields` must be stored and not sensitive.
  using Visit = std::function<void(std::int64_t teacher, const Values& row)>;
  void each(const schema::FieldSet& set, const std::vector<std::size_t>& fields,
            const Visit& visit);

  /// What one field says of each teacher who has such a row: of several rows the present one
  /// counts, that with the latest times in its key; a derived field chooses as its set says.
  using ByTeacher = std::unordered_map<std::int64_t, Value>;
  ByTeacher present(const schema::FieldSet& set, std::size_t field, Day day);

 private:
  ByTeacher chosen(const schema::Field::Pick& pick, Day day);
  /// The version of a row that had passed; nothing when none had.
  std::optional<std::int64_t> version_of(const schema::FieldSet& set, std::int64_t record) const;
  bool take_earlier(const schema::FieldSet& set, std::int64_t record, std::int64_t version,
                    const std::vector<std::size_t>& fields, std::int64_t& teacher, Values& row);

  struct Passed {
    std::int64_t table = 0, record = 0, version = 0;
    friend auto operator<=>(const Passed&, const Passed&) = default;
  };

  Desk& desk_;
  std::int64_t at_;
  std::vector<Passed> passed_;  // sorted
};

}  // namespace tmis::report
