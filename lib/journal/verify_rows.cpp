// Rows against their items and against their writers. This thread reads them and asks who could;
// another one hashes them: each takes about half of the time.
#include <algorithm>
#include <functional>
#include <optional>

#include "base/error.h"
#include "base/ordered_work.h"
#include "journal/commitment.h"
#include "journal/verify_steps.h"

namespace tmis::journal {
namespace {

/// Whether a version that such an item made has a row.
bool leaves_row(Op op) { return op == Op::insert || op == Op::update; }

constexpr std::size_t kRowPart = 512;         // rows that the other thread hashes at a time
constexpr std::size_t kRowPartsInFlight = 4;  // and how far reading runs ahead

/// A version of a row on its way: read here, hashed there, judged here. Its memory is used again.
struct Version {
  const store::TableDef* table = nullptr;
  std::int64_t record = 0, seq = 0, idx = 0;
  std::optional<RowVersion> row;  // nothing: a number that can't be, or no such table
  bool past = false;              // in history, which has the columns as bytes
  bool erased = false;
  std::string salt;
  std::string encoded;
  Values columns;  // none: they can't be read
  keys::Hash c{};

  /// Row, version, schema version, salt, seq and idx, in the first columns.
  void read_head(const store::Statement& stored) {
    record = stored.integer(0);
    row.reset();
    if (table != nullptr && record >= 1 && is_u32(stored.integer(1)) && is_u32(stored.integer(2))) {
      row = {table->number, record, static_cast<std::uint32_t>(stored.integer(1)),
             static_cast<std::uint32_t>(stored.integer(2))};
    }
    salt = stored.blob(3);
    seq = stored.integer(4);
    idx = stored.integer(5);
  }
};

struct RowPart {
  std::vector<Version> versions = std::vector<Version>(kRowPart);
  std::size_t used = 0;
};

/// On the other thread: nothing here may touch the database.
void commit_to(RowPart& part) {
  for (std::size_t i = 0; i < part.used; ++i) {
    Version& v = part.versions[i];
    if (!v.row || v.erased || v.salt.size() != kSaltSize) continue;
    if (!v.past) encode_columns(*v.table, v.columns, v.row->cv, v.encoded);
    v.c = commitment(*v.row, v.salt, v.encoded);
    if (!v.past) continue;
    try {
      v.columns = decode_columns(*v.table, v.encoded);
    } catch (const Error&) {
      v.columns.clear();  // the commitment says so
    }
  }
}

class RowCheck {
 public:
  explicit RowCheck(Inspection& in) : in_(in), erasures_(in), made_(in.verdict.items) {}

  void run() {
    const auto tables = in_.desk.tables();
    for (const store::TableDef* table : tables) {
      if (table->kind == store::TableClass::evidence) check_table(*table);
    }
    check_history(tables);
    // An erasure is an item too, and makes no version.
    const std::uint64_t made = made_ - erasures_.count();
    if (rows_ != made)
      in_.report(codes::journal_rows, -1, {}, 0, {arg("rows", rows_), arg("items", made)});
    in_.tell(1);
  }

 private:
  /// Hands all that `read` gives to the other thread, and to `judge` in the same order.
  void each(const std::function<bool(Version&)>& read,
            const std::function<void(const Version&)>& judge) {
    bool more = true;  // a statement that has ended would begin anew
    const auto hand_in = [&](RowPart& part) {
      part.used = 0;
      while (part.used < kRowPart && (more = more && read(part.versions[part.used]))) ++part.used;
      if (part.used > 0) work_.hand_in(part);
    };
    for (RowPart& part : parts_) hand_in(part);
    while (RowPart* part = work_.take()) {
      for (std::size_t i = 0; i < part->used; ++i) judge(part->versions[i]);
      rows_ += part->used;
      in_.tell(kChainShare + (1 - kChainShare) * static_cast<double>(rows_) /
                                 static_cast<double>(std::max(made_, rows_) + 1));
      hand_in(*part);
    }
  }

  void check_table(const store::TableDef& table) {
    std::string columns;
    for (const auto& column : table.columns)
      columns.append(", \"").append(column.name).append("\"");
    auto rows = in_.desk.db.statement("SELECT row, version, cv, salt, seq, idx" + columns +
                                      " FROM \"" + table.name + "\" WHERE seq > ? ORDER BY row");
    rows.with(in_.how.since);
    const auto read = [&](Version& v) {
      if (!rows.step()) return false;
      v.table = &table;
      v.past = v.erased = false;
      v.read_head(rows);
      v.columns.resize(table.columns.size());
      for (std::size_t i = 0; i < v.columns.size(); ++i)
        rows.value(static_cast<int>(i) + 6, v.columns[i]);
      return true;
    };
    each(read, [&](const Version& v) {
      const auto op = check(v);
      const bool erased = v.row && erasures_.of(table.number, v.record, v.row->version) != nullptr;
      if ((op && !leaves_row(*op)) || erased)
        in_.report(codes::journal_version, -1, table.name, v.record);
    });
  }

