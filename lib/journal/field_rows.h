// Rows of field sets, read and written with the keys of whoever sits at the desk. Without a key a
// row still comes, its sensitive fields closed; a change of others carries the blob over untouched.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "journal/desk.h"
#include "journal/field_table.h"
#include "journal/sealed_fields.h"
#include "store/statement.h"

namespace tmis::journal {

/// Makes the columns of new rows and versions of one set. Keys are fetched by `prepare`; after it
/// `columns` touches no database and may run on another thread. Never copied: no nonce comes twice.
class Sealer {
 public:
  Sealer(Desk& desk, const schema::FieldSet& set);
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  /// One for another thread, with nonces of its own: nothing may be prepared while both are in use.
  std::shared_ptr<Sealer> beside() const;

  /// Has the key of this dossier at hand; needs none where the set has no sensitive field. Throws
  /// key.needed.
  void prepare(std::int64_t teacher);
  /// The same for many, in ascending order.
  void prepare(std::span<const std::int64_t> teachers);
  /// Of a new row with the number `row`.
  void columns(const RecordHead& head, std::span<const Value> values, std::int64_t row,
               Values& out);
  /// Of the version after `before`. Needs the key only when a sensitive value changes.
  void columns(const RecordHead& head, std::span<const Value> values, const Record& before,
               Values& out);

 private:
  void seal(std::int64_t teacher, std::span<const Value> values, SealedColumn& out);

  Desk& desk_;
  const schema::FieldSet& set_;
  SealPlace place_;
  keys::Salts nonces_;
  std::string plain_;
  SealedColumn sealed_;
};

/// Takes a row selected by `record_columns` from column `first` on.
void read_row(Desk& desk, const schema::FieldSet& set, const store::Statement& row, Record& out,
              int first = 0);
/// The same from columns of the row numbered `row`, as history has them.
void read_columns(Desk& desk, const schema::FieldSet& set, std::int64_t row,
                  std::span<const Value> columns, Record& out);
/// The row for which `where` (SQL over alias r with one parameter) holds.
std::optional<Record> find_record(Desk& desk, const schema::FieldSet& set, std::string_view where,
                                  std::int64_t value);

}  // namespace tmis::journal
