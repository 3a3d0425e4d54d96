// The parties stand as columns in the row of the case itself: they are evidence like its state.
#include "journal/cases.h"

#include <algorithm>
#include <array>

namespace tmis::journal {
namespace {

constexpr std::array<PartyColumn, 4> kTransfer = {
    {{"to_org", "receiving", "to-school"},
     {"to_authority", "receiving", "to-authority"},
     {"from_org", "releasing", "from-school"},
     {"from_authority", "releasing", "from-authority"}}};
constexpr std::array<PartyColumn, 3> kRotation = {
    {{"org", "sending", "school"}, {"authority", "sending", "authority"}, {"host", "host", ""}}};

constexpr std::array<PartyColumn, 3> kProject = {{{"authority", "authority", ""},
                                                  {"institution", "institution", ""},
                                                  {"school", "school", "school-based"}}};
constexpr std::array<PartyColumn, 1> kCredits = {{{"authority", "authority", ""}}};

constexpr std::array<CaseKind, 5> kKinds = {
    {{"transfer", "transfer_case", kTransfer},
     {"rotation", "rotation_case", kRotation},
     {"credit_project", "credit_project", kProject},
     {"credit_project", "credit_part", kCredits, "project", "credit_project"},
     {"credit_claim", "credit_claim", kCredits, "", "", true}}};

}  // namespace

const CaseKind* case_kind(std::string_view table) {
  for (const CaseKind& kind : kKinds) {
    if (kind.table == table) return &kind;
  }
  return nullptr;
}

bool CaseKind::has_part(std::string_view fact) const {
  return std::any_of(parties.begin(), parties.end(),
                     [&](const PartyColumn& party) { return party.fact == fact; });
}

Machine::Facts CaseRow::facts(std::int64_t org) const {
  Machine::Facts out;
  for (const auto& [party, fact] : parts) {
    if (party == org) out.push_back(fact);
  }
  return out;
}

CaseRow case_row(const CaseKind& kind, std::int64_t row, const Values& columns) {
  const auto& table = store::program_table(kind.table);
  CaseRow out;
  out.kind = &kind;
  out.row = row;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name == "teacher" && !columns[i].is_null())
      out.teacher = columns[i].number;
  }
  if (!kind.parent.empty()) out.whole = columns[table.column(kind.parent)].number;
  for (const PartyColumn& party : kind.parties) {
    const Value& org = columns[table.column(party.column)];
    if (org.is_null()) continue;
    out.parties.push_back({std::string{party.side}, org.number});
    if (!party.fact.empty()) out.parts.emplace_back(org.number, party.fact);
  }
  return out;
}

std::optional<CaseRow> find_case(store::Database& db, std::string_view id) {
  for (const CaseKind& kind : kKinds) {
    const auto& table = store::program_table(kind.table);
    std::string sql = "SELECT row";
    for (const auto& column : table.columns) sql.append(", \"").append(column.name).append("\"");
    auto find = db.statement(sql + " FROM \"" + std::string{kind.table} + "\" WHERE id = ?");
    find.with(id);
    if (!find.step()) continue;
    Values columns;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      columns.push_back(find.value(static_cast<int>(i) + 1));
    return case_row(kind, find.integer(0), columns);
  }
  return std::nullopt;
}

std::vector<std::int64_t> moving_dossiers(store::Database& db) {
  auto rows = db.statement(
      "SELECT DISTINCT teacher FROM transfer_case WHERE state IN ('30', '40') AND teacher IS NOT "
      "NULL ORDER BY teacher");
  std::vector<std::int64_t> out;
  while (rows.step()) out.push_back(rows.integer(0));
  return out;
}

}  // namespace tmis::journal