  void check_history(const std::vector<const store::TableDef*>& tables) {
    auto rows = in_.desk.db.statement(
        "SELECT record, version, cv, salt, seq, idx, table_id, body FROM history WHERE seq > ? "
        "ORDER BY table_id, record, version");
    rows.with(in_.how.since);
    const auto read = [&](Version& v) {
      if (!rows.step()) return false;
      const auto table = std::find_if(tables.begin(), tables.end(),
                                      [&](auto* t) { return t->number == rows.integer(6); });
      v.table = table == tables.end() ? nullptr : *table;
      v.past = true;
      v.read_head(rows);
      v.erased = rows.is_null(3) && rows.is_null(7);
      v.encoded = rows.blob(7);
      return true;
    };
    Last last;
    each(read, [&](const Version& v) {
      if (v.row && (last.table != v.table || last.record != v.record)) check_last(last);
      const auto op = v.erased && v.row ? check_erased(v) : check(v);
      if (v.row) last = {v.table, v.record, v.row->version, op};
    });
    check_last(last);
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

  /// One version, as its item and its writer's rights must have it. What made it; nothing when that
  /// doesn't fit.
  std::optional<Op> check(const Version& v) {
    if (!v.row) {
      in_.report(codes::journal_row, -1, v.table == nullptr ? "history" : v.table->name, v.record);
      return std::nullopt;
    }
    if (v.salt.size() != kSaltSize || !fits(*v.row, v.c, v.seq, v.idx)) {
      in_.report(codes::journal_row, v.seq, v.table->name, v.record);
      return std::nullopt;
    }
    const Op op = static_cast<Op>(run_.op);
    if (!v.columns.empty()) {
      if (const auto objection = in_.rights.against_row(v.seq, *v.table, *v.row, op, v.columns))
        in_.report(*objection, v.seq, v.table->name, v.record);
    }
    return op;
  }

  /// A version without content: an event erased it, and its item has the same commitment.
  std::optional<Op> check_erased(const Version& v) {
    const keys::Hash* c = erasures_.of(v.row->table, v.record, v.row->version);
    if (c != nullptr && fits(*v.row, *c, v.seq, v.idx)) return static_cast<Op>(run_.op);
    in_.report(codes::journal_row, v.seq, v.table->name, v.record);
    return std::nullopt;
  }

  /// Whether the item at (seq, idx) made this version with this commitment. Rows come mostly in the
  /// order of their items, so the run that was looked up last nearly always has the next one too;
  /// and after a row that was changed alone, the run before that one.
  bool fits(const RowVersion& row, const keys::Hash& c, std::int64_t seq, std::int64_t idx) {
    if (!run_.has(seq, idx)) std::swap(run_, earlier_run_);
    if (!run_.has(seq, idx) && !look_up(seq, idx)) return false;
    const std::int64_t at = idx - run_.idx;
    return at < run_.n && run_.table == row.table && run_.record + at == row.record &&
           run_.version == row.version &&
           run_.c.size() >= static_cast<std::size_t>(at + 1) * c.size() &&
           std::string_view{run_.c}.substr(static_cast<std::size_t>(at) * c.size(), c.size()) ==
               keys::bytes(c);
  }

  bool look_up(std::int64_t seq, std::int64_t idx) {
    auto find = in_.desk.db.statement(
        "SELECT idx, n, table_id, record, version, op, c FROM item WHERE seq = ? AND idx <= ? "
        "ORDER BY idx DESC LIMIT 1");
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
    return true;
  }

  struct Run {
    std::int64_t seq = -1, idx = 0, n = 0, table = 0, record = 0, version = 0, op = 0;
    std::string c;

    bool has(std::int64_t a_seq, std::int64_t an_idx) const {
      return seq == a_seq && idx <= an_idx && an_idx < idx + n;
    }
  };

  Inspection& in_;
  const Erasures erasures_;
  std::uint64_t made_;  // items
  std::uint64_t rows_ = 0;
  Run run_, earlier_run_;
  std::vector<RowPart> parts_ = std::vector<RowPart>(kRowPartsInFlight);
  OrderedWork<RowPart> work_{1, commit_to};
};

}  // namespace

void check_rows(Inspection& in) { RowCheck{in}.run(); }

}  // namespace tmis::journal
