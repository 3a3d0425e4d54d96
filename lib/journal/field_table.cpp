// The fixed columns come first, so that a field added later stands at the end, as commitments want
// it.
#include "journal/field_table.h"

#include <array>
#include <charconv>

#include "base/error.h"
#include "base/text.h"
#include "keys/hash.h"

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

constexpr char kPlainSeal = '\0';  // alg 0

bool whole_number(const Field& field) {
  return field.type == FieldType::integer || field.type == FieldType::decimal ||
         field.type == FieldType::boolean;
}

std::string quoted(std::string_view name) { return "\"" + std::string{name} + "\""; }

/// Canonical JSON of one value inside the sealed object: numbers bare, texts escaped as JSON wants.
void append_json(std::string& out, const Value& value) {
  if (value.kind == Value::Kind::integer) {
    out.append(std::to_string(value.number));
    return;
  }
  out.push_back('"');
  for (const char c : value.text) {
    static constexpr char kHex[] = "0123456789abcdef";
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out.append("\\u00").push_back(kHex[c >> 4]);
      out.push_back(kHex[c & 15]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

/// Reads what append_json wrote; anything else is damage.
class SealedReader {
 public:
  explicit SealedReader(std::string_view json) : rest_(json) { expect('{'); }

  /// The next member, or false at the end.
  bool next(std::string& name, Value& value) {
    if (rest_.starts_with('}')) return false;
    if (rest_.starts_with(',')) rest_.remove_prefix(1);
    string(name);
    expect(':');
    if (rest_.starts_with('"')) {
      value.set(std::string_view{});
      string(value.text);
    } else {
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
      if (error != std::errc{}) fail();
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      value.set(number);
    }
    return true;
  }

 private:
  [[noreturn]] static void fail() { throw Error{codes::journal_damaged, {arg("what", "sealed")}}; }

  void expect(char c) {
    if (!rest_.starts_with(c)) fail();
    rest_.remove_prefix(1);
  }

  void string(std::string& out) {
    expect('"');
    out.clear();
    while (!rest_.starts_with('"')) {
      if (rest_.starts_with("\\u00") && rest_.size() >= 6) {
        const auto byte = from_hex(rest_.substr(4, 2));
        if (!byte) fail();
        out.append(*byte);
        rest_.remove_prefix(6);
        continue;
      }
      if (rest_.starts_with('\\')) rest_.remove_prefix(1);
      if (rest_.empty()) fail();
      out.push_back(rest_.front());
      rest_.remove_prefix(1);
    }
    expect('"');
  }

  std::string_view rest_;
};

void seal(const FieldSet& set, std::span<const Value> values, Value& out) {
  out.set(std::string_view{&kPlainSeal, 1});
  out.kind = Value::Kind::blob;
  out.text.push_back('{');
  for (const std::size_t i : set.sealed_order) {
    if (values[i].is_null()) continue;
    if (out.text.size() > 2) out.text.push_back(',');
    out.text.append("\"").append(set.fields[i].id).append("\":");
    append_json(out.text, values[i]);
  }
  out.text.push_back('}');
}

void unseal(const FieldSet& set, std::string_view blob, Values& values) {
  if (blob.empty()) return;
  if (blob.front() != kPlainSeal) throw Error{codes::journal_damaged, {arg("what", set.id)}};
  SealedReader reader{blob.substr(1)};
  std::string name;
  Value value;
  while (reader.next(name, value)) {
    if (const auto field = set.field_index(name)) values[*field] = value;
  }
}

bool plain(const Field& field) { return field.stored() && !field.sensitive; }

/// What a view shows of one column: the label of a code, a decimal with its point, a word for a
/// boolean.
std::string label_expression(const Field& field) {
  std::string column = "t." + quoted(field.id);
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
  return quoted(field.id) + (whole_number(field) ? " INTEGER" : " TEXT");
}

store::TableDef field_table(const FieldSet& set) {
  store::TableDef table;
  table.number = set.number;
  table.name = set.id;
  std::string sql =
      "CREATE TABLE " + quoted(set.id) + " (\n  " + std::string{store::evidence_columns()};
  for (const std::string_view column : kFixed) {
    sql.append(",\n  ").append(column);
    table.columns.push_back({std::string{column.substr(0, column.find(' '))}, 1});
  }
  for (const Field& field : set.fields) {
    if (!plain(field)) continue;
    sql.append(",\n  ").append(column_sql(field));
    table.columns.push_back({field.id, field.since});
  }
  table.sql.push_back(sql + "\n) STRICT");
  table.sql.push_back("CREATE UNIQUE INDEX " + quoted(set.id + "_key") + " ON " + quoted(set.id) +
                      " (teacher, key)");
  table.sql.push_back(label_view(set));
  return table;
}

std::string label_view(const FieldSet& set) {
  std::string sql = "CREATE VIEW " + quoted(set.id + "_labels") + " AS SELECT t.row AS \"#\", " +
                    "(SELECT number FROM teacher WHERE row = t.teacher) AS \"个人标识码\"";
  for (const Field& field : set.fields) {
    if (!plain(field)) continue;
    sql.append(",\n  ")
        .append(label_expression(field))
        .append(" AS ")
        .append(quoted(field.label.zh));
  }
  return sql + "\nFROM " + quoted(set.id) + " t";
}

void to_columns(const FieldSet& set, const RecordHead& head, std::span<const Value> values,
                Values& out) {
  const auto text_or_null = [](Value& v, const std::string& s) {
    s.empty() ? v.set_null() : v.set(s);
  };
  std::size_t at = kFirstField;
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    if (!plain(set.fields[i])) continue;
    if (out.size() <= at) out.resize(at + 1);
    out[at++] = values[i];
  }
  out.resize(at);
  out[kTeacher].set(head.teacher);
  out[kKey].set(head.key);
  out[kKey].kind = Value::Kind::blob;
  out[kOriginFile].set_null();
  out[kOriginRow].set_null();
  out[kComplete].set(std::int64_t{head.complete});
  text_or_null(out[kFaults], head.faults);
  text_or_null(out[kBusiness], head.business);
  if (set.sealed_order.empty()) {
    out[kSealVersion].set_null();
    out[kSealed].set_null();
  } else {
    out[kSealVersion].set(std::int64_t{1});
    seal(set, values, out[kSealed]);
  }
}

std::string record_columns(const store::TableDef& table, std::string_view alias) {
  const std::string dot = std::string{alias} + ".";
  std::string sql = dot + "row, " + dot + "version, " + dot + "seq";
  for (const auto& column : table.columns) sql.append(", ").append(dot).append(quoted(column.name));
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
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    if (plain(set.fields[i]) && at < columns.size()) out.values[i] = columns[at++];
  }
  unseal(set, columns[kSealed].text, out.values);
}

void from_row(const FieldSet& set, const store::Statement& row, Record& out, int first) {
  out.row = row.integer(first);
  out.version = static_cast<std::uint32_t>(row.integer(first + 1));
  out.seq = row.integer(first + 2);
  Values columns;
  for (int i = first + 3; i < row.columns(); ++i) columns.push_back(row.value(i));
  from_columns(set, columns, out);
}

std::string record_key(const FieldSet& set, std::string_view index_key,
                       std::span<const Value> values) {
  if (set.one_row()) return {};
  std::string bytes;
  for (const std::size_t i : set.key) {
    bytes.append(values[i].kind == Value::Kind::integer ? std::to_string(values[i].number)
                                                        : values[i].text);
    bytes.push_back('\x1f');
  }
  return std::string{keys::bytes(keys::keyed_hash128(index_key, bytes))};
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
