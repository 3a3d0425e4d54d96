// Whose a dossier is decides whether it comes in; how its rows do is dossier_rows' affair.
#include "exchange/dossier_in.h"

#include "base/error.h"
#include "base/text.h"
#include "exchange/channel.h"
#include "exchange/kept_lines.h"
#include "workflow/claim.h"
#include "workflow/key_data.h"
#include "workflow/submission.h"

namespace tmis::exchange {
namespace {

using store::program_table;

}  // namespace

DossierIn::DossierIn(Desk& desk, journal::Transaction& tx, const Opened& package)
    : desk_(desk),
      tx_(tx),
      package_(package),
      rows_(desk, tx, package.file.manifest.from_file, package.to) {}

void DossierIn::begin(const ReportFrame& frame) {
  auto same = desk_.db.statement("SELECT 1 FROM submission WHERE id = ?");
  same.with(std::string_view{frame.submission});
  if (same.step()) {
    findings_.push_back({&codes::package_submission, 0, 0, "", "", {arg("id", frame.submission)}});
    return;
  }
  same.reset();
  submission_ = tx_.insert(program_table("submission"),
                           Values{Value{frame.submission}, Value{package_.from.org},
                                  Value{package_.to}, Value{package_.file.manifest.t}});
  PackageRow row = package_.row();
  row.submission = submission_;
  package_row_ = insert(tx_, row);
  std::vector<std::string> own{to_line(package_.file)};
  own.insert(own.end(), frame.own.lines.begin(), frame.own.lines.end());
  keep_lines(tx_, package_row_, std::nullopt, own);
  for (const Leg& origin : frame.origins) keep_lines(tx_, package_row_, std::nullopt, origin.lines);
}

void DossierIn::find(const Code& code, const DossierLines& dossier) {
  findings_.push_back({&code, 0, 0, "", "", {arg("teacher", shown(dossier.number))}});
}

void DossierIn::take(DossierLines& dossier) {
  if (submission_ == 0) return;
  IncomingIdentity who;
  std::vector<IncomingRow> rows = rows_.opened(dossier, who);
  if (rows.empty()) return find(codes::package_dossier, dossier);
  const std::int64_t teacher = teacher_row(dossier, who);
  keys::wipe(who.number);
  if (teacher == 0) return;
  rows_.store(rows, teacher);
  rows_.store_statuses(dossier, teacher);
  store_proposals(dossier, teacher);
  tx_.insert(program_table("submission_dossier"),
             Values{Value{submission_}, Value{teacher}, Value{"received"},
                    Value::blob(dossier.content), Value{}, Value{}});
  keep_lines(tx_, package_row_, teacher, dossier.proof);
}

/// The dossier stays out, and goes back by the receipt. `claim`: what is to be decided first; 0: it
/// rests on another content than the one that was accepted here.
void DossierIn::set_aside(const DossierLines& dossier, std::int64_t claim) {
  tx_.insert(program_table("set_aside"),
             Values{Value{package_row_}, Value{dossier.number}, Value::blob(dossier.content),
                    claim == 0 ? Value{} : Value{claim}});
  ++aside_;
}

/// Whether it is left out for now: one person is claimed by two, or the report is of changes to
/// another content than the one that was accepted here (unless the channel begins anew).
bool DossierIn::left_out(const DossierLines& dossier, const IncomingIdentity& who, std::int64_t org,
                         std::int64_t known, std::int64_t holder) {
  const bool other_holder = holder != 0 && holder != known;
  if (other_holder || (known != 0 && workflow::claim_open(desk_, known))) {
    const auto claim = workflow::claim_in(tx_, desk_, other_holder ? holder : known, org, who.name);
    set_aside(dossier, claim.row);
    return true;
  }
  if (!dossier.base || package_.begins ||
      *dossier.base == workflow::accepted_content(desk_.db, known, package_.from.org, package_.to))
    return false;
  if (package_.sets_aside) {
    set_aside(dossier, 0);
  } else {
    other_bases_.push_back(
        {&codes::submission_base, 0, 0, "", "", {arg("teacher", shown(dossier.number))}});
  }
  return true;
}

/// The teacher's row here, made or brought up to date; 0 with a finding when that can't be, and
/// where the dossier is set aside.
std::int64_t DossierIn::teacher_row(const DossierLines& dossier, const IncomingIdentity& who) {
  const auto& table = program_table("teacher");
  const auto& tree = desk_.organisations();
  const auto* org = tree.find(std::string_view{dossier.org});
  if (org == nullptr || !tree.steps_up(org->row, package_.from.org))
    return find(codes::package_elsewhere, dossier), 0;
  const std::string index = journal::identity_index(desk_.index_key(), who.number);
  std::int64_t known = 0, holder = 0, holder_org = 0;
  {
    auto by_number = desk_.db.statement("SELECT row, org FROM teacher WHERE number = ?");
    by_number.with(std::string_view{dossier.number});
    if (by_number.step()) {
      known = by_number.integer(0);
      if (!tree.steps_up(by_number.integer(1), package_.from.org))
        return find(codes::package_elsewhere, dossier), 0;
    }
    auto by_identity = desk_.db.statement("SELECT row, org FROM teacher WHERE id_index = ?");
    by_identity.bind_blob(1, index);
    if (by_identity.step()) holder = by_identity.integer(0), holder_org = by_identity.integer(1);
  }
  if (holder != 0 && holder != known && holder_org == org->row)
    return find(codes::person_claimed_elsewhere, dossier), 0;
  if (left_out(dossier, who, org->row, known, holder)) return 0;
  if (known != 0 && holder == 0 && !workflow::number_accepted(desk_, known, index))
    return find(codes::package_identity, dossier), 0;
  const DossierKeyLine& newest = dossier.keys.back();
  const std::int64_t row = known != 0 ? known : tx_.next_record(table);
  const auto check =
      journal::dossier_check(newest.key.view(), desk_.file_key(), row, newest.number);
  const Values columns{Value{dossier.number},
                       Value{org->row},
                       Value::blob(index),
                       or_null(dossier.department),
                       dossier.contract_months ? Value{*dossier.contract_months} : Value{},
                       Value{std::int64_t{newest.number}},
                       Value::blob(std::string{keys::bytes(check)})};
  if (known == 0) {
    tx_.insert(table, columns);
  } else {
    rows_.bring_up_to_date(table, known, columns);
  }
  rows_.keep_keys(dossier, row);
  return row;
}

/// Changes of key data that wait for the decision about the submission.
void DossierIn::store_proposals(const DossierLines& dossier, std::int64_t teacher) {
  const auto& table = program_table(kProposals);
  for (const journal::ProofRow& row : dossier.rows) {
    if (row.row.table != table.number) continue;
    workflow::keep_proposal(tx_, desk_, journal::decode_columns(table, row.columns), teacher,
                            submission_, [&](std::string_view sealed, std::uint32_t version) {
                              return rows_.opened_blob(dossier, table.number, row.row.record,
                                                       version, sealed);
                            });
  }
}

}  // namespace tmis::exchange
