// Rows of many dossiers as they were last passed by the end of a day: what statistics and sheets
// read. Whose rows may be seen, and with what opened, is the caller's to ask and to record.
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
#include "journal/field_table.h"

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

  /// Sensitive fields are opened where the key is held, or stay null.
  enum class Sealed { shut, open };

  /// Whole records of `set` as they had passed, in the order of rows; `record.head.teacher` says
  /// whose. `pending`: the teacher of each row whose newest version had not.
  void each_record(const schema::FieldSet& set, Sealed sealed,
                   const std::function<void(journal::Record&)>& visit,
                   const std::function<void(std::int64_t teacher)>& pending);

  /// What one field says of each teacher who has such a row: of several rows the present one
  /// counts, that with the latest times in its key; a derived field chooses as its set says.
  using ByTeacher = std::unordered_map<std::int64_t, Value>;
  ByTeacher present(const schema::FieldSet& set, std::size_t field, Day day);

 private:
  ByTeacher chosen(const schema::Field::Pick& pick, Day day);
  /// The version of a row that had passed; nothing when none had.
  std::optional<std::int64_t> version_of(const schema::FieldSet& set, std::int64_t record) const;
  /// Columns of a version that isn't the newest; nothing when it was erased since.
  std::optional<Values> earlier(const schema::FieldSet& set, std::int64_t record,
                                std::int64_t version);

  struct Passed {
    std::int64_t table = 0, record = 0, version = 0;
    friend auto operator<=>(const Passed&, const Passed&) = default;
  };

  Desk& desk_;
  std::int64_t at_;
  std::vector<Passed> passed_;  // sorted
};

}  // namespace tmis::report
