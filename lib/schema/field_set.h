// The field sets: schemas/tables/*.json compiled once to what reading, checking and storing a row
// need. What the words of these files mean schemas/README.md says.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/message.h"
#include "base/value.h"
#include "schema/code_table.h"

namespace re2 {
class RE2;
}

namespace tmis::schema {

using Pattern = std::shared_ptr<const re2::RE2>;

struct Label {
  std::string zh, en;
  const std::string& in(Language language) const { return language == Language::zh ? zh : en; }
  const std::string& here() const { return in(tmis::language()); }
};

enum class FieldType : std::uint8_t {
  string,
  code,
  boolean,
  integer,
  decimal,
  year,
  year_month,
  date
};

/// One field of a table. Numbers are in units of the stored value: a decimal's limits are scaled by
/// its decimals.
struct Field {
  std::string id;
  Label label;
  FieldType type = FieldType::string;
  std::uint32_t since = 1;  // schema version that added it
  bool required = false;    // always; a required under a condition is a Conditional
  bool multiple = false;    // several codes
  bool sensitive = false;
  bool derived = false;    // other tables say it; no part of the stored row
  bool read_only = false;  // a process writes it
  std::string
      role;  // what the program needs to know it by: name, identity_number, personnel_status …
  int decimals = 0;
  std::optional<std::int64_t> minimum, maximum;
  std::size_t max_length = 0;  // code points; 0: no limit
  std::optional<Value> default_value;
  const CodeTable* codes = nullptr;
  std::string suggests;  // name of a code table that forms offer; other values are good too
  std::vector<std::string> not_allowed;  // codes
  Pattern pattern;
  std::string note;
  struct DependsOn {
    std::size_t field = 0;
    std::map<std::string, std::vector<std::string>, std::less<>> prefixes;
  };
  std::optional<DependsOn> depends_on;
  /// From which audited row of another table a derived field comes, and what of it is taken; ids of
  /// its fields, as x-tmis-derived-pick has them.
  struct Pick {
    std::string table, take;
    std::string highest;  // its code that stands first in the list wins, "0" last; may be empty
    std::string latest;   // then the greatest month
    std::string until;    // rows whose month has passed are left out; may be empty
  };
  std::optional<Pick> pick;
  // What of the set's conditionals concerns this field, by their index.
  std::vector<std::size_t> required_when, empty_when, shaped_when;

  bool stored() const { return !derived && role != "personnel_status"; }
  /// Whether people type it; else it is compared with what the program knows.
  bool by_hand() const { return stored() && !read_only; }
};

/// A condition over the row, as an "or" of "and"s.
struct Condition {
  struct Test {
    enum class Op : std::uint8_t { is, is_not, is_in, present_not_in };
    std::size_t field = 0;
    Op op = Op::is;
    std::vector<Value> values;
  };
  std::vector<std::vector<Test>> any_of;
  bool negated = false;

  bool holds(const Values& row, const std::vector<Field>& fields) const;
  bool uses(std::size_t field) const;
};

/// What follows when a condition holds.
struct Conditional {
  Condition when;
  std::vector<std::size_t> required;
  std::vector<std::size_t> empty;
  struct Shape {
    std::size_t field = 0;
    Pattern pattern;
    bool gb11643 = false;
  };
  std::vector<Shape> shapes;
  std::vector<std::pair<std::size_t, Value>> fixed;
};

enum class RuleKind : std::uint8_t {
  after,
  not_before,
  not_after,
  not_equal,
  exclusive_code,
  code_prefix,
  before_current_year,
  not_after_current_year,
  not_in_future,
  birth_date_in_id
};

struct FieldValue {
  std::size_t field = 0;
  Value value;
};
using NoneRow = FieldValue;  // the value that makes a row say "nothing to enter"

struct Rule {
  RuleKind kind = RuleKind::after;
  std::size_t field = 0;
  std::optional<std::size_t> other;
  std::vector<std::string> codes;
  std::optional<FieldValue> when;  // only rows with this value
};

struct Category {
  std::string id;
  int order = 0;
  Label label;
  bool starred = false;
};

/// An original (diploma, certificate …) that a row calls for; the words of x-tmis-originals.
struct OriginalRule {
  std::string kind;
  std::optional<FieldValue> when;                    // only rows with this value
  std::optional<FieldValue> unless;                  // not those with this value
  bool by_hand = false;                              // only rows that no process wrote
  std::optional<std::size_t> number = std::nullopt;  // the field with the number printed on it

  /// Whether a row with these values calls for it; `business`: a process wrote the row.
  bool calls(const Values& row, bool business) const;
};

/// One table.
struct FieldSet {
  std::string id;
  std::uint16_t number = 0;
  Label label;
  Category category;
  std::string source;  // teacher or school
  bool one = false;    // one row a teacher
  bool may_declare_none = false;
  std::vector<std::size_t> key;             // beside the teacher
  std::vector<std::size_t> account_fields;  // made with the account
  std::optional<NoneRow> none_row;
  std::vector<OriginalRule> originals;
  std::vector<Field> fields;
  std::vector<Conditional> conditionals;
  std::vector<Rule> rules;
  std::vector<std::size_t> sealed_order;  // stored sensitive fields, sorted by id
  std::vector<std::size_t> column_order;  // the other stored ones, older ones first

  std::optional<std::size_t> field_index(std::string_view field_id) const;
  std::optional<std::size_t> with_role(std::string_view role) const;
  bool one_row() const { return one; }
  bool from_school() const { return source == "school"; }
  bool starred() const { return category.starred; }
  /// Whether a row is about a teacher whom a column of the file names; else it is a list of its own
  /// (number 0), known by its first key field.
  bool about_teachers() const { return number != 0 || with_role("identity_number").has_value(); }
};

/// All field sets and code tables, from a folder or from the texts that the file keeps.
class Catalogue {
 public:
  using Texts = std::vector<std::pair<std::string, std::string>>;  // "tables/x.json", text

  /// `schemas_folder` holds tables/, codes/ and accounts.json. Throws schema.invalid naming file
  /// and word.
  static Catalogue load(const std::string& schemas_folder);
  static Catalogue from_texts(Texts texts);

  const Texts& texts() const { return texts_; }
  /// By id, or by its name in Chinese or English; nullptr: there is none.
  const FieldSet* named(std::string_view name) const;
  /// The same; throws schema.not-found (6) with the nearest id.
  const FieldSet& at(std::string_view name) const;
  /// In the order of their numbers.
  const std::deque<FieldSet>& all() const { return sets_; }
  /// The list from which accounts are made; it is no table of the file.
  const FieldSet& accounts() const { return *accounts_; }
  /// The table that holds the person: the one with the field of role identity_number.
  const FieldSet& person() const;
  /// Throws schema.not-found.
  const CodeTable& codes(std::string_view id) const;
  std::vector<std::string> code_tables() const;
  /// The schema version in force: the highest `since` of all fields.
  std::uint32_t version() const { return version_; }

 private:
  void check_picks() const;

  Texts texts_;
  mutable std::map<std::string, std::unique_ptr<CodeTable>, std::less<>>
      codes_;  // made when first asked for
  std::deque<FieldSet> sets_;
  std::unique_ptr<FieldSet> accounts_;
  std::uint32_t version_ = 1;
};

/// One table from its text; for `schema check`. Throws schema.invalid.
FieldSet read_field_set(std::string_view text, const std::string& name, const Catalogue& codes);

}  // namespace tmis::schema
