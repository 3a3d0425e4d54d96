// History has its rows by number and version, the table by number: the two are merged on the way.
#include "journal/timeline.h"

#include "journal/commitment.h"

namespace tmis::journal {
namespace {

std::string live_rows_sql(const store::TableDef& table, const std::vector<std::string>& columns) {
  std::string sql = "SELECT row, version, seq";
  for (const std::string& name : columns) sql.append(", \"").append(name).append("\"");
  return sql.append(" FROM \"").append(table.name).append("\" ORDER BY row");
}

/// The versions in history, one behind the other; the last of a row waits until it is known
/// whether the row still stands.
class Past {
 public:
  Past(store::Database& db, const store::TableDef& table, const std::vector<std::string>& columns)
      : table_(table),
        rows_(db.statement("SELECT record, version, seq, body FROM history WHERE table_id = ? "
                           "ORDER BY record, version")) {
    for (const std::string& name : columns) places_.push_back(table.column(name));
    rows_.with(std::int64_t{table.number});
    there_ = rows_.step();
  }

  bool there() const { return there_; }
  std::int64_t row() const { return rows_.integer(0); }

  /// The present version into `out`, then the next one. True when another row begins after it.
  bool take(std::int64_t at, TimelineVersion& out) {
    out.row = rows_.integer(0);
    out.version = rows_.integer(1);
    out.seq = rows_.integer(2);
    out.gone = rows_.is_null(3);
    out.values.clear();
    if (!out.gone && out.seq <= at) {
      Values all = decode_columns(table_, rows_.blob(3));
      for (const std::size_t place : places_) out.values.push_back(all[place]);
    }
    there_ = rows_.step();
    return !there_ || rows_.integer(0) != out.row;
  }

 private:
  const store::TableDef& table_;
  store::Statement rows_;
  std::vector<std::size_t> places_;
  bool there_ = false;
};

}  // namespace

void each_version(store::Database& db, const store::TableDef& table,
                  const std::vector<std::string>& columns, std::int64_t at,
                  const std::function<void(const TimelineVersion&)>& visit) {
  Past past{db, table, columns};
  auto live = db.statement(live_rows_sql(table, columns));
  bool live_there = live.step();
  TimelineVersion version;
  while (past.there() || live_there) {
    if (past.there() && (!live_there || past.row() <= live.integer(0))) {
      const bool last = past.take(at, version);
      const bool stands = live_there && live.integer(0) == version.row;
      if (last && !stands) {  // its withdrawal, kept in history alone
        version.gone = true;
        version.values.clear();
      }
    } else {
      version.row = live.integer(0);
      version.version = live.integer(1);
      version.seq = live.integer(2);
      version.gone = false;
      version.values.resize(columns.size());
      for (std::size_t i = 0; i < columns.size(); ++i)
        live.value(static_cast<int>(i) + 3, version.values[i]);
      live_there = live.step();
    }
    if (version.seq <= at) visit(version);
  }
}

}  // namespace tmis::journal
