// The receiving school checks the dossier as the reader of a report would, against the key of the
// releasing school: the authorities between only carried it.
#include "exchange/arrival.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "exchange/arriving_signatures.h"
#include "exchange/case_told.h"
#include "exchange/dossier_rows.h"
#include "exchange/ledger_in.h"
#include "exchange/opened.h"
#include "exchange/sealed_dossier.h"
#include "people/between_files.h"
#include "people/key_giving.h"
#include "people/organisation.h"
#include "people/person.h"
#include "workflow/originals.h"

namespace tmis::exchange {
namespace {

using journal::ProofRow;
using store::program_table;
using workflow::CaseFile;

class Arrival {
 public:
  Arrival(Desk& desk, journal::Transaction& tx, const CaseFile& file, std::string bytes)
      : desk_(desk),
        tx_(tx),
        file_(file),
        bytes_(std::move(bytes)),
        p_{package_inside(bytes_, file.id), {}, {}, file.org("to_org"), {}, false, {}, false},
        rows_(desk, tx, p_.file.manifest.from_file, p_.to) {}

  void settle() { signatures_->store(tx_); }

  std::int64_t run(const people::HandOver& hand_over) {
    check_outside();
    const PayloadFigures figures = p_.file.figures();
    ReportReader report{p_.file.payload, figures, p_.key};
    const ReportFrame frame = report.take_frame(p_.from.key, p_.file);
    const LegProof proof{desk_, frame.own, p_.file.name};
    if (frame.submission != file_.id || report.dossiers() != 1) proof.forged();
    std::int64_t teacher = 0;
    report.each_dossier([&](DossierLines& dossier) {
      if (proof.check_whole(dossier.rows, file_.text("number")) != dossier.teacher ||
          dossier.number != file_.text("number") || dossier.keys.empty())
        proof.forged();
      teacher = take(proof, dossier, hand_over);
    });
    return teacher;
  }

 private:
  void check_outside() {
    const Manifest& m = p_.file.manifest;
    const auto signer = trusted_key(desk_, m.from_key);
    if (!signer || signer->state == "revoked" || signer->org != file_.org("from_org"))
      p_.refuse(codes::package_untrusted);
    p_.from = *signer;
    if (!is_word_of(signer->key, p_.file)) p_.refuse(codes::package_forged);
    const Secret* seed = seed_of(desk_, p_.to, m.to_key);
    if (m.to_org != desk_.organisations().find(p_.to)->code || seed == nullptr)
      p_.refuse(codes::package_misaddressed);
    p_.open_key(*seed);
    if (m.schema != schema_hash(desk_))
      reject({{&codes::package_schema, 0, 0, "", "", {arg("from", m.from_org)}}});
  }

  [[noreturn]] void refuse(const Code& code) const {
    reject({{&code, 0, 0, "", "", {arg("teacher", file_.text("number"))}}});
  }

  std::int64_t take(const LegProof& proof, const DossierLines& dossier,
                    const people::HandOver& hand_over) {
    IncomingIdentity who;
    std::vector<IncomingRow> rows = rows_.opened(dossier, who);
    if (rows.empty()) refuse(codes::package_dossier);
    const std::int64_t teacher = teacher_row(dossier, who);
    rows_.rename_cases(
        store_ledger(desk_, tx_, p_, file_, teacher, ledger_told(proof, dossier.teacher)));
    rows_.store(rows, teacher);
    rows_.store_statuses(dossier, teacher);
    store_originals(dossier, teacher);
    signatures_.emplace(desk_, tx_, proof, dossier.rows, teacher);
    const auto given =
        people::welcome(desk_, tx_, {teacher, dossier.number, who.name, who.number, p_.to});
    keys::wipe(who.number);
    if (hand_over) hand_over({given});
    return teacher;
  }

  /// Made, or that of somebody who comes back; from now on under a new key.
  std::int64_t teacher_row(const DossierLines& dossier, const IncomingIdentity& who) {
    const auto& table = program_table("teacher");
    const std::string index = journal::identity_index(desk_.index_key(), who.number);
    std::int64_t known = 0;
    {
      auto by_number = desk_.db.statement("SELECT row FROM teacher WHERE number = ?");
      by_number.with(std::string_view{dossier.number});
      if (by_number.step()) known = by_number.integer(0);
      auto by_identity = desk_.db.statement("SELECT row FROM teacher WHERE id_index = ?");
      by_identity.bind_blob(1, index);
      if (by_identity.step() && by_identity.integer(0) != known)
        refuse(codes::person_claimed_elsewhere);
    }
    const std::int64_t row = known != 0 ? known : tx_.next_record(table);
    rows_.keep_keys(dossier, row);
    std::uint32_t last = 0;
    for (const DossierKeyLine& key : dossier.keys) last = std::max(last, key.number);
    const auto fresh = people::new_dossier_key(desk_, row, last + 1, p_.to);
    const Values columns{Value{dossier.number},
                         Value{p_.to},
                         Value::blob(index),
                         Value{},
                         dossier.contract_months ? Value{*dossier.contract_months} : Value{},
                         Value{std::int64_t{fresh.number}},
                         Value::blob(fresh.check)};
    if (known == 0) {
      tx_.insert(table, columns);
    } else {
      tx_.update(table, known, columns);
    }
    desk_.keyring().forget_dossier(row);
    return row;
  }

  /// Originals are sealed anew, for their seal names the row that they stand in.
  void store_originals(const DossierLines& dossier, std::int64_t teacher) {
    const auto& originals = program_table("original");
    for (const ProofRow& row : dossier.rows) {
      if (row.row.table != originals.number) continue;
      workflow::bring_original(desk_, tx_, journal::decode_columns(originals, row.columns), teacher,
                               [&](std::string_view sealed, std::uint32_t version) {
                                 return rows_.opened_blob(dossier, originals.number, row.row.record,
                                                          version, sealed);
                               });
    }
  }

  Desk& desk_;
  journal::Transaction& tx_;
  const CaseFile& file_;
  std::string bytes_;
  Opened p_;
  DossierRows rows_;
  std::optional<ArrivingSignatures> signatures_;
};

}  // namespace

bool makes_account(Desk& desk, const std::string& id) {
  const auto file = workflow::case_file(desk.db, kTransferTable, std::string_view{id});
  return file && file->text("state") == kOnTheWay &&
         people::has_own_file(desk.db, file->org("from_org"));
}

workflow::TransferDone take_transfer(Desk& desk, const workflow::TransferStep& step,
                                     const people::HandOver& hand_over) {
  workflow::TransferStep with_dossier = step;
  std::optional<Arrival> arrival;
  with_dossier.arrive = [&](journal::Transaction& tx, const CaseFile& file) {
    auto bytes = sealed_dossier(desk.db, file.id);
    if (!bytes) throw Error{codes::transfer_no_dossier, {arg("id", file.id)}};
    return arrival.emplace(desk, tx, file, std::move(*bytes)).run(hand_over);
  };
  with_dossier.arrived = [&](journal::Transaction&) { arrival->settle(); };
  return workflow::take_transfer(desk, with_dossier);
}

}  // namespace tmis::exchange
