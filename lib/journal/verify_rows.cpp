// Items against the roots of their events, rows against their items and against their writers.
#include <algorithm>
#include <limits>
#include <optional>

#include "base/text.h"
#include "journal/commitment.h"
#include "journal/verify_steps.h"

namespace tmis::journal {
namespace {

/// Numbers have their width in hashed bytes: a larger one would be hashed as another.
bool is_u32(std::int64_t n) { return n >= 1 && n <= std::numeric_limits<std::uint32_t>::max(); }
bool is_u16(std::int64_t n) { return n >= 1 && n <= std::numeric_limits<std::uint16_t>::max(); }
bool is_op(std::int64_t op) {
  return op >= static_cast<int>(Op::insert) && op <= static_cast<int>(Op::hand_over);
}
/// Whether a version that such an item made has a row.
bool leaves_row(Op op) { return op == Op::insert || op == Op::update; }

bool add_run(const store::Statement& run, std::int64_t seq, MerkleTree& tree) {
  const std::string_view c = run.blob(6);
  const std::size_t n = c.size() / sizeof(keys::Hash);
  if (n == 0 || c.size() % sizeof(keys::Hash) != 0 ||
      static_cast<std::uint64_t>(run.integer(0)) != tree.size() ||
      static_cast<std::uint64_t>(run.integer(1)) != n || !is_u16(run.integer(2)) ||
      run.integer(3) < 1 || !is_u32(run.integer(4)) || !is_op(run.integer(5)))
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
  explicit RowCheck(Inspection& in) : in_(in), erasures_(in) {}

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
    // An erasure is an item too, and makes no version.
    const std::uint64_t made = in_.verdict.items - erasures_.count();
    if (rows != made)
      in_.report(codes::journal_rows, -1, {}, 0, {arg("rows", rows), arg("items", made)});
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
      const auto known = version_of(rows, table.number);
      if (!known) {
        in_.report(codes::journal_row, -1, table.name, rows.integer(0));
        continue;
      }
      const RowVersion& row = *known;
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = rows.value(static_cast<int>(i) + 6);
      encode_columns(table, values, row.cv, encoded);
      const auto op = check(row, &table, rows, encoded, values);
      const bool erased = erasures_.of(row.table, row.record, row.version) != nullptr;
      if ((op && !leaves_row(*op)) || erased)
        in_.report(codes::journal_version, -1, table.name, row.record);
    }
    auto newer = in_.desk.db.statement(
        "SELECT t.row FROM \"" + table.name + "\" t JOIN history h ON h.table_id = " +
        std::to_string(table.number) + " AND h.record = t.row AND h.version >= t.version");
    while (newer.step()) in_.report(codes::journal_version, -1, table.name, newer.integer(0));
    return n;
  }

  std::uint64_t check_history(const std::vector<const store::TableDef*>& tables) {
    auto rows = in_.desk.db.statement(
        "SELECT record, version, cv, salt, seq, idx, table_id, body FROM history WHERE seq > ? "
        "ORDER BY table_id, record, version");
    rows.with(in_.how.since);
    std::uint64_t n = 0;
    Last last;
    for (; rows.step(); ++n) {
      const auto table = std::find_if(tables.begin(), tables.end(),
                                      [&](auto* t) { return t->number == rows.integer(6); });
      const auto known = table == tables.end() ? std::nullopt : version_of(rows, (*table)->number);
      if (!known) {
        in_.report(codes::journal_row, -1, table == tables.end() ? "history" : (*table)->name,
                   rows.integer(0));
        continue;
      }
      const RowVersion& row = *known;
      if (last.table != *table || last.record != row.record) check_last(last);
      if (rows.is_null(3) && rows.is_null(7)) {
        last = {*table, row.record, row.version, check_erased(row, **table, rows)};
        continue;
      }
      Values values;
      try {
        values = decode_columns(**table, rows.blob(7));
      } catch (const Error&) {
        values.clear();  // the commitment says so
      }
      last = {*table, row.record, row.version, check(row, *table, rows, rows.blob(7), values)};
    }
    check_last(last);
    return n;
  }

