// Cases in which several organisations have a part (调动、交流轮岗、培训学分): which tables hold
// them, who the parties are, and which process they run through. What a step does is left to
// workflow/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/machine.h"
#include "access/matrix.h"
#include "store/database.h"
#include "store/tables.h"

namespace tmis::journal {

/// A column of a case's table that names an organisation: the side that it is on, as the matrix has
/// it, and what it is to the process (a fact of its machine; empty: none).
struct PartyColumn {
  std::string_view column, side, fact;
};

/// A table of cases. Its rows have the columns `id`, `state` and mostly `teacher`.
struct CaseKind {
  std::string_view process;  // of the machine; its steps are the last words of commands
  std::string_view table;
  std::span<const PartyColumn> parties;
  /// Column with the row of the case that this one is a part of, and whose table that is; empty:
  /// none. The steps of the whole are taken by its own parties, and move its parts too.
  std::string_view parent = {}, parent_table = {};
  /// A transfer of the person may give it other parties.
  bool follows = false;

  /// Whether a fact of the machine says who acts.
  bool has_part(std::string_view fact) const;
};

/// The name of the argument by which events say which case they are about.
inline constexpr std::string_view kCaseArgument = "case";

struct CaseRow {
  const CaseKind* kind = nullptr;
  std::int64_t row = 0;
  std::optional<std::int64_t> teacher;  // whose dossier it is about; nothing: of several, or none
  std::optional<std::int64_t> whole;    // row of the case that it is a part of
  std::vector<access::Party> parties;
  std::vector<std::pair<std::int64_t, std::string_view>> parts;  // organisation and fact

  /// What an organisation is to the process.
  Machine::Facts facts(std::int64_t org) const;
};

/// The kind of case that a table holds, or nullptr.
const CaseKind* case_kind(std::string_view table);
/// A case from the columns of one version of its row.
CaseRow case_row(const CaseKind& kind, std::int64_t row, const Values& columns);
/// The case with this id, whatever process it belongs to. Its parties never change.
std::optional<CaseRow> find_case(store::Database& db, std::string_view id);

/// Dossiers (sorted) that their school has let go and that nobody has taken over yet: nothing is
/// written into them (dossier.in-transfer).
std::vector<std::int64_t> moving_dossiers(store::Database& db);

}  // namespace tmis::journal
