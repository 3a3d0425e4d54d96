// What is sealed is compared before it is sealed again: a blob changes only with its values.
#include "journal/field_rows.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "keys/seal.h"

namespace tmis::journal {

using schema::FieldSet;

Sealer::Sealer(Desk& desk, const FieldSet& set)
    : desk_(desk), set_(set), place_{desk.file_key(), set.number, 0, 1} {}

std::shared_ptr<Sealer> Sealer::beside() const { return std::make_shared<Sealer>(desk_, set_); }

void Sealer::prepare(std::int64_t teacher) {
  if (!set_.sealed_order.empty()) desk_.dossier_key(teacher);
}

void Sealer::prepare(std::span<const std::int64_t> teachers) {
  if (set_.sealed_order.empty()) return;
  desk_.keyring().open_dossiers(desk_.db, teachers);
  for (const std::int64_t teacher : teachers) desk_.dossier_key(teacher);
}

void Sealer::seal(std::int64_t teacher, std::span<const Value> values, SealedColumn& out) {
  const DossierKey* key = desk_.keyring().at_hand(teacher);
  if (key == nullptr) bug(set_.id);
  unsigned char nonce[keys::kNonceSize];
  nonces_.take(nonce);
  sealed_json(set_, values, plain_);
  out.version = place_.version;
  out.blob.clear();
  append_blob(*key, place_, {reinterpret_cast<const char*>(nonce), sizeof nonce}, plain_, out.blob);
}

void Sealer::columns(const RecordHead& head, std::span<const Value> values, std::int64_t row,
                     Values& out) {
  if (!set_.sealed_order.empty()) {
    place_.row = row;
    place_.version = 1;
    seal(head.teacher, values, sealed_);
  }
  to_columns(set_, head, values, sealed_, out);
}

void Sealer::columns(const RecordHead& head, std::span<const Value> values, const Record& before,
                     Values& out) {
  SealedColumn sealed = before.sealed;
  const bool same =
      std::all_of(set_.sealed_order.begin(), set_.sealed_order.end(),
                  [&](std::size_t field) { return values[field] == before.values[field]; });
  if (!same) {
    if (before.closed) throw Error{codes::key_needed, {arg("what", set_.label.here())}};
    prepare(head.teacher);
    SealPlace own = place_;
    if (!sealed.origin_file.empty()) place_.file_id = *from_hex(sealed.origin_file);
    place_.row = sealed.origin_file.empty() ? before.row : sealed.origin_row;
    place_.version = before.version + 1;
    seal(head.teacher, values, sealed);
    place_ = std::move(own);
  }
  to_columns(set_, head, values, sealed, out);
}

void read_columns(Desk& desk, const FieldSet& set, std::int64_t row, std::span<const Value> columns,
                  Record& out) {
  from_columns(set, columns, out);
  out.closed = false;
  if (out.sealed.blob.empty()) return;
  const std::string_view key =
      desk.keyring().dossier(desk.db, out.head.teacher, key_number(out.sealed.blob));
  out.closed = key.empty();
  if (out.closed) return;
  const bool own = out.sealed.origin_file.empty();
  SealPlace place{own ? desk.file_key() : from_hex(out.sealed.origin_file).value_or(""), set.number,
                  own ? row : out.sealed.origin_row, out.sealed.version};
  std::string plain;
  open_blob(key, place, out.sealed.blob, plain);
  from_sealed_json(set, plain, out.values);
  keys::wipe(plain);
}

void read_row(Desk& desk, const FieldSet& set, const store::Statement& row, Record& out,
              int first) {
  out.row = row.integer(first);
  out.version = static_cast<std::uint32_t>(row.integer(first + 1));
  out.seq = row.integer(first + 2);
  Values columns;
  for (int i = first + 3; i < row.columns(); ++i) columns.push_back(row.value(i));
  read_columns(desk, set, out.row, columns, out);
}

std::optional<Record> find_record(Desk& desk, const FieldSet& set, std::string_view where,
                                  std::int64_t value) {
  auto find = desk.db.statement("SELECT " + record_columns(desk.table(set), "r") + " FROM \"" +
                                set.id + "\" r WHERE " + std::string{where});
  find.with(value);
  if (!find.step()) return std::nullopt;
  Record record;
  read_row(desk, set, find, record);
  return record;
}

}  // namespace tmis::journal
