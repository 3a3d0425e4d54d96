// Plain columns and sealed blobs are stored as they came, with their origin; only what belongs to
// this file is made anew: the teacher's number here, keyed hashes, wraps of keys.
#include "exchange/dossier_in.h"

#include <algorithm>
#include <unordered_map>

#include "base/error.h"
#include "base/text.h"
#include "dossier/item.h"
#include "exchange/channel.h"
#include "exchange/kept_lines.h"
#include "workflow/claim.h"
#include "workflow/key_data.h"
#include "workflow/submission.h"

namespace tmis::exchange {
namespace {

using journal::Record;
using schema::FieldSet;
using store::program_table;

/// What a blob holds that the package brought, by the key in it. Throws journal.damaged when that
/// doesn't open it, package.damaged when it isn't there.
std::string opened_blob(const DossierLines& dossier, const journal::SealPlace& place,
                        std::string_view blob) {
  const std::uint32_t number = journal::key_number(blob);
  const auto key = std::find_if(dossier.keys.begin(), dossier.keys.end(),
                                [&](const auto& k) { return k.number == number; });
  if (key == dossier.keys.end()) damaged();
  std::string plain;
  journal::open_blob(key->key.view(), place, blob, plain);
  return plain;
}

/// The sealed fields of a row into `values`. False when the key that it wants isn't there or it
/// doesn't open.
bool open_sealed(const FieldSet& set, const DossierLines& dossier, const std::string& origin_file,
                 std::int64_t origin_row, Record& record) {
  if (record.sealed.blob.empty()) return true;
  try {
    std::string plain = opened_blob(
        dossier,
        {from_hex(origin_file).value_or(""), set.number, origin_row, record.sealed.version},
        record.sealed.blob);
    journal::from_sealed_json(set, plain, record.values);
    keys::wipe(plain);
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

DossierIn::DossierIn(Desk& desk, journal::Transaction& tx, const Opened& package)
    : desk_(desk), tx_(tx), package_(package) {}

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
  row_ = insert(tx_, row);
  std::vector<std::string> own{to_line(package_.file)};
  own.insert(own.end(), frame.own.lines.begin(), frame.own.lines.end());
  keep_lines(tx_, row_, std::nullopt, own);
  for (const Leg& origin : frame.origins) keep_lines(tx_, row_, std::nullopt, origin.lines);
}

void DossierIn::find(const Code& code, const DossierLines& dossier) {
  findings_.push_back({&code, 0, 0, "", "", {arg("teacher", shown(dossier.number))}});
}

void DossierIn::take(DossierLines& dossier) {
  if (submission_ == 0) return;
  Identity who;
  std::vector<Incoming> rows = opened(dossier, who);
  if (rows.empty()) return find(codes::package_dossier, dossier);
  const std::int64_t teacher = teacher_row(dossier, who);
  keys::wipe(who.number);
  if (teacher == 0) return;
  store(rows, teacher);
  store_statuses(dossier, teacher);
  store_proposals(dossier, teacher);
  tx_.insert(program_table("submission_dossier"),
             Values{Value{submission_}, Value{teacher}, Value{"received"},
                    Value::blob(dossier.content), Value{}, Value{}});
  keep_lines(tx_, row_, teacher, dossier.proof);
}

/// The rows of the tables, sealed fields open; empty when one doesn't open or there is no identity.
std::vector<DossierIn::Incoming> DossierIn::opened(const DossierLines& dossier, Identity& who) {
  std::vector<Incoming> out;
  for (const FieldSet& set : desk_.catalogue.all()) {
    for (const journal::ProofRow& row : dossier.rows) {
      if (row.row.table != set.number) continue;
      Incoming in;
      in.set = &set;
      journal::from_columns(set, journal::decode_columns(desk_.table(set), row.columns), in.record);
      const bool own = in.record.sealed.origin_file.empty();
      in.origin_file = own ? package_.file.manifest.from_file : in.record.sealed.origin_file;
      in.origin_row = own ? row.row.record : in.record.sealed.origin_row;
      if (!open_sealed(set, dossier, in.origin_file, in.origin_row, in.record)) return {};
      if (&set == &desk_.catalogue.person()) {
        who.number = in.record.values[*set.with_role("identity_number")].text;
        who.name = in.record.values[*set.with_role("name")].text;
      }
      out.push_back(std::move(in));
    }
  }
  return who.number.empty() ? std::vector<Incoming>{} : std::move(out);
}

/// The dossier stays out, and goes back by the receipt. `claim`: what is to be decided first; 0: it
/// rests on another content than the one that was accepted here.
void DossierIn::set_aside(const DossierLines& dossier, std::int64_t claim) {
  tx_.insert(program_table("set_aside"),
             Values{Value{row_}, Value{dossier.number}, Value::blob(dossier.content),
                    claim == 0 ? Value{} : Value{claim}});
  ++aside_;
}

/// Whether it is left out for now: one person is claimed by two, or the report is of changes to
/// another content than the one that was accepted here (unless the channel begins anew).
bool DossierIn::left_out(const DossierLines& dossier, const Identity& who, std::int64_t org,
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
std::int64_t DossierIn::teacher_row(const DossierLines& dossier, const Identity& who) {
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
    bring_up_to_date(table, known, columns);
  }
  keep_keys(dossier, row);
  return row;
}

/// A new version of a row that says something else; its number, 0 when there was no need.
std::uint32_t DossierIn::bring_up_to_date(const store::TableDef& table, std::int64_t record,
                                          const Values& columns) {
  const auto versions = journal::versions(desk_.db, table, record);
  const Values& now = versions.back().columns;
  if (std::equal(now.begin(), now.end(), columns.begin(), columns.end())) return 0;
  tx_.update(table, record, columns);
  return versions.back().row.version + 1;
}

/// The receiver opens the dossier from now on by its organisation's key.
void DossierIn::keep_keys(const DossierLines& dossier, std::int64_t teacher) {
  for (const DossierKeyLine& key : dossier.keys) {
    journal::wrap_key(desk_.db, desk_.file_key(), journal::dossier_key_name(teacher, key.number),
                      journal::org_key_name(package_.to), desk_.organisation_key(package_.to),
                      key.key);
  }
}

/// Rows are known by their origin. Those that the report doesn't hold any more go first, so that
/// their keys are free.
void DossierIn::store(std::vector<Incoming>& rows, std::int64_t teacher) {
  for (Incoming& in : rows) {
    in.record.head.teacher = teacher;
    in.record.head.key = journal::record_key(*in.set, desk_.hash_key(*in.set), in.record.values);
    in.record.sealed.origin_file = in.origin_file;
    in.record.sealed.origin_row = in.origin_row;
    journal::to_columns(*in.set, in.record.head, in.record.values, in.record.sealed, in.columns);
  }
  for (const FieldSet& set : desk_.catalogue.all()) {
    const store::TableDef& table = desk_.table(set);
    std::unordered_map<std::string, std::int64_t> here;  // by origin
    {
      auto find_rows = desk_.db.statement("SELECT row, origin_file, origin_row FROM \"" + set.id +
                                          "\" WHERE teacher = ?");
      find_rows.with(teacher);
      while (find_rows.step()) {
        here[std::string{find_rows.text(1)} + std::to_string(find_rows.integer(2))] =
            find_rows.integer(0);
      }
    }
    std::vector<std::pair<const Incoming*, std::int64_t>> found;
    for (const Incoming& in : rows) {
      if (in.set != &set) continue;
      const auto at = here.find(in.origin_file + std::to_string(in.origin_row));
      found.emplace_back(&in, at == here.end() ? 0 : at->second);
      if (at != here.end()) here.erase(at);
    }
    for (const auto& [origin, record] : here) {
      tx_.withdraw(table, record);
      ++changed_;
    }
    for (const auto& [in, record] : found) {
      if (record == 0) {
        ++changed_;
        put(*in, tx_.insert(table, in->columns), 1);
        continue;
      }
      const std::uint32_t version = bring_up_to_date(table, record, in->columns);
      ++(version == 0 ? unchanged_ : changed_);
      if (version != 0) put(*in, record, version);
    }
  }
}

/// The timeline of the employment status, a row for each day on which one began.
void DossierIn::store_statuses(const DossierLines& dossier, std::int64_t teacher) {
  const auto& table = program_table("status_change");
  const std::size_t whose = table.column("teacher"), from = table.column("from_day");
  std::unordered_map<std::string, std::int64_t> here;
  {
    auto rows = desk_.db.statement("SELECT from_day, row FROM status_change WHERE teacher = ?");
    rows.with(teacher);
    while (rows.step()) here.emplace(rows.text(0), rows.integer(1));
  }
  for (const journal::ProofRow& row : dossier.rows) {
    if (row.row.table != table.number) continue;
    Values columns = journal::decode_columns(table, row.columns);
    columns[whose].set(teacher);
    const auto known = here.find(columns[from].text);
    if (known == here.end()) {
      tx_.insert(table, columns);
      continue;
    }
    bring_up_to_date(table, known->second, columns);
    here.erase(known);
  }
  for (const auto& [day, row] : here) tx_.withdraw(table, row);
}

/// Changes of key data that wait for the decision about the submission.
void DossierIn::store_proposals(const DossierLines& dossier, std::int64_t teacher) {
  const auto& table = program_table(kProposals);
  for (const journal::ProofRow& row : dossier.rows) {
    if (row.row.table != table.number) continue;
    workflow::keep_proposal(tx_, desk_, journal::decode_columns(table, row.columns), teacher,
                            submission_, [&](std::string_view sealed, std::uint32_t version) {
                              return opened_blob(
                                  dossier,
                                  {from_hex(package_.file.manifest.from_file).value_or(""),
                                   table.number, row.row.record, version},
                                  sealed);
                            });
  }
}

void DossierIn::put(const Incoming& in, std::int64_t record, std::uint32_t version) {
  dossier::Item item;
  item.set = in.set;
  item.record = record;
  item.teacher = in.record.head.teacher;
  item.version = version;
  item.state = "audited";
  item.audited_version = version;
  dossier::put_state(tx_, item);
}

}  // namespace tmis::exchange
