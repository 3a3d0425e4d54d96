// What transfers and rotations have in common: a row a case, moved by the steps of its machine,
// each by the party whose turn it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/machine.h"
#include "journal/as_of.h"
#include "journal/cases.h"
#include "journal/desk.h"
#include "journal/transaction.h"
#include "people/person.h"

namespace tmis::workflow {

/// A case as it stands.
struct CaseFile {
  const store::TableDef* table = nullptr;
  journal::CaseRow is;
  std::string id;
  Values columns;
  std::uint32_t version = 0;
  std::int64_t seq = -1;  // event that brought it there

  const Value& value(std::string_view column) const { return columns[table->column(column)]; }
  const std::string& text(std::string_view column) const { return value(column).text; }
  std::int64_t org(std::string_view column) const { return value(column).number; }
  void set(std::string_view column, Value value) {
    columns[table->column(column)] = std::move(value);
  }
  std::string_view process() const { return is.kind->process; }
};

/// The case with this id, of the kind that `table` holds; nothing when there is none.
std::optional<CaseFile> case_file(store::Database& db, std::string_view table, std::string_view id);
/// The same by row of the table.
CaseFile case_file(store::Database& db, std::string_view table, std::int64_t row);
/// All of a table, or those about one dossier, in the order in which they were opened; as of an
/// event.
std::vector<CaseFile> case_files(store::Database& db, std::string_view table,
                                 std::optional<std::int64_t> teacher = std::nullopt,
                                 std::int64_t at = journal::kNow);

/// Letters and digits for a new one that no other file has.
std::string new_case_id(char letter);

/// What the matrix is asked about a step; `as`: code of the organisation acted for, where one has
/// roles at several.
access::Subject subject_of_case(Desk& desk, const CaseFile& file, const std::string& as);

/// What a step leads to for whoever has the permit. Throws the machine's refusal, saying whose turn
/// it is; denied.same-person (4) when the same person took the step before for another
/// organisation.
Machine::Outcome next_state(Desk& desk, const Permit& permit, const CaseFile& file,
                            std::string_view step);

/// Throws denied.same-person (4) when whoever acts wrote event `seq`, the last of case `id`, for
/// another organisation.
void want_other_person(Desk& desk, const Permit& permit, std::int64_t seq, std::string_view id);

/// Whom the case is about: as the dossier here has it, else what the case says itself.
people::Person person_of_case(Desk& desk, const CaseFile& file);

/// Whose turn it is: the organisation, and the step that leads on; nothing in a closed case.
struct Turn {
  std::int64_t org = 0;
  std::string_view step;
};
std::optional<Turn> turn_of(const CaseFile& file);
/// Whether that is an organisation for which the actor manages.
bool waits_for_me(const Desk& desk, const std::optional<Turn>& turn);
/// Whether the case is over: it is nobody's turn.
bool is_closed(const CaseFile& file);
/// Whether whoever has the permit sees the case: by a side of it, or because it is about the own
/// dossier.
bool sees_case(const Permit& permit, const CaseFile& file);

/// What happened, the first step first. `note`: what was said with it.
struct CaseStep {
  std::string state, org, actor, day, note;
  std::int64_t seq = -1;
};
std::vector<CaseStep> steps_of(Desk& desk, const CaseFile& file);

}  // namespace tmis::workflow
