// A row that another file brought was neither filled in nor audited where it was read: it is told
// as read, and the leg below says the rest.
#include "exchange/leg_steps.h"

#include <map>

#include "exchange/signed_rows.h"
#include "people/person.h"

namespace tmis::exchange {
namespace {

using journal::ProofRow;
using store::program_table;
using workflow::ProofStep;

/// What was done with the records of a dossier on one leg.
class LegSteps {
 public:
  LegSteps(Desk& desk, const LegProof& proof, const std::vector<ProofRow>& rows,
           std::int64_t teacher, std::vector<RecordStep>& out)
      : desk_(desk),
        proof_(proof),
        rows_(rows),
        teacher_(teacher),
        number_(people::person(desk, teacher).number),
        out_(out) {}

  void tell() {
    index();
    for (const ProofRow& row : rows_) {
      const schema::FieldSet* set = field_set_of(desk_, row.row.table);
      if (set == nullptr) continue;
      const bool came =
          event(row).kind == workflow::kPackageRead;  // and so did what says that it passed
      add(*set, row, came ? ProofStep::Kind::read : ProofStep::Kind::filled, row);
      if (came) continue;
      add(*set, row, ProofStep::Kind::audited, *passes_.at(shown_row(row)));
      for (const Signature& signature : signatures_) {
        if (signature.over.contains(shown_row(row)))
          add(*set, row, ProofStep::Kind::signed_off, *signature.row, signature.paper);
      }
    }
  }

 private:
  struct Signature {
    const ProofRow* row = nullptr;
    std::string paper;
    std::set<ShownRow> over;
  };

  const journal::Event& event(const ProofRow& row) const {
    return proof_.checked().events.at(row.seq);
  }

  void index() {
    const auto& states = program_table("item_state");
    const auto& signatures = program_table("signature");
    for (const ProofRow& row : rows_) {
      if (row.row.table == states.number) {
        const Values c = journal::decode_columns(states, row.columns);
        passes_[{c[states.column("table_id")].number, c[states.column("record")].number,
                 c[states.column("audited_version")].number}] = &row;
      } else if (row.row.table == signatures.number) {
        add_signature(row, journal::decode_columns(signatures, row.columns));
      }
    }
  }

  /// Counts when it is over the rows of its set that are here.
  void add_signature(const ProofRow& row, const Values& columns) {
    const auto& table = program_table("signature");
    const auto word = [&](std::string_view name) { return columns[table.column(name)].text; };
    for (const workflow::SignSet& set : workflow::sign_sets(desk_)) {
      if (set.id != word("set_id") || word("state") != "signed") continue;
      Signature signature{&row, word("paper"), {}};
      if (content_shown(desk_, set, rows_, signature.over) == word("content_hash"))
        signatures_.push_back(std::move(signature));
    }
  }

  /// The record in this file that it became.
  std::string here(const schema::FieldSet& set, const ProofRow& record) const {
    const auto place = place_of(desk_.table(set), record, proof_.leg().key.file);
    auto find = desk_.db.statement("SELECT row FROM \"" + set.id +
                                   "\" WHERE teacher = ? AND origin_file = ? AND origin_row = ?");
    find.with(teacher_, std::string_view{place.file}, place.row);
    return find.step() ? set.id + "#" + std::to_string(find.integer(0)) : "";
  }

  void add(const schema::FieldSet& set, const ProofRow& record, ProofStep::Kind kind,
           const ProofRow& row, std::string paper = {}) {
    const journal::Event& e = event(row);
    const Leg& leg = proof_.leg();
    out_.push_back(
        {number_,
         here(set, record),
         leg.key.code,
         leg.key.file,
         set.id + "#" + std::to_string(record.row.record),
         {kind, e.seq, record.row.version, e.t, e.actor, e.role, e.org, std::move(paper)}});
  }

  Desk& desk_;
  const LegProof& proof_;
  const std::vector<ProofRow>& rows_;
  std::int64_t teacher_;
  std::string number_;
  std::vector<RecordStep>& out_;
  std::map<ShownRow, const ProofRow*> passes_;
  std::vector<Signature> signatures_;
};

}  // namespace

void add_steps(Desk& desk, const LegProof& leg, const std::vector<ProofRow>& rows,
               std::int64_t teacher, std::vector<RecordStep>& out) {
  LegSteps{desk, leg, rows, teacher, out}.tell();
}

}  // namespace tmis::exchange
