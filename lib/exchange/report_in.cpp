// Two passes over the same bytes: first the proofs of all dossiers, then their rows into the file.
#include "exchange/report_in.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/error.h"
#include "base/text.h"
#include "exchange/dossier_in.h"
#include "exchange/report_lines.h"
#include "journal/proof_check.h"

namespace tmis::exchange {
namespace {

using journal::CheckedProof;
using journal::Op;
using journal::ProofRow;
using store::program_table;

/// 12. The chain rests on the event that was trusted, and every row on the chain.
class ReportProof {
 public:
  ReportProof(Desk& desk, const Opened& package, const ReportFrame& frame)
      : desk_(desk), package_(package), chain_(frame.chain) {
    if (chain_.events.empty()) forged();
    checked_ = journal::check(chain_);
    const Manifest& m = package.file.manifest;
    const auto first = chain_.events.find(0);
    if (!checked_.findings.empty() || checked_.file != m.from_file ||
        first == chain_.events.end() ||
        keys::hex(journal::chain_hash(first->second.body, first->second.sig)) !=
            package.from.key.genesis ||
        checked_.head.seq != m.head_seq || to_hex(checked_.head.hash) != m.head_hash)
      forged();
    check_officer();
  }

  void check(const DossierLines& dossier) const {
    for (const ProofRow& row : dossier.rows) {
      if (!journal::proves(checked_, row)) forged();
    }
    check_teacher(dossier);
    check_states(dossier);
  }

 private:
  [[noreturn]] void forged() const { package_.refuse(codes::package_forged); }

  /// Whoever signed beside the organisation has a key in the chain and a role of its sender.
  void check_officer() const {
    const auto& keys_table = program_table("account_key");
    const auto& grants = program_table("grant_role");
    if (package_.file.signatures.size() != 2) forged();
    const PackageSignature& officer = package_.file.signatures[1];
    for (const journal::ProvenRow& r : checked_.rows) {
      if (r.row->row.table != keys_table.number) continue;
      const auto value = [&](std::string_view name) -> const Value& {
        return r.columns[keys_table.column(name)];
      };
      if (to_hex(value("key_id").text) != officer.key || value("sign").text.size() != 32) continue;
      const bool has_role =
          std::any_of(checked_.rows.begin(), checked_.rows.end(), [&](const auto& g) {
            return g.row->row.table == grants.number &&
                   g.columns[grants.column("account")] == value("account") &&
                   g.columns[grants.column("role")].text == "manager";
          });
      if (has_role && keys::verify(keys::to_array<32>(value("sign").text),
                                   signed_bytes(package_.file.manifest_text), officer.sig))
        return;
    }
    forged();
  }

  /// The dossier's own line says what the teacher's row says.
  void check_teacher(const DossierLines& dossier) const {
    const auto& table = program_table("teacher");
    const auto row = std::find_if(dossier.rows.begin(), dossier.rows.end(),
                                  [&](const ProofRow& r) { return r.row.table == table.number; });
    if (row == dossier.rows.end() || row->row.record != dossier.teacher) forged();
    const Values columns = decoded(table, *row);
    if (columns[table.column("number")].text != dossier.number) forged();
  }

  /// Every row of a table has passed, in this version.
  void check_states(const DossierLines& dossier) const {
    const auto& states = program_table("item_state");
    std::set<std::tuple<std::int64_t, std::int64_t, std::int64_t>> passed;
    for (const ProofRow& row : dossier.rows) {
      if (row.row.table != states.number) continue;
      const Values c = decoded(states, row);
      if (c[states.column("state")].text != "audited") forged();
      passed.emplace(c[states.column("table_id")].number, c[states.column("record")].number,
                     c[states.column("audited_version")].number);
    }
    for (const ProofRow& row : dossier.rows) {
      if (row.row.table == states.number || row.row.table == program_table("teacher").number)
        continue;
      const store::TableDef* beside = beside_table(row.row.table);
      const store::TableDef* table = beside != nullptr ? beside : field_table(row.row.table);
      if (table == nullptr || row.op == Op::withdraw) forged();
      const Values c = decoded(*table, row);
      if (c[table->column("teacher")].number != dossier.teacher ||
          (beside == nullptr && !passed.contains({row.row.table, row.row.record, row.row.version})))
        forged();
    }
  }

  static const store::TableDef* beside_table(std::uint16_t number) {
    for (const std::string_view name : kBesideTables) {
      if (program_table(name).number == number) return &program_table(name);
    }
    return nullptr;
  }

  const store::TableDef* field_table(std::uint16_t number) const {
    for (const schema::FieldSet& set : desk_.catalogue.all()) {
      if (set.number == number) return &desk_.table(set);
    }
    return nullptr;
  }

  Values decoded(const store::TableDef& table, const ProofRow& row) const {
    try {
      return journal::decode_columns(table, row.columns);
    } catch (const Error&) {
      forged();
    }
  }

  Desk& desk_;
  const Opened& package_;
  const journal::Proof& chain_;
  CheckedProof checked_;
};

}  // namespace

void read_report(Desk& desk, const Opened& p, const Permit& permit, PackageRead& out) {
  const PayloadFigures figures = p.file.figures();
  const ReportReader report{p.file.payload, figures, p.key};  // 11
  // 13 begins here for the field sets: rows of others can't even be read.
  if (p.file.manifest.schema != schema_hash(desk))
    reject({{&codes::package_schema, 0, 0, "", "", {arg("from", p.file.manifest.from_org)}}});
  const ReportProof proof{desk, p, report.frame()};
  report.each_dossier([&](DossierLines& dossier) { proof.check(dossier); });

  journal::Transaction tx{desk,
                          permit,
                          {.args = {{"package", Value{out.id}},
                                    {"package_hash", Value{p.hash}},
                                    {"from", Value{out.from}},
                                    {std::string{kSigner}, Value{p.file.manifest.from_key}},
                                    {"submission", Value{report.frame().submission}},
                                    {"dossiers", Value{report.dossiers()}}}}};
  DossierIn in{desk, tx, p};
  in.begin(report.frame());
  report.each_dossier([&](DossierLines& dossier) { in.take(dossier); });
  if (!in.findings().empty()) reject(in.findings());
  out.submission = report.frame().submission;
  out.dossiers = report.dossiers();
  out.rows = in.changed();
  out.unchanged = in.unchanged();
  out.event = tx.commit().seq;
}

}  // namespace tmis::exchange
