// A row that is filled in one field after another: which fields are asked, what of them is wrong,
// what may be chosen, and the draft. How it looks and which keys are pressed is left to cmd/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossier/draft.h"
#include "dossier/edit.h"
#include "dossier/typed_row.h"
#include "schema/code_search.h"
#include "schema/rules.h"

namespace tmis::dossier {

class Entry {
 public:
  /// A new row, or a stored one; refused as `add` and `edit` would.
  static Entry adding(Desk& desk, const std::string& set, const std::string& teacher);
  static Entry editing(Desk& desk, const std::string& id);

  const schema::FieldSet& set() const { return *opened_.set; }
  const people::Person& person() const { return opened_.who.person; }
  const Permit& permit() const { return opened_.who.permit; }
  bool is_new() const { return opened_.record == 0; }
  bool wants_reason() const { return permit().lacks_reason(""); }

  /// The fields that people fill in, in the order of the form; without those that the values so far
  /// leave empty.
  std::vector<std::size_t> asked() const;
  bool required(std::size_t field) const { return demands_[field].required; }
  const Value& value(std::size_t field) const { return values_[field]; }
  /// The stored value; null in a new row.
  const Value& before(std::size_t field) const { return opened_.values[field]; }
  /// What Enter takes where nothing stands: the only value that is allowed, or the form's default.
  std::optional<Value> offered(std::size_t field) const;

  /// Takes what was typed, or says what is wrong with it: with the text, or beside the fields that
  /// are filled already. An empty text empties, also a required field.
  Findings give(std::size_t field, std::string_view typed);
  /// Codes that the text may mean and that fit the row as it is. Only for fields with a table.
  schema::Found choices(std::size_t field, std::string_view typed) const;
  const schema::CodeTable* table(std::size_t field) const;

  /// What is wrong with the whole row, in the order of the form.
  Findings faults() const;
  /// Whether storing would change anything.
  bool changed() const;
  /// Stores it by `add` or `edit`, with their refusals; record.changed-meanwhile (5) when the row
  /// isn't as it was when the form was opened. The draft goes only when it is stored.
  Done store(const std::string& reason);

  /// The draft of this row by this account; none when it was not kept.
  std::optional<Draft> draft() const { return place_.kept(); }
  /// Goes on with it. False when the stored row has changed since it was kept.
  bool take(const Draft& draft);
  /// Keeps what stands here; `next`: the field at which to go on.
  void keep(std::optional<std::size_t> next) const;

 private:
  Entry(Desk& desk, Opened opened, const std::string& what);

  /// The values without those that must be empty.
  Values row() const;
  Assignments differences() const;
  std::string name(std::size_t field) const { return set().fields[field].id; }

  Desk& desk_;
  Opened opened_;
  Values values_;
  std::vector<schema::Demand> demands_;
  mutable TypedRow typed_;
  DraftPlace place_;
};

}  // namespace tmis::dossier
