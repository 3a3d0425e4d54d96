// The fixed columns come first, so that a field added later stands at the end, as commitments want
// it.
#include "journal/field_table.h"

#include <array>

#include "base/text.h"
#include "keys/hash.h"
#include "store/database.h"

namespace tmis::journal {
namespace {

using schema::Field;
using schema::FieldSet;
using schema::FieldType;

enum Fixed : std::size_t {
  kTeacher,
  kKey,
  kOriginFile,
  kOriginRow,
  kComplete,
  kFaults,
  kBusiness,
  kSealVersion,
  kSealed,
  kFirstField
};
constexpr std::array<std::string_view, kFirstField> kFixed = {
    "teacher INTEGER NOT NULL REFERENCES teacher(row)",
    "key BLOB NOT NULL",
    "origin_file TEXT",
    "origin_row INTEGER",
    "complete INTEGER NOT NULL",
    "faults TEXT",
    "business TEXT",
    "seal_version INTEGER",
    "sealed BLOB"};

bool whole_number(const Field& field) {
  return field.type == FieldType::integer || field.type == FieldType::decimal ||
         field.type == FieldType::boolean;
}

bool plain(const Field& field) { return field.stored() && !field.sensitive; }

/// What a view shows of one column: the label of a code, a decimal with its point, a word for a
/// boolean.
std::string label_expression(const Field& field) {
  std::string column = "t." + store::as_name(field.id);
  if (field.codes != nullptr && !field.multiple) {
    return "ifnull((SELECT zh FROM code WHERE list = '" + field.codes->id() +
           "' AND code = " + column + "), " + column + ")";
  }
  if (field.type == FieldType::decimal) {
    const std::string scale =
        "1" + std::string(static_cast<std::size_t>(field.decimals), '0') + ".0";
    return "printf('%." + std::to_string(field.decimals) + "f', " + column + " / " + scale + ")";
  }
  if (field.type == FieldType::boolean)
    return "CASE " + column + " WHEN 1 THEN '是' WHEN 0 THEN '否' END";
  return column;
}

}  // namespace

std::string column_sql(const Field& field) {
  return store::as_name(field.id) + (whole_number(field) ? " INTEGER" : " TEXT");
}

store::TableDef field_table(const FieldSet& set) {
  store::TableDef table;
  table.number = set.number;
  table.name = set.id;
  std::string sql =
      "CREATE TABLE " + store::as_name(set.id) + " (\n  " + std::string{store::evidence_columns()};
  for (const std::string_view column : kFixed) {
    sql.append(",\n  ").append(column);
    table.columns.push_back({std::string{column.substr(0, column.find(' '))}, 1});
  }
  for (const std::size_t i : set.column_order) {
    const Field& field = set.fields[i];
    sql.append(",\n  ").append(column_sql(field));
    table.columns.push_back({field.id, field.since});
  }
  table.sql.push_back(sql + "\n) STRICT");
  table.sql.push_back("CREATE UNIQUE INDEX " + store::as_name(set.id + "_key") + " ON " +
                      store::as_name(set.id) + " (teacher, key)");
  table.sql.push_back(label_view(set));
  return table;
}

std::string label_view(const FieldSet& set) {
  std::string sql = "CREATE VIEW " + store::as_name(set.id + "_labels") +
                    " AS SELECT t.row AS \"#\", " +
                    "(SELECT number FROM teacher WHERE row = t.teacher) AS \"个人标识码\"";
  for (const Field& field : set.fields) {
    if (!plain(field)) continue;
    sql.append(",\n  ")
        .append(label_expression(field))
        .append(" AS ")
        .append(store::as_name(field.label.zh));
  }
  return sql + "\nFROM " + store::as_name(set.id) + " t";
}

void to_columns(const FieldSet& set, const RecordHead& head, std::span<const Value> values,
                const SealedColumn& sealed, Values& out) {
  const auto text_or_null = [](Value& v, const std::string& s) {
    s.empty() ? v.set_null() : v.set(s);
  };
  std::size_t at = kFirstField;
  for (const std::size_t i : set.column_order) {
    if (out.size() <= at) out.resize(at + 1);
    out[at++] = values[i];
  }
  out.resize(at);
  out[kTeacher].set(head.teacher);
  out[kKey].set(head.key);
  out[kKey].kind = Value::Kind::blob;
  text_or_null(out[kOriginFile], sealed.origin_file);
  sealed.origin_file.empty() ? out[kOriginRow].set_null() : out[kOriginRow].set(sealed.origin_row);
  out[kComplete].set(std::int64_t{head.complete});
  text_or_null(out[kFaults], head.faults);
  text_or_null(out[kBusiness], head.business);
  if (sealed.blob.empty()) {
    out[kSealVersion].set_null();
    out[kSealed].set_null();
  } else {
    out[kSealVersion].set(std::int64_t{sealed.version});
    out[kSealed].set(sealed.blob);
    out[kSealed].kind = Value::Kind::blob;
  }
}

std::string record_columns(const store::TableDef& table, std::string_view alias) {
  const std::string dot = std::string{alias} + ".";
  std::string sql = dot + "row, " + dot + "version, " + dot + "seq";
  for (const auto& column : table.columns)
    sql.append(", ").append(dot).append(store::as_name(column.name));
  return sql;
}

void from_columns(const FieldSet& set, std::span<const Value> columns, Record& out) {
  out.head.teacher = columns[kTeacher].number;
  out.head.key = columns[kKey].text;
  out.head.complete = columns[kComplete].number != 0;
  out.head.faults = columns[kFaults].text;
  out.head.business = columns[kBusiness].text;
  out.values.resize(set.fields.size());
  for (Value& v : out.values) v.set_null();
  std::size_t at = kFirstField;
  for (const std::size_t i : set.column_order) {
    if (at < columns.size()) out.values[i] = columns[at++];
  }
  out.sealed.origin_file = columns[kOriginFile].text;
  out.sealed.origin_row = columns[kOriginRow].number;
  out.sealed.version = static_cast<std::uint32_t>(columns[kSealVersion].number);
  out.sealed.blob = columns[kSealed].text;
}

std::string case_key(const FieldSet& set, std::string_view hash_key, std::string_view id) {
  if (set.one_row()) return {};
  return std::string{keys::bytes(keys::keyed_hash128(hash_key, "case\x1f" + std::string{id}))};
}

std::string record_key(const FieldSet& set, std::string_view hash_key,
                       std::span<const Value> values) {
  if (set.one_row()) return {};
  std::string bytes;
  for (const std::size_t i : set.key) {
    bytes.append(values[i].kind == Value::Kind::integer ? std::to_string(values[i].number)
                                                        : values[i].text);
    bytes.push_back('\x1f');
  }
  return std::string{keys::bytes(keys::keyed_hash128(hash_key, bytes))};
}

std::string identity_index(std::string_view index_key, std::string_view number) {
  std::string normal;
  for (const char c : number) {
    if (c != ' ') normal.push_back(c);
  }
  to_upper(normal);
  return std::string{keys::bytes(keys::keyed_hash128(index_key, normal))};
}

}  // namespace tmis::journal
