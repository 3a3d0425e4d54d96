// Replaced versions of a table are few beside its rows: they are read first, then merged by number.
#include "journal/as_of.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "journal/commitment.h"
#include "store/row_scan.h"

namespace tmis::journal {
namespace {

[[noreturn]] void damaged(std::string_view what) {
  throw Error{codes::journal_damaged, {arg("what", what)}};
}

std::string day_of(store::Database& db, std::int64_t seq) {
  auto find = db.statement("SELECT body FROM event WHERE seq = ?");
  find.with(seq);
  if (!find.step()) damaged("event " + std::to_string(seq));
  const auto event = from_body(find.blob(0));
  if (!event) damaged("event " + std::to_string(seq));
  return event->t.substr(0, 10);
}

/// Places of the wanted columns in the table.
std::vector<std::size_t> places(const PastQuestion& q) {
  std::vector<std::size_t> out;
  for (const std::string& name : q.columns) out.push_back(q.table.column(name));
  return out;
}

/// Versions that stood at the time asked for and stand no more. The last version in history of a
/// row that is gone is its withdrawal, not a row. What was erased since is in no look at the past.
std::vector<PastRow> replaced(store::Database& db, const PastQuestion& q) {
  std::vector<PastRow> out;
  const auto wanted = places(q);
  auto rows = db.statement(
      "SELECT h.record, h.version, h.seq, h.idx, h.body FROM history h "
      "LEFT JOIN history n ON n.table_id = h.table_id AND n.record = h.record AND n.version = "
      "h.version + 1 LEFT JOIN \"" +
      q.table.name +
      "\" t ON t.row = h.record WHERE h.table_id = ?1 AND h.seq <= ?2 AND h.body IS NOT NULL AND "
      "(n.seq > ?2 OR (n.record IS NULL AND t.seq > ?2)) ORDER BY h.record");
  rows.with(std::int64_t{q.table.number}, q.at);
  while (rows.step()) {
    const Values columns = decode_columns(q.table, rows.blob(4));
    if (q.where && columns[q.table.column(q.where->first)].number != q.where->second) continue;
    PastRow row;
    row.row = rows.integer(0);
    row.version = static_cast<std::uint32_t>(rows.integer(1));
    row.seq = rows.integer(2);
    row.idx = rows.integer(3);
    for (const std::size_t place : wanted) row.values.push_back(columns[place]);
    out.push_back(std::move(row));
  }
  return out;
}

/// What is asked of the table: first these, then the columns of the question.
std::vector<std::string> asked(const PastQuestion& q) {
  std::vector<std::string> columns = {"row", "seq"};
  if (q.items) columns.insert(columns.end(), {"version", "idx"});
  columns.insert(columns.end(), q.columns.begin(), q.columns.end());
  return columns;
}

/// The rows of one dossier, which an index finds.
template <class Visit>
void each_of(store::Database& db, const PastQuestion& q, const Visit& visit) {
  std::string sql;
  for (const std::string& name : asked(q))
    sql += (sql.empty() ? "SELECT " : ", ") + store::as_name(name);
  sql += " FROM " + store::as_name(q.table.name) + " WHERE " + store::as_name(q.where->first) +
         " = ? ORDER BY row";
  auto rows = db.statement(sql);
  rows.with(q.where->second);
  while (rows.step()) visit(rows);
}

}  // namespace

std::int64_t last_event_of(store::Database& db, Day day) {
  const std::string last_day = to_iso(day);
  std::int64_t below = -1, above = head(db).seq + 1;  // the answer is in [below, above)
  if (above == 0 || day_of(db, above - 1) <= last_day) return kNow;
  while (above - below > 1) {
    const std::int64_t middle = below + (above - below) / 2;
    (day_of(db, middle) <= last_day ? below : above) = middle;
  }
  return below;
}

void each_row(store::Database& db, const PastQuestion& q,
              const std::function<void(const PastRow&)>& visit) {
  const auto past = q.at == kNow ? std::vector<PastRow>{} : replaced(db, q);
  auto next = past.begin();
  PastRow row;
  row.values.resize(q.columns.size());
  const auto take = [&](const auto& cells) {
    row.seq = cells.integer(1);
    if (row.seq > q.at) return;
    row.row = cells.integer(0);
    for (; next != past.end() && next->row < row.row; ++next) visit(*next);
    int place = 2;
    if (q.items) {
      row.version = static_cast<std::uint32_t>(cells.integer(place++));
      row.idx = cells.integer(place++);
    }
    for (Value& value : row.values) cells.value(place++, value);
    visit(row);
  };
  if (q.where) {
    each_of(db, q, take);
  } else {
    store::scan(db, q.table.name, asked(q), take);
  }
  for (; next != past.end(); ++next) visit(*next);
}

const Event& Events::at(std::int64_t seq) {
  if (const auto found = known_.find(seq); found != known_.end()) return found->second;
  auto find = db_.statement("SELECT body FROM event WHERE seq = ?");
  find.with(seq);
  auto event = find.step() ? from_body(find.blob(0)) : std::nullopt;
  if (!event) damaged("event " + std::to_string(seq));
  return known_.emplace(seq, std::move(*event)).first->second;
}

std::string_view Commitments::at(std::int64_t seq, std::int64_t idx) {
  constexpr std::int64_t kSize = sizeof(keys::Hash);
  const auto has = [&] {
    return seq == seq_ && idx >= idx_ &&
           (idx - idx_ + 1) * kSize <= static_cast<std::int64_t>(run_.size());
  };
  if (!has()) {
    auto find = db_.statement(
        "SELECT idx, c FROM item WHERE seq = ? AND idx <= ? ORDER BY idx DESC LIMIT 1");
    find.with(seq, idx);
    if (!find.step()) damaged("item " + std::to_string(seq) + "." + std::to_string(idx));
    seq_ = seq;
    idx_ = find.integer(0);
    run_ = find.blob(1);
    if (!has()) damaged("item " + std::to_string(seq) + "." + std::to_string(idx));
  }
  return std::string_view{run_}.substr(static_cast<std::size_t>((idx - idx_) * kSize), kSize);
}

}  // namespace tmis::journal
