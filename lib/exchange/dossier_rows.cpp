// Rows are known by their origin. Those that the package doesn't hold any more go first, so that
// their keys are free.
#include "exchange/dossier_rows.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/error.h"
#include "base/text.h"
#include "dossier/item.h"
#include "journal/versions.h"

namespace tmis::exchange {
namespace {

using journal::ProofRow;
using schema::FieldSet;
using store::program_table;

/// What a blob holds that the package brought, by the key in it. Throws journal.damaged when that
/// doesn't open it, package.damaged when it isn't there.
std::string opened_at(const DossierLines& dossier, const journal::SealPlace& place,
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
                 std::int64_t origin_row, journal::Record& record) {
  if (record.sealed.blob.empty()) return true;
  try {
    std::string plain = opened_at(
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

/// Columns of the states that the package brought, by table and record.
using States = std::map<std::pair<std::int64_t, std::int64_t>, Values>;

States states_in(const DossierLines& dossier) {
  const auto& table = program_table("item_state");
  States out;
  for (const ProofRow& row : dossier.rows) {
    if (row.row.table != table.number) continue;
    Values c = journal::decode_columns(table, row.columns);
    const std::pair<std::int64_t, std::int64_t> whose{c[table.column("table_id")].number,
                                                      c[table.column("record")].number};
    out.insert_or_assign(whose, std::move(c));
  }
  return out;
}

/// Without a row of states: as the table begins. `newest`: the version in the package.
void take_state(const States& states, std::int64_t record, std::uint32_t newest, IncomingRow& in) {
  const auto& table = program_table("item_state");
  const auto found = states.find({in.set->number, record});
  in.newest_passed = false;
  in.state = dossier::first_state(*in.set);
  if (found == states.end()) return;
  const auto said = [&](std::string_view column) -> const Value& {
    return found->second[table.column(column)];
  };
  in.state = said("state").text;
  in.reason = said("reason").text;
  in.removal = said("removal").number != 0;
  in.newest_passed = !said("audited_version").is_null() && said("audited_version").number == newest;
}

std::string origin(std::string_view file, std::int64_t row) {
  return std::string{file} + "#" + std::to_string(row);
}

}  // namespace

std::string DossierRows::opened_blob(const DossierLines& dossier, std::uint16_t table,
                                     std::int64_t row, std::uint32_t version,
                                     std::string_view blob) const {
  return opened_at(dossier, {from_hex(from_file_).value_or(""), table, row, version}, blob);
}

bool DossierRows::take_version(const DossierLines& dossier, const ProofRow& row, IncomingRow& in,
                               IncomingRow::Version& out) const {
  journal::from_columns(*in.set, journal::decode_columns(desk_.table(*in.set), row.columns),
                        out.record);
  const bool own = out.record.sealed.origin_file.empty();
  in.origin_file = own ? from_file_ : out.record.sealed.origin_file;
  in.origin_row = own ? row.row.record : out.record.sealed.origin_row;
  return open_sealed(*in.set, dossier, in.origin_file, in.origin_row, out.record);
}

std::vector<IncomingRow> DossierRows::opened(const DossierLines& dossier,
                                             IncomingIdentity& who) const {
  std::vector<IncomingRow> out;
  const States states = states_in(dossier);
  for (const FieldSet& set : desk_.catalogue.all()) {
    std::unordered_map<std::int64_t, std::vector<const ProofRow*>> records;
    std::vector<std::int64_t> order;
    for (const ProofRow& row : dossier.rows) {
      if (row.row.table != set.number) continue;
      auto& versions = records[row.row.record];
      if (versions.empty()) order.push_back(row.row.record);
      versions.push_back(&row);
    }
    for (const std::int64_t record : order) {
      auto& versions = records[record];
      std::sort(versions.begin(), versions.end(), [](const ProofRow* a, const ProofRow* b) {
        return a->row.version < b->row.version;
      });
      if (versions.size() > 2) return {};
      IncomingRow in;
      in.set = &set;
      if (versions.size() == 2 &&
          !take_version(dossier, *versions.front(), in, in.passed.emplace()))
        return {};
      if (!take_version(dossier, *versions.back(), in, in.newest)) return {};
      take_state(states, record, versions.back()->row.version, in);
      if (&set == &desk_.catalogue.person()) {
        who.number = in.newest.record.values[*set.with_role("identity_number")].text;
        who.name = in.newest.record.values[*set.with_role("name")].text;
      }
      out.push_back(std::move(in));
    }
  }
  return who.number.empty() ? std::vector<IncomingRow>{} : std::move(out);
}

std::uint32_t DossierRows::bring_up_to_date(const store::TableDef& table, std::int64_t record,
                                            const Values& columns) {
  const auto versions = journal::versions(desk_.db, table, record);
  const Values& now = versions.back().columns;
  if (std::equal(now.begin(), now.end(), columns.begin(), columns.end())) return 0;
  tx_.update(table, record, columns);
  return versions.back().row.version + 1;
}

void DossierRows::keep_keys(const DossierLines& dossier, std::int64_t teacher) {
  for (const DossierKeyLine& key : dossier.keys) {
    journal::wrap_key(desk_.db, desk_.file_key(), journal::dossier_key_name(teacher, key.number),
                      journal::org_key_name(org_), desk_.organisation_key(org_), key.key);
  }
}

/// Columns of a version as it stands here: in the row that it comes from (`home`), or in one that
/// keeps its origin. Of rows that say the same of one person only one was typed; the others are
/// known by their case.
void DossierRows::place(const IncomingRow& in, std::int64_t teacher, bool home, Keys& keys,
                        IncomingRow::Version& version) {
  journal::Record& record = version.record;
  record.head.teacher = teacher;
  std::string& id = record.head.business;
  const auto renamed = cases_.find(id);
  if (renamed != cases_.end()) id = renamed->second;
  record.head.key = journal::record_key(*in.set, desk_.hash_key(*in.set), record.values);
  const bool alike = !id.empty() && keys.emplace(record.head.key, &in).first->second != &in;
  if (renamed != cases_.end() || alike)
    record.head.key = journal::case_key(*in.set, desk_.hash_key(*in.set), id);
  record.sealed.origin_file = home ? "" : in.origin_file;
  record.sealed.origin_row = home ? 0 : in.origin_row;
  journal::to_columns(*in.set, record.head, record.values, record.sealed, version.columns);
}

/// The keys that rows typed by hand have.
DossierRows::Keys DossierRows::typed_keys(const FieldSet& set,
                                          const std::vector<IncomingRow>& rows) const {
  Keys out;
  for (const IncomingRow& in : rows) {
    const journal::Record& record = in.newest.record;
    if (in.set == &set && record.head.business.empty())
      out.emplace(journal::record_key(set, desk_.hash_key(set), record.values), &in);
  }
  return out;
}

void DossierRows::add(const IncomingRow& in) {
  const store::TableDef& table = desk_.table(*in.set);
  ++changed_;
  if (!in.passed) {
    const std::int64_t record = tx_.insert(table, in.newest.columns);
    return put(in, record, 1, in.newest_passed ? std::optional{1U} : std::nullopt);
  }
  const std::int64_t record = tx_.insert(table, in.passed->columns);
  tx_.update(table, record, in.newest.columns);
  put(in, record, 2, 1U);
}

/// A row that is here already: what was passed elsewhere, then what waits for audit since.
void DossierRows::renew(const IncomingRow& in, std::int64_t record) {
  const store::TableDef& table = desk_.table(*in.set);
  const dossier::Item known = dossier::item(desk_, {in.set, record});
  std::uint32_t version = known.version;
  std::optional<std::uint32_t> audited;
  const auto bring = [&](const IncomingRow::Version& brought, bool passed) {
    if (const auto written = bring_up_to_date(table, record, brought.columns)) version = written;
    if (passed) audited = version;
  };
  if (in.passed) bring(*in.passed, true);
  bring(in.newest, in.newest_passed);
  const bool same = version == known.version && audited == known.audited_version &&
                    in.state == known.state && in.reason == known.reason &&
                    in.removal == known.removal;
  ++(same ? unchanged_ : changed_);
  if (!same) put(in, record, version, audited);
}

/// Rows of the teacher in this file by where they come from: file and row.
std::unordered_map<std::string, std::int64_t> DossierRows::origins(const FieldSet& set,
                                                                   std::int64_t teacher) {
  std::unordered_map<std::string, std::int64_t> out;
  auto rows = desk_.db.statement("SELECT row, origin_file, origin_row FROM \"" + set.id +
                                 "\" WHERE teacher = ?");
  rows.with(teacher);
  while (rows.step()) {
    const bool own = rows.is_null(1);
    out[origin(own ? desk_.file_id() : rows.text(1), rows.integer(own ? 0 : 2))] = rows.integer(0);
  }
  return out;
}

void DossierRows::store(std::vector<IncomingRow>& rows, std::int64_t teacher) {
  for (const FieldSet& set : desk_.catalogue.all()) {
    auto here = origins(set, teacher);
    std::vector<std::pair<const IncomingRow*, std::int64_t>> found;
    Keys keys = typed_keys(set, rows);
    for (IncomingRow& in : rows) {
      if (in.set != &set) continue;
      const auto at = here.find(origin(in.origin_file, in.origin_row));
      const std::int64_t record = at == here.end() ? 0 : at->second;
      if (at != here.end()) here.erase(at);
      const bool home = record != 0 && in.origin_file == desk_.file_id();
      if (in.passed) place(in, teacher, home, keys, *in.passed);
      place(in, teacher, home, keys, in.newest);
      found.emplace_back(&in, record);
    }
    for (const auto& [gone, record] : here) {
      tx_.withdraw(desk_.table(set), record);
      ++changed_;
    }
    for (const auto& [in, record] : found) record == 0 ? add(*in) : renew(*in, record);
  }
}

/// The timeline of the employment status, a row for each day on which one began.
void DossierRows::store_statuses(const DossierLines& dossier, std::int64_t teacher) {
  const auto& table = program_table("status_change");
  const std::size_t whose = table.column("teacher"), from = table.column("from_day");
  std::unordered_map<std::string, std::int64_t> here;
  {
    auto rows = desk_.db.statement("SELECT from_day, row FROM status_change WHERE teacher = ?");
    rows.with(teacher);
    while (rows.step()) here.emplace(rows.text(0), rows.integer(1));
  }
  for (const ProofRow& row : dossier.rows) {
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

void DossierRows::put(const IncomingRow& in, std::int64_t record, std::uint32_t version,
                      std::optional<std::uint32_t> audited) {
  dossier::Item item;
  item.set = in.set;
  item.record = record;
  item.teacher = in.newest.record.head.teacher;
  item.version = version;
  item.state = in.state;
  item.audited_version = audited;
  item.reason = in.reason;
  item.removal = in.removal;
  dossier::put_state(tx_, item);
}

}  // namespace tmis::exchange
