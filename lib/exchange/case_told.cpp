// The chain proves each version, its event and the role of its signer; here it is asked whether
// that role's organisation had the turn.
#include "exchange/case_told.h"

#include <algorithm>
#include <array>
#include <map>

#include "access/machine.h"
#include "base/error.h"
#include "journal/rights.h"
#include "workflow/record_proof.h"

namespace tmis::exchange {
namespace {

using journal::Op;
using journal::ProvenRow;
using store::program_table;

/// Columns in which versions of one case may differ: where it stands, and what is said with a step.
constexpr std::array<std::string_view, 5> kMoving = {"teacher", "state", "note", "outcome",
                                                     "ended_on"};

/// Codes of the organisations that the proof shows, by their rows there.
std::map<std::int64_t, std::string> shown_codes(const journal::CheckedProof& checked) {
  const auto& table = program_table("organisation");
  std::map<std::int64_t, std::string> out;
  for (const ProvenRow& r : checked.rows) {
    if (r.row->row.table == table.number)
      out[r.row->row.record] = r.columns[table.column("code")].text;
  }
  return out;
}

std::vector<const ProvenRow*> versions_of(const LegProof& proof, const store::TableDef& cases,
                                          const std::string& id) {
  std::vector<const ProvenRow*> out;
  for (const ProvenRow& r : proof.checked().rows) {
    if (r.row->row.table == cases.number && r.columns[cases.column("id")].text == id)
      out.push_back(&r);
  }
  std::sort(out.begin(), out.end(), [](const ProvenRow* a, const ProvenRow* b) {
    return a->row->row.version < b->row->row.version;
  });
  if (out.empty()) proof.forged();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto& row = *out[i]->row;
    if (row.row.record != out.front()->row->row.record || row.row.version != i + 1 ||
        row.op == Op::withdraw)
      proof.forged();
  }
  return out;
}

/// Whether the event could bring the case from one state to the next.
bool could_take(const CaseTold& told, const journal::Event& event, std::string_view before,
                std::string_view after) {
  const Machine& machine = Machine::of(told.kind->process);
  const std::string command = journal::command_of(event);
  const std::string step = command.substr(command.rfind(' ') + 1);
  const auto parties = told.kind->parties;
  const auto holds = [&](std::string_view fact) {
    for (std::size_t i = 0; i < parties.size(); ++i) {
      if (parties[i].fact == fact && told.parties[i] == event.org) return true;
    }
    return false;
  };
  const auto steps = machine.steps();
  if (journal::argument(event, journal::kCaseArgument).text == told.id) {
    return command.starts_with(std::string{told.kind->process} + " ") &&
           std::find(steps.begin(), steps.end(), step) != steps.end() &&
           machine.leads(before, step, after, holds);
  }
  const auto automatic = machine.automatic_steps();
  return std::any_of(automatic.begin(), automatic.end(), [&](std::string_view one) {
    return machine.leads(before, one, after, holds);
  });
}

}  // namespace

const store::TableDef& CaseTold::table() const { return program_table(kind->table); }

const std::string& CaseTold::text(std::string_view column) const {
  return columns[table().column(column)].text;
}

const std::string& CaseTold::party(std::string_view column) const {
  for (std::size_t i = 0; i < parties.size(); ++i) {
    if (kind->parties[i].column == column) return parties[i];
  }
  bug("party");
}

bool CaseTold::same_facts(const Values& others) const {
  const auto& all = table().columns;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto is_name = [&](const journal::PartyColumn& p) { return p.column == all[i].name; };
    const bool moves = std::find(kMoving.begin(), kMoving.end(), all[i].name) != kMoving.end();
    if (!moves && std::none_of(kind->parties.begin(), kind->parties.end(), is_name) &&
        !(others[i] == columns[i]))
      return false;
  }
  return true;
}

CaseTold case_told(const LegProof& proof, std::string_view table, const std::string& id) {
  CaseTold out;
  out.kind = journal::case_kind(table);
  const auto versions = versions_of(proof, out.table(), id);
  const auto codes = shown_codes(proof.checked());
  out.id = id;
  out.columns = versions.back()->columns;
  for (const journal::PartyColumn& party : out.kind->parties) {
    const Value& org = out.columns[out.table().column(party.column)];
    const auto code = codes.find(org.number);
    if (!org.is_null() && code == codes.end()) proof.forged();
    out.parties.push_back(org.is_null() ? "" : code->second);
  }
  const auto known = Machine::of(out.kind->process).states();
  std::string before = "none";
  for (const ProvenRow* version : versions) {
    const std::string& state = version->columns[out.table().column("state")].text;
    const auto& event = proof.checked().events.at(version->row->seq);
    const bool read = event.kind == workflow::kPackageRead;
    const bool same_parties =
        std::all_of(out.kind->parties.begin(), out.kind->parties.end(), [&](const auto& party) {
          const std::size_t column = out.table().column(party.column);
          return version->columns[column] == out.columns[column];
        });
    if (std::find(known.begin(), known.end(), state) == known.end() || !same_parties ||
        !out.same_facts(version->columns) || (!read && !could_take(out, event, before, state)))
      proof.forged();
    out.steps.push_back({state, read ? std::string{} : event.org});
    before = state;
  }
  return out;
}

}  // namespace tmis::exchange
