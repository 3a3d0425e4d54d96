// The rows that tell of one record, out of all.
#include <algorithm>

#include "base/error.h"
#include "journal/as_of.h"
#include "workflow/content.h"
#include "workflow/record_proof.h"
#include "workflow/standing.h"

namespace tmis::workflow {
namespace {

using journal::StoredVersion;
using journal::StoredVersions;
using store::program_table;

class Proving {
 public:
  Proving(Desk& desk, const dossier::RecordId& id)
      : desk_(desk), id_(id), table_(desk.table(*id.set)), prover_(desk) {}

  journal::Proof run(const Permit& permit, bool audited_only) {
    all_ = journal::versions(desk_.db, table_, id_.record);
    if (all_.empty()) throw not_found();
    teacher_row_ = journal::teacher_of(desk_.db, table_, id_.record);
    if (teacher_row_ == 0) throw erased();
    const StoredVersion* passed = audited();
    if (passed == nullptr && audited_only) throw not_found();
    if (!audited_only) show(all_.back());
    if (passed != nullptr) show(*passed);
    field_set();
    signature(passed != nullptr ? *passed : all_.back());
    teacher();
    prover_.add_checkpoint(permit.org_code());
    prover_.proof().record = name();
    return std::move(prover_.proof());
  }

 private:
  std::string name() const { return id_.set->id + "#" + std::to_string(id_.record); }
  Error not_found() const { return Error{codes::record_not_found, {arg("id", name())}}; }

  Error erased() const { return Error{codes::proof_erased, {arg("id", name())}}; }

  void show(const StoredVersion& version) {
    if (version.salt.empty()) throw erased();
    prover_.add(version);
  }

  /// The version that passed, and into the proof the state that says so.
  const StoredVersion* audited() {
    passed_ = passed_version(desk_, table_, id_.record);
    if (!passed_) return nullptr;
    prover_.add(passed_->pass);
    return &passed_->version;
  }

  void field_set() {
    auto find = desk_.db.statement("SELECT row FROM field_set_text WHERE name = ?");
    find.with(std::string_view{"tables/" + id_.set->id + ".json"});
    const std::int64_t row = find.step() ? find.integer(0) : 0;
    find.reset();
    const auto texts = journal::versions(desk_.db, program_table("field_set_text"), row);
    if (!texts.empty()) prover_.add(texts.back());
  }

  void teacher() {
    const auto all = journal::versions(desk_.db, program_table("teacher"), teacher_row_);
    if (!all.empty()) prover_.add(all.back());
  }

  /// The last signature over a content that holds this version.
  void signature(const StoredVersion& version) {
    const auto& table = program_table("signature");
    for (const SignSet& set : sign_sets(desk_)) {
      if (std::find(set.tables.begin(), set.tables.end(), id_.set) == set.tables.end()) continue;
      std::int64_t row = 0;
      {
        auto find =
            desk_.db.statement("SELECT row FROM signature WHERE teacher = ? AND set_id = ?");
        find.with(teacher_row_, std::string_view{set.id});
        if (find.step()) row = find.integer(0);
      }
      const auto all = journal::versions(desk_.db, table, row);
      for (auto v = all.rbegin(); v != all.rend(); ++v) {
        if (!v->gone && v->columns[table.column("state")].text == "signed" &&
            covers(set, *v, v->columns[table.column("content_hash")].text, version)) {
          prover_.add(*v);
          return;
        }
      }
    }
  }

  /// Whether the signature is over the rows that stood then, and these hold the version.
  bool covers(const SignSet& set, const StoredVersion& signature, const std::string& hash,
              const StoredVersion& version) {
    journal::ProofContent content{signature.row.record, signature.row.version, {}};
    Content computed{set.id};
    bool held = false;
    each_signed(desk_, set.tables, teacher_row_, signature.seq - 1,
                [&](const schema::FieldSet& part, const journal::PastRow& row, std::string_view c) {
                  computed.add(part, row, c);
                  content.rows.push_back({part.number, row.row, row.version, std::string{c}});
                  held = held || (part.number == table_.number && row.row == id_.record &&
                                  row.version == version.row.version);
                });
    if (!held || computed.finish() != hash) return false;
    prover_.proof().contents.push_back(std::move(content));
    return true;
  }

  Desk& desk_;
  const dossier::RecordId& id_;
  const store::TableDef& table_;
  journal::Prover prover_;
  StoredVersions all_;
  std::optional<PassedVersion> passed_;
  std::int64_t teacher_row_ = 0;
};

}  // namespace

std::optional<PassedVersion> passed_version(Desk& desk, const store::TableDef& table,
                                            std::int64_t record) {
  const auto& states = program_table("item_state");
  std::int64_t row = 0;
  {
    auto find = desk.db.statement("SELECT row FROM item_state WHERE table_id = ? AND record = ?");
    find.with(std::int64_t{table.number}, record);
    if (find.step()) row = find.integer(0);
  }
  if (row == 0) return std::nullopt;
  StoredVersions all = journal::versions(desk.db, table, record);
  const StoredVersions passes = journal::versions(desk.db, states, row);
  for (auto pass = passes.rbegin(); pass != passes.rend(); ++pass) {
    if (pass->gone || pass->columns[states.column("state")].text != "audited") continue;
    const std::int64_t version = pass->columns[states.column("audited_version")].number;
    const auto found = std::find_if(all.begin(), all.end(), [&](const StoredVersion& v) {
      return std::int64_t{v.row.version} == version;
    });
    if (found != all.end()) return PassedVersion{std::move(*found), *pass};
  }
  return std::nullopt;
}

journal::Proof prove(Desk& desk, const Permit& permit, const dossier::RecordId& id,
                     bool audited_only) {
  return Proving{desk, id}.run(permit, audited_only);
}

}  // namespace tmis::workflow
