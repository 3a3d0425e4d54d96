// What other tables of the same dossier say: highest education, present post, present title.
// Which row counts the field sets say (x-tmis-derived-pick); only audited versions are asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "journal/desk.h"

namespace tmis::dossier {

/// How one derived field chooses among the rows of its table, as of a day.
class Choice {
 public:
  using Rank = std::pair<std::size_t, std::string>;  // the smaller place, then the greater month

  Choice(const schema::Catalogue& catalogue, const schema::Field::Pick& pick, Day day);

  const schema::FieldSet& set() const { return set_; }
  /// Places of the fields that it looks at; the others of a row may be null.
  std::vector<std::size_t> fields() const;
  /// Nothing for a row that is over.
  std::optional<Rank> rank(const Values& row) const;
  static bool better(const Rank& a, const Rank& b);
  const Value& take(const Values& row) const { return row[take_]; }

 private:
  const schema::FieldSet& set_;
  std::size_t take_, latest_;
  std::optional<std::size_t> highest_, until_;
  std::string month_;
};

/// The derived values of one dossier; each table they come from is read once.
class Derived {
 public:
  Derived(Desk& desk, std::int64_t teacher) : desk_(desk), teacher_(teacher) {}

  /// Null where no audited row counts.
  Value pick(const schema::Field::Pick& pick);

 private:
  const std::vector<Values>& audited(const schema::FieldSet& set);

  Desk& desk_;
  std::int64_t teacher_;
  std::map<const schema::FieldSet*, std::vector<Values>> read_;
};

}  // namespace tmis::dossier
