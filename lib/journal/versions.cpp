// History has the columns as bytes, the table as values: here both become the same.
#include "journal/versions.h"

#include <algorithm>

#include "base/error.h"

namespace tmis::journal {
namespace {

std::string live_sql(const store::TableDef& table) {
  std::string sql = "SELECT row, version, cv, seq, idx, salt";
  for (const auto& column : table.columns) sql.append(", \"").append(column.name).append("\"");
  return sql + " FROM \"" + table.name + "\"";
}

std::string history_sql(const store::TableDef& table) {
  return "SELECT record, version, cv, seq, idx, salt, body FROM history WHERE table_id = " +
         std::to_string(table.number);
}

StoredVersion read_head(const store::TableDef& table, const store::Statement& row) {
  StoredVersion v;
  v.row = {table.number, row.integer(0), static_cast<std::uint32_t>(row.integer(1)),
           static_cast<std::uint32_t>(row.integer(2))};
  v.seq = row.integer(3);
  v.idx = row.integer(4);
  v.salt = row.blob(5);
  return v;
}

void read_past(const store::TableDef& table, store::Statement& rows,
               std::map<std::int64_t, StoredVersions>& out) {
  while (rows.step()) {
    StoredVersion v = read_head(table, rows);
    v.encoded = rows.blob(6);
    try {
      v.columns = decode_columns(table, v.encoded);
    } catch (const Error&) {
      continue;
    }
    out[v.row.record].push_back(std::move(v));
  }
}

void read_live(const store::TableDef& table, store::Statement& rows,
               std::map<std::int64_t, StoredVersions>& out) {
  // What stands in history alone ends with its withdrawal.
  for (auto& [record, all] : out) all.back().gone = true;
  while (rows.step()) {
    StoredVersion v = read_head(table, rows);
    for (int i = 6; i < rows.columns(); ++i) v.columns.push_back(rows.value(i));
    encode_columns(table, v.columns, v.row.cv, v.encoded);
    StoredVersions& all = out[v.row.record];
    if (!all.empty()) all.back().gone = false;
    all.push_back(std::move(v));
  }
}

}  // namespace

StoredVersions versions(store::Database& db, const store::TableDef& table, std::int64_t record) {
  std::map<std::int64_t, StoredVersions> out;
  auto past = db.statement(history_sql(table) + " AND record = ? ORDER BY version");
  past.with(record);
  read_past(table, past, out);
  auto live = db.statement(live_sql(table) + " WHERE row = ?");
  live.with(record);
  read_live(table, live, out);
  return out.empty() ? StoredVersions{} : std::move(out.begin()->second);
}

std::map<std::int64_t, StoredVersions> all_versions(store::Database& db,
                                                    const store::TableDef& table) {
  std::map<std::int64_t, StoredVersions> out;
  auto past = db.statement(history_sql(table) + " ORDER BY record, version");
  read_past(table, past, out);
  auto live = db.statement(live_sql(table));
  read_live(table, live, out);
  return out;
}

std::int64_t teacher_of(store::Database& db, const store::TableDef& table, std::int64_t record) {
  const std::size_t teacher = table.column("teacher");
  for (const StoredVersion& version : versions(db, table, record)) {
    if (!version.columns[teacher].is_null()) return version.columns[teacher].number;
  }
  return 0;
}

std::map<std::uint32_t, Event> erasures(store::Database& db, const store::TableDef& table,
                                        std::int64_t record) {
  std::map<std::uint32_t, Event> out;
  for (const Event& event : events_of_kind(db, kErase)) {
    auto items = db.statement(
        "SELECT version FROM item WHERE seq = ? AND op = ? AND table_id = ? AND record <= ? AND "
        "record + n > ?");
    items.with(event.seq, static_cast<int>(Op::erase), std::int64_t{table.number}, record, record);
    while (items.step()) out.emplace(static_cast<std::uint32_t>(items.integer(0)), event);
  }
  return out;
}

bool any_erased(store::Database& db, const store::TableDef& table, std::int64_t record,
                std::uint32_t first, std::uint32_t last) {
  auto find = db.statement(
      "SELECT 1 FROM history WHERE table_id = ? AND record = ? AND version BETWEEN ? AND ? AND "
      "body "
      "IS NULL");
  find.with(std::int64_t{table.number}, record, std::int64_t{first}, std::int64_t{last});
  return find.step();
}

const StoredVersion* at(const StoredVersions& all, std::int64_t seq) {
  const auto later =
      std::find_if(all.begin(), all.end(), [&](const auto& v) { return v.seq > seq; });
  if (later == all.begin()) return nullptr;
  const StoredVersion& found = *(later - 1);
  return found.gone ? nullptr : &found;
}

}  // namespace tmis::journal
