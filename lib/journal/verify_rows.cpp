// Items against the roots of their events, rows against their items and against their writers.
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "journal/commitment.h"
#include "journal/verify_steps.h"

namespace tmis::journal {
namespace {

bool add_run(const store::Statement& run, std::int64_t seq, MerkleTree& tree) {
  const auto n = static_cast<std::size_t>(run.integer(1));
  const std::string_view c = run.blob(6);
  if (static_cast<std::uint64_t>(run.integer(0)) != tree.size() ||
      c.size() != n * sizeof(keys::Hash))
    return false;
  Item item;
  item.row.table = static_cast<std::uint16_t>(run.integer(2));
  item.row.version = static_cast<std::uint32_t>(run.integer(4));
  item.op = static_cast<Op>(run.integer(5));
  for (std::size_t i = 0; i < n; ++i) {
    item.row.record = run.integer(3) + static_cast<std::int64_t>(i);
    std::copy_n(c.begin() + static_cast<std::ptrdiff_t>(i * item.c.size()), item.c.size(),
                item.c.begin());
    tree.add(leaf(seq, static_cast<std::uint32_t>(tree.size()), item));
  }
  return true;
}

class RowCheck {
 public:
  explicit RowCheck(Inspection& in) : in_(in) {}

  void run() {
    std::uint64_t rows = 0;
    const auto tables = in_.desk.tables();
    double done = 0.4;
    for (const store::TableDef* table : tables) {
      if (table->kind == store::TableClass::evidence) rows += check_table(*table);
      done += 0.5 / static_cast<double>(tables.size());
      in_.tell(done);
    }
    rows += check_history(tables);
    if (rows != in_.verdict.items)
      in_.report(codes::journal_rows, -1, {}, 0,
                 {arg("rows", rows), arg("items", in_.verdict.items)});
    in_.tell(1);
  }

 private:
  std::uint64_t check_table(const store::TableDef& table) {
    std::string columns;
    for (const auto& column : table.columns)
      columns.append(", \"").append(column.name).append("\"");
    auto rows = in_.desk.db.statement("SELECT row, version, cv, salt, seq, idx" + columns +
                                      " FROM \"" + table.name + "\" WHERE seq > ? ORDER BY row");
    rows.with(in_.how.since);
    Values values(table.columns.size());
    std::string encoded;
    std::uint64_t n = 0;
    for (; rows.step(); ++n) {
      const RowVersion row{table.number, rows.integer(0),
                           static_cast<std::uint32_t>(rows.integer(1)),
                           static_cast<std::uint32_t>(rows.integer(2))};
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = rows.value(static_cast<int>(i) + 6);
      encode_columns(table, values, row.cv, encoded);
      check(row, &table, rows, encoded, values);
    }
    auto newer = in_.desk.db.statement(
        "SELECT t.row FROM \"" + table.name + "\" t JOIN history h ON h.table_id = " +
        std::to_string(table.number) + " AND h.record = t.row AND h.version >= t.version");
    while (newer.step()) in_.report(codes::journal_version, -1, table.name, newer.integer(0));
    return n;
  }

  std::uint64_t check_history(const std::vector<const store::TableDef*>& tables) {
    auto rows = in_.desk.db.statement(
        "SELECT record, version, cv, salt, seq, idx, table_id, body FROM history WHERE seq > ?");
    rows.with(in_.how.since);
    std::uint64_t n = 0;
    for (; rows.step(); ++n) {
      const RowVersion row{static_cast<std::uint16_t>(rows.integer(6)), rows.integer(0),
                           static_cast<std::uint32_t>(rows.integer(1)),
                           static_cast<std::uint32_t>(rows.integer(2))};
      const auto table = std::find_if(tables.begin(), tables.end(),
                                      [&](auto* t) { return t->number == row.table; });
      Values values;
      try {
        if (table != tables.end()) values = decode_columns(**table, rows.blob(7));
      } catch (const Error&) {
        values.clear();  // the commitment says so
      }
      check(row, table == tables.end() ? nullptr : *table, rows, rows.blob(7), values);
    }
    return n;
  }

  /// One version, as its item and its writer's rights must have it. `stored` has salt, seq and idx
  /// in columns 3 to 5.
  void check(const RowVersion& row, const store::TableDef* table, const store::Statement& stored,
             std::string_view encoded, const Values& values) {
    const std::string_view salt = stored.blob(3);
    const std::int64_t seq = stored.integer(4);
    const std::string name = table == nullptr ? "" : table->name;
    if (salt.size() != kSaltSize ||
        !fits(row, commitment(row, salt, encoded), seq, stored.integer(5))) {
      in_.report(codes::journal_row, seq, name, row.record);
    } else if (table != nullptr && !values.empty()) {
      if (const auto objection = in_.rights.against_row(seq, *table, row, values))
        in_.report(*objection, seq, name, row.record);
    }
  }

  /// Whether the item at (seq, idx) made this version with this commitment. Rows come mostly in the
  /// order of their items, so the run that was looked up last nearly always has the next one too.
  bool fits(const RowVersion& row, const keys::Hash& c, std::int64_t seq, std::int64_t idx) {
    if (seq != run_.seq || idx < run_.idx || idx >= run_.idx + run_.n) {
      auto find = in_.desk.db.statement(
          "SELECT idx, n, table_id, record, version, c FROM item WHERE seq = ? AND idx <= ? ORDER "
          "BY idx DESC LIMIT 1");
      find.with(seq, idx);
      if (!find.step()) return false;
      run_ = {seq,
              find.integer(0),
              find.integer(1),
              find.integer(2),
              find.integer(3),
              find.integer(4),
              std::string{find.blob(5)}};
    }
    const std::int64_t at = idx - run_.idx;
    return at < run_.n && run_.table == row.table && run_.record + at == row.record &&
           run_.version == row.version &&
           run_.c.size() >= static_cast<std::size_t>(at + 1) * c.size() &&
           std::string_view{run_.c}.substr(static_cast<std::size_t>(at) * c.size(), c.size()) ==
               keys::bytes(c);
  }

  struct Run {
    std::int64_t seq = -1, idx = 0, n = 0, table = 0, record = 0, version = 0;
    std::string c;
  };

  Inspection& in_;
  Run run_;
};

}  // namespace

void check_items(Inspection& in) {
  auto events = in.desk.db.statement("SELECT seq, body FROM event WHERE seq > ? ORDER BY seq");
  events.with(in.how.since);
  auto runs = in.desk.db.statement(
      "SELECT idx, n, table_id, record, version, op, c FROM item WHERE seq = ? ORDER BY idx");
  while (events.step()) {
    const auto event = from_body(events.blob(1));
    if (!event) continue;
    MerkleTree tree;
    bool sound = true;
    runs.with(event->seq);
    while (runs.step()) sound = add_run(runs, event->seq, tree) && sound;
    runs.reset();
    const bool right =
        event->n == 0 ? tree.size() == 0 : to_hex(keys::bytes(tree.root())) == event->root;
    if (!sound || tree.size() != event->n || !right) in.report(codes::journal_items, event->seq);
    in.verdict.items += tree.size();
  }
  if (in.desk.db.number("SELECT count(*) FROM item WHERE seq NOT IN (SELECT seq FROM event)") > 0) {
    in.report(codes::journal_items, -1);
  }
  in.tell(0.4);
}

void check_rows(Inspection& in) { RowCheck{in}.run(); }

}  // namespace tmis::journal