  /// Row, version and schema version in columns 0 to 2; nothing when one of them can't be.
  static std::optional<RowVersion> version_of(const store::Statement& stored, std::uint16_t table) {
    if (stored.integer(0) < 1 || !is_u32(stored.integer(1)) || !is_u32(stored.integer(2)))
      return std::nullopt;
    return RowVersion{table, stored.integer(0), static_cast<std::uint32_t>(stored.integer(1)),
                      static_cast<std::uint32_t>(stored.integer(2))};
  }

  /// The last version of a row in history: a withdrawal, or the one before the live row's.
  struct Last {
    const store::TableDef* table = nullptr;
    std::int64_t record = 0;
    std::uint32_t version = 0;
    std::optional<Op> op;
  };
  void check_last(const Last& last) {
    if (!last.op) return;  // none, or reported already
    auto live =
        in_.desk.db.statement("SELECT version FROM \"" + last.table->name + "\" WHERE row = ?");
    live.with(last.record);
    const bool stands = live.step();
    const bool right = leaves_row(*last.op)
                           ? stands && live.integer(0) == std::int64_t{last.version} + 1
                           : !stands;
    if (!right) in_.report(codes::journal_version, -1, last.table->name, last.record);
  }

  /// One version, as its item and its writer's rights must have it. `stored` has salt, seq and idx
  /// in columns 3 to 5. What made it; nothing when that doesn't fit.
  std::optional<Op> check(const RowVersion& row, const store::TableDef* table,
                          const store::Statement& stored, std::string_view encoded,
                          const Values& values) {
    const std::string_view salt = stored.blob(3);
    const std::int64_t seq = stored.integer(4);
    if (salt.size() != kSaltSize ||
        !fits(row, commitment(row, salt, encoded), seq, stored.integer(5))) {
      in_.report(codes::journal_row, seq, table->name, row.record);
      return std::nullopt;
    }
    if (!values.empty()) {
      if (const auto objection = in_.rights.against_row(seq, *table, row, values))
        in_.report(*objection, seq, table->name, row.record);
    }
    return static_cast<Op>(run_.op);
  }

  /// A version without content: an event erased it, and its item has the same commitment.
  std::optional<Op> check_erased(const RowVersion& row, const store::TableDef& table,
                                 const store::Statement& stored) {
    const keys::Hash* c = erasures_.of(row.table, row.record, row.version);
    const std::int64_t seq = stored.integer(4);
    if (c != nullptr && fits(row, *c, seq, stored.integer(5))) return static_cast<Op>(run_.op);
    in_.report(codes::journal_row, seq, table.name, row.record);
    return std::nullopt;
  }

  /// Whether the item at (seq, idx) made this version with this commitment. Rows come mostly in the
  /// order of their items, so the run that was looked up last nearly always has the next one too.
  bool fits(const RowVersion& row, const keys::Hash& c, std::int64_t seq, std::int64_t idx) {
    if (seq != run_.seq || idx < run_.idx || idx >= run_.idx + run_.n) {
      auto find = in_.desk.db.statement(
          "SELECT idx, n, table_id, record, version, op, c FROM item WHERE seq = ? AND idx <= ? "
          "ORDER "
          "BY idx DESC LIMIT 1");
      find.with(seq, idx);
      if (!find.step()) return false;
      run_ = {seq,
              find.integer(0),
              find.integer(1),
              find.integer(2),
              find.integer(3),
              find.integer(4),
              find.integer(5),
              std::string{find.blob(6)}};
    }
    const std::int64_t at = idx - run_.idx;
    return at < run_.n && run_.table == row.table && run_.record + at == row.record &&
           run_.version == row.version &&
           run_.c.size() >= static_cast<std::size_t>(at + 1) * c.size() &&
           std::string_view{run_.c}.substr(static_cast<std::size_t>(at) * c.size(), c.size()) ==
               keys::bytes(c);
  }

  struct Run {
    std::int64_t seq = -1, idx = 0, n = 0, table = 0, record = 0, version = 0, op = 0;
    std::string c;
  };

  Inspection& in_;
  const Erasures erasures_;
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
