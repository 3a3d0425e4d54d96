// How a row of a field set stands in its table: plain columns, sealed fields in one blob, keys as
// keyed hashes. Which values are right is schema's affair, which rows may be written the floors'
// above.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/value.h"
#include "schema/field_set.h"
#include "store/tables.h"

namespace tmis::journal {

/// What a stored row has beside the values of its fields.
struct RecordHead {
  std::int64_t teacher = 0;
  std::string key;  // keyed hash of the key fields' values; empty in tables with one row a teacher
  bool complete = true;  // everything its table requires is there and fits
  std::string faults;    // ids of the rules that are broken, joined by spaces
  std::string business;  // the case that wrote it; empty when it was filled in
};

/// The sensitive fields of a row, as sealed_fields made them; no blob in tables without any.
struct SealedColumn {
  std::uint32_t version = 0;  // of the row when the blob was made
  std::string blob;
  std::string origin_file;  // file id in hex and row number, where the row came from another file
  std::int64_t origin_row = 0;
};

/// A row as it stands in the file. `values` has a place for every field of the set; fields that are
/// derived stay null there.
struct Record {
  std::int64_t row = 0;
  std::uint32_t version = 0;
  std::int64_t seq = 0;
  RecordHead head;
  Values values;
  SealedColumn sealed;
  bool closed = false;  // the key isn't held: sensitive fields are null in `values`
};

/// Number, columns, SQL and unique index of the table of a field set; local sets count from 1000.
store::TableDef field_table(const schema::FieldSet& set);
/// Name and SQL type of a field's column.
std::string column_sql(const schema::Field& field);
/// `CREATE VIEW … ` with a column a field, headed by its Chinese label, codes as labels: for people
/// with sqlite3.
std::string label_view(const schema::FieldSet& set);

/// The columns of a row, as Transaction wants them; sensitive fields go by `sealed` alone. `out` is
/// reused.
void to_columns(const schema::FieldSet& set, const RecordHead& head, std::span<const Value> values,
                const SealedColumn& sealed, Values& out);
/// The way back from columns, as Statement or history have them; sensitive fields stay null, what
/// they were sealed into stands in `out.sealed`.
void from_columns(const schema::FieldSet& set, std::span<const Value> columns, Record& out);
/// SELECT list for `read_row`: row, version, seq and all columns, of table alias `alias`.
std::string record_columns(const store::TableDef& table, std::string_view alias);

/// The key of a row that a case made: two cases may say the same of one person.
std::string case_key(const schema::FieldSet& set, std::string_view hash_key, std::string_view id);
/// Keyed BLAKE2b-128 over the key fields' values. Empty when the set has one row a teacher. The key
/// is Desk::hash_key.
std::string record_key(const schema::FieldSet& set, std::string_view hash_key,
                       std::span<const Value> values);
/// The same over an identity number, upper case, without spaces.
std::string identity_index(std::string_view index_key, std::string_view number);

}  // namespace tmis::journal
