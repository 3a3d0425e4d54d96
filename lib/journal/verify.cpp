// Each step goes over one kind of row in its stored order; the steps share nothing but the verdict.
#include "journal/verify.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "journal/commitment.h"

namespace tmis::journal {
namespace {

class Verifier {
 public:
  Verifier(Desk& desk, const std::function<void(double)>& progress)
      : desk_(desk), progress_(progress) {}

  Verdict run() {
    check_schema();
    check_chain();
    check_items();
    check_rows();
    check_derived();
    return std::move(verdict_);
  }

 private:
  void report(const Code& code, std::int64_t seq, std::string table = {}, std::int64_t record = 0,
              Args args = {}) {
    verdict_.findings.push_back({&code, seq, std::move(table), record, std::move(args)});
  }

  void tell(double share) const {
    if (progress_) progress_(share);
  }

  /// A column that was added stands in SQLite's text with other spaces than in a new file's.
  static std::string spaced(std::string_view sql) {
    std::string out;
    for (const char c : sql) {
      const bool space = c == ' ' || c == '\n';
      if (!space || (!out.empty() && out.back() != ' ')) out.push_back(space ? ' ' : c);
    }
    return out;
  }

  /// 1. Only the tables, indexes and views that this program makes, with just their text.
  void check_schema() {
    std::map<std::string, int> expected;
    for (const store::TableDef* table : desk_.tables()) {
      for (const std::string& sql : table->sql) ++expected[spaced(sql)];
    }
    auto master =
        desk_.db.statement("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
    while (master.step()) {
      const auto found = expected.find(spaced(master.text(2)));
      if (found == expected.end() || found->second-- == 0) {
        report(codes::journal_schema, -1, std::string{master.text(1)});
      }
    }
    for (const auto& [sql, left] : expected) {
      if (left > 0) report(codes::journal_schema, -1, std::string{split(sql, ' ')[2]});
    }
    for (const std::string& complaint : desk_.db.complaints()) {
      report(codes::journal_integrity, -1, {}, 0, {arg("what", complaint)});
    }
  }

  /// Public keys by id; a key that was closed stays here for what it signed before.
  std::map<std::string, keys::PublicKey> public_keys() {
    std::map<std::string, keys::PublicKey> keys_by_id;
    auto rows = desk_.db.statement("SELECT key_id, sign FROM account_key");
    while (rows.step()) {
      keys::PublicKey key{};
      if (rows.blob(1).size() == key.size())
        std::copy_n(rows.blob(1).begin(), key.size(), key.begin());
      keys_by_id[to_hex(rows.blob(0))] = key;
    }
    return keys_by_id;
  }

  /// 2. Events: no gap, each bound to the one before, canonical, signed by the key it names.
  void check_chain() {
    const auto keys_by_id = public_keys();
    const std::int64_t total = desk_.db.number("SELECT count(*) FROM event");
    std::string prev(64, '0');
    auto rows = desk_.db.statement("SELECT seq, body, sig, hash FROM event ORDER BY seq");
    for (std::int64_t expected = 0; rows.step(); ++expected) {
      const std::int64_t seq = rows.integer(0);
      const std::string_view body = rows.blob(1), sig = rows.blob(2), hash = rows.blob(3);
      const keys::Hash computed = chain_hash(body, sig);
      const auto event = from_body(body);
      if (seq != expected) report(codes::journal_gap, seq), expected = seq;
      if (keys::bytes(computed) != hash) report(codes::journal_hash, seq);
      if (!event || event->seq != seq || event->file != desk_.file_id()) {
        report(codes::journal_body, seq);
      } else {
        if (event->prev != prev) report(codes::journal_chain, seq);
        check_signature(*event, body, sig, keys_by_id);
      }
      prev = to_hex(hash);
      verdict_.last.seq = seq;
      std::copy_n(hash.begin(), std::min(hash.size(), verdict_.last.hash.size()),
                  verdict_.last.hash.begin());
      ++verdict_.events;
      if (seq % 1024 == 0) tell(0.1 * static_cast<double>(seq) / static_cast<double>(total + 1));
    }
  }

  void check_signature(const Event& event, std::string_view body, std::string_view sig,
                       const std::map<std::string, keys::PublicKey>& keys_by_id) {
    const auto key = keys_by_id.find(event.key);
    if (key == keys_by_id.end() || !keys::verify(key->second, signed_bytes(body), sig)) {
      report(codes::journal_signature, event.seq, {}, 0, {arg("actor", event.actor)});
    }
  }

  /// 3. Items: numbered without gaps within their event; their root is the event's.
  void check_items() {
    auto events = desk_.db.statement("SELECT seq, body FROM event ORDER BY seq");
    auto runs = desk_.db.statement(
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
      if (!sound || tree.size() != event->n || !right) report(codes::journal_items, event->seq);
      verdict_.items += tree.size();
    }
    if (desk_.db.number("SELECT count(*) FROM item WHERE seq NOT IN (SELECT seq FROM event)") > 0) {
      report(codes::journal_items, -1);
    }
    tell(0.4);
  }

  static bool add_run(const store::Statement& run, std::int64_t seq, MerkleTree& tree) {
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

  /// 4. Rows: each one fits the item that made it, and there are no more items than rows.
  void check_rows() {
    std::uint64_t rows = 0;
    const auto tables = desk_.tables();
    double done = 0.4;
    for (const store::TableDef* table : tables) {
      if (table->kind == store::TableClass::evidence) rows += check_table(*table);
      done += 0.5 / static_cast<double>(tables.size());
      tell(done);
    }
    rows += check_history(tables);
    if (rows != verdict_.items)
      report(codes::journal_rows, -1, {}, 0, {arg("rows", rows), arg("items", verdict_.items)});
    tell(1);
  }

  std::uint64_t check_table(const store::TableDef& table) {
    std::string columns;
    for (const auto& column : table.columns)
      columns.append(", \"").append(column.name).append("\"");
    auto rows = desk_.db.statement("SELECT row, version, cv, salt, seq, idx" + columns +
                                   " FROM \"" + table.name + "\" ORDER BY row");
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
      if (!fits(row, commitment(row, rows.blob(3), encoded), rows.integer(4), rows.integer(5))) {
        report(codes::journal_row, rows.integer(4), table.name, row.record);
      }
    }
    auto newer =
        desk_.db.statement("SELECT t.row FROM \"" + table.name +
                           "\" t JOIN history h ON h.table_id = " + std::to_string(table.number) +
                           " AND h.record = t.row AND h.version >= t.version");
    while (newer.step()) report(codes::journal_version, -1, table.name, newer.integer(0));
    return n;
  }

  std::uint64_t check_history(const std::vector<const store::TableDef*>& tables) {
    auto rows = desk_.db.statement(
        "SELECT table_id, record, version, cv, salt, seq, idx, body FROM history");
    std::uint64_t n = 0;
    for (; rows.step(); ++n) {
      const RowVersion row{static_cast<std::uint16_t>(rows.integer(0)), rows.integer(1),
                           static_cast<std::uint32_t>(rows.integer(2)),
                           static_cast<std::uint32_t>(rows.integer(3))};
      const keys::Hash c = commitment(row, rows.blob(4), rows.blob(7));
      if (rows.blob(4).size() != kSaltSize || !fits(row, c, rows.integer(5), rows.integer(6))) {
        const auto table = std::find_if(tables.begin(), tables.end(),
                                        [&](auto* t) { return t->number == row.table; });
        report(codes::journal_row, rows.integer(5), table == tables.end() ? "" : (*table)->name,
               row.record);
      }
    }
    return n;
  }

  /// Whether the item at (seq, idx) made this version with this commitment. Rows come mostly in the
  /// order of their items, so the run that was looked up last nearly always has the next one too.
  bool fits(const RowVersion& row, const keys::Hash& c, std::int64_t seq, std::int64_t idx) {
    if (seq != run_.seq || idx < run_.idx || idx >= run_.idx + run_.n) {
      auto find = desk_.db.statement(
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

  /// 5. Labels of codes: what stands in `code` must be what the code tables in force say.
  void check_derived() {
    std::uint64_t expected = 0;
    auto find = desk_.db.statement("SELECT zh, en FROM code WHERE list = ? AND code = ?");
    for (const std::string& list : desk_.catalogue.code_tables()) {
      for (const auto& entry : desk_.catalogue.codes(list).entries()) {
        ++expected;
        find.with(std::string_view{list}, std::string_view{entry.code});
        if (!find.step() || find.text(0) != entry.zh || find.text(1) != entry.en)
          report(codes::journal_derived, -1, "code " + list);
        find.reset();
      }
    }
    if (static_cast<std::uint64_t>(desk_.db.number("SELECT count(*) FROM code")) != expected)
      report(codes::journal_derived, -1, "code");
  }

  struct Run {
    std::int64_t seq = -1, idx = 0, n = 0, table = 0, record = 0, version = 0;
    std::string c;
  };

  Desk& desk_;
  const std::function<void(double)>& progress_;
  Verdict verdict_;
  Run run_;
};

}  // namespace

Verdict verify(Desk& desk, const std::function<void(double)>& progress) {
  return Verifier{desk, progress}.run();
}

}  // namespace tmis::journal
