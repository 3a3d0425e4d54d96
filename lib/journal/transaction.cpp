// The row's path: encode, commit to it, insert, note the item. Small tables and millions take the
// same one.
#include "journal/transaction.h"

#include <algorithm>

#include "base/error.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/ordered_work.h"
#include "base/text.h"
#include "journal/as_of.h"
#include "keys/secret.h"

namespace tmis::journal {
namespace {

constexpr std::size_t kRunLength = 1024;     // items in one SQL row
constexpr std::size_t kBatch = 2048;         // rows that the second thread makes ready at a time
constexpr std::size_t kBatchesInFlight = 4;  // and how far it may run ahead

std::string column_list(const store::TableDef& table) {
  std::string out;
  for (const auto& column : table.columns) out.append(", \"").append(column.name).append("\"");
  return out;
}

constexpr std::size_t kEvidenceColumns = 6;  // row, version, cv, salt, seq, idx

std::string insert_into(const store::TableDef& table) {
  return "INSERT INTO \"" + table.name + "\" (row, version, cv, salt, seq, idx" +
         column_list(table) + ")";
}

std::string insert_sql(const store::TableDef& table) {
  std::string sql = insert_into(table) + " VALUES (?";
  for (std::size_t i = 1; i < table.columns.size() + kEvidenceColumns; ++i) sql.append(", ?");
  return sql.append(")");
}

std::string select_sql(const store::TableDef& table) {
  return "SELECT version, cv, salt, seq, idx" + column_list(table) + " FROM \"" + table.name +
         "\" WHERE row = ?";
}

}  // namespace

Transaction::Transaction(Desk& desk, const Permit& permit, Act act)
    : desk_(desk), permit_(permit), act_(std::move(act)) {
  if (permit_.lacks_reason(act_.reason)) throw Error{codes::record_reason};
  desk_.db.begin();
  open_ = true;
  // Rows that point to one that gets a new version must not see the gap between the two.
  desk_.db.execute("PRAGMA defer_foreign_keys=ON");
  const Head last = head(desk_.db);
  seq_ = last.seq + 1;
  prev_ = last.hash;
  cv_ = desk_.catalogue.version();
}

Transaction::~Transaction() {
  if (!open_) return;
  writers_.clear();  // gives the statements back first
  desk_.db.rollback();
}

Transaction::Writer& Transaction::writer(const store::TableDef& table) {
  for (const auto& w : writers_) {
    if (w->table->number == table.number) return *w;
  }
  // A withdrawn row keeps its number in history: a new row must not take it.
  auto last =
      desk_.db.statement("SELECT max(ifnull((SELECT max(row) FROM \"" + table.name +
                         "\"), 0), ifnull((SELECT max(record) FROM history WHERE table_id = " +
                         std::to_string(table.number) + "), 0))");
  last.step();
  writers_.push_back(std::make_unique<Writer>(
      Writer{&table, desk_.db.statement(insert_sql(table)), desk_.db.statement(select_sql(table)),
             desk_.db.statement("DELETE FROM \"" + table.name + "\" WHERE row = ?"),
             last.integer(0) + 1}));
  return *writers_.back();
}

std::uint32_t Transaction::add_item(const Item& item) {
  tree_.add(leaf(seq_, static_cast<std::uint32_t>(items_), item));
  return note_item(item);
}

/// Numbers the item and lays it into the open run, or begins a new one.
std::uint32_t Transaction::note_item(const Item& item) {
  const auto idx = static_cast<std::uint32_t>(items_++);
  const std::size_t length = run_.size() / item.c.size();
  const bool follows = length > 0 && length < kRunLength &&
                       item.row.table == run_first_.row.table &&
                       item.row.version == run_first_.row.version && item.op == run_first_.op &&
                       item.row.record == run_first_.row.record + static_cast<std::int64_t>(length);
  if (!follows) {
    flush_run();
    run_first_ = item;
    run_idx_ = idx;
  }
  run_.append(keys::bytes(item.c));
  return idx;
}

void Transaction::flush_run() {
  if (run_.empty()) return;
  auto insert = desk_.db.statement(
      "INSERT INTO item (seq, idx, n, table_id, record, version, op, c) VALUES (?, ?, ?, ?, ?, ?, "
      "?, ?)");
  insert.with(seq_, std::int64_t{run_idx_},
              static_cast<std::int64_t>(run_.size() / sizeof(keys::Hash)),
              std::int64_t{run_first_.row.table}, run_first_.row.record,
              std::int64_t{run_first_.row.version}, static_cast<int>(run_first_.op));
  insert.bind_blob(8, run_).run();
  run_.clear();
}

void Transaction::store_row(Writer& w, const RowVersion& row, std::string_view salt,
                            std::uint32_t idx, std::span<const Value> columns) {
  w.insert.with(row.record, std::int64_t{row.version}, std::int64_t{row.cv});
  w.insert.lend_blob(4, salt);
  w.insert.bind(5, seq_).bind(6, std::int64_t{idx});
  int parameter = 6;
  for (const Value& value : columns) w.insert.lend(++parameter, value);
  w.insert.run();
}

std::int64_t Transaction::insert(const store::TableDef& table, std::span<const Value> columns) {
  Writer& w = writer(table);
  const RowVersion row{table.number, w.next_record++, 1, cv_};
  const std::string salt = keys::salt();
  encode_columns(table, columns, cv_, encoded_);
  const std::uint32_t idx = add_item({row, Op::insert, commitment(row, salt, encoded_)});
  store_row(w, row, salt, idx, columns);
  return row.record;
}

/// Moves the live row to history. A withdrawal is a version of its own, kept in history alone.
void Transaction::retire(Writer& w, std::int64_t record, Op op) {
  const store::TableDef& table = *w.table;
  w.select.with(record);
  if (!w.select.step()) bug(table.name);
  const auto version = static_cast<std::uint32_t>(w.select.integer(0));
  const auto cv = static_cast<std::uint32_t>(w.select.integer(1));
  Values columns;
  for (int i = 5; i < w.select.columns(); ++i) columns.push_back(w.select.value(i));
  encode_columns(table, columns, cv, encoded_);
  const auto remember = [&](const RowVersion& row, std::string_view salt, std::int64_t seq,
                            std::int64_t idx) {
    auto insert = desk_.db.statement(
        "INSERT INTO history (table_id, record, version, cv, salt, seq, idx, body) VALUES (?, ?, "
        "?, ?, ?, ?, ?, ?)");
    insert.with(std::int64_t{row.table}, row.record, std::int64_t{row.version},
                std::int64_t{row.cv});
    insert.bind_blob(5, salt).bind(6, seq).bind(7, idx).bind_blob(8, encoded_).run();
  };
  remember({table.number, record, version, cv}, w.select.blob(2), w.select.integer(3),
           w.select.integer(4));
  w.select.reset();
  if (op == Op::withdraw) {
    const RowVersion last{table.number, record, version + 1, cv};
    const std::string salt = keys::salt();
    remember(last, salt, seq_, add_item({last, op, commitment(last, salt, encoded_)}));
  }
  w.remove.with(record).run();
}

void Transaction::update(const store::TableDef& table, std::int64_t record,
                         std::span<const Value> columns) {
  Writer& w = writer(table);
  w.select.with(record);
  if (!w.select.step()) bug(table.name);
  const RowVersion row{table.number, record, static_cast<std::uint32_t>(w.select.integer(0)) + 1,
                       cv_};
  w.select.reset();
  retire(w, record, Op::update);
  const std::string salt = keys::salt();
  encode_columns(table, columns, cv_, encoded_);
  const std::uint32_t idx = add_item({row, Op::update, commitment(row, salt, encoded_)});
  store_row(w, row, salt, idx, columns);
}

void Transaction::withdraw(const store::TableDef& table, std::int64_t record) {
  retire(writer(table), record, Op::withdraw);
}

void Transaction::erase(const store::TableDef& table, std::int64_t record, std::uint32_t version) {
  auto find = desk_.db.statement(
      "SELECT seq, idx FROM history WHERE table_id = ? AND record = ? AND version = ? AND body IS "
      "NOT NULL");
  find.with(std::int64_t{table.number}, record, std::int64_t{version});
  if (!find.step()) bug(table.name);
  Commitments commitments{desk_.db};
  const auto c = commitments.at(find.integer(0), find.integer(1));
  find.reset();
  add_item({{table.number, record, version, 0}, Op::erase, keys::to_array<32>(c)});
  auto empty = desk_.db.statement(
      "UPDATE history SET salt = NULL, body = NULL WHERE table_id = ? AND record = ? AND version = "
      "?");
  empty.with(std::int64_t{table.number}, record, std::int64_t{version}).run();
}

Written Transaction::commit() {
  flush_run();
  Event event;
  event.seq = seq_;
  event.actor = desk_.actor.login;
  event.role = permit_.role();
  event.org = permit_.org_code();
  event.kind = act_.kind.empty() ? permit_.command() : act_.kind;
  std::replace(event.kind.begin(), event.kind.end(), ' ', '.');
  event.meaning = permit_.meaning();
  event.reason = act_.reason;
  event.args = act_.args;
  event.file = desk_.file_id();
  event.prev = keys::hex(prev_);
  event.root = keys::hex(tree_.root());
  event.n = items_;
  event.t = to_iso(desk_.clock.now());
  event.tool = version();
  if (desk_.signer) event.key = keys::hex(desk_.signer->id());
  const std::string body = to_body(event);
  const std::string sig = desk_.signer ? desk_.signer->sign(signed_bytes(body)) : std::string{};
  const keys::Hash hash = chain_hash(body, sig);
  auto insert = desk_.db.statement("INSERT INTO event (seq, body, sig, hash) VALUES (?, ?, ?, ?)");
  insert.bind(1, seq_).bind_blob(2, body).bind_blob(3, sig).bind_blob(4, keys::bytes(hash)).run();
  writers_.clear();
  if (desk_.dry_run) {
    desk_.db.rollback();
  } else {
    past_return();
    desk_.db.commit();
  }
  open_ = false;
  desk_.forget();
  return {seq_, items_, desk_.dry_run};
}

namespace {

/// Rows made ready for insertion: values, salt and commitment of each.
struct Batch {
  Transaction::ColumnsOf columns_of;
  std::vector<Values> rows;
  std::vector<Item> items;
  std::vector<keys::Hash> leaves;  // of the tree, one an item
  std::string salts, encoded;
  std::size_t begin = 0, used = 0;

  std::string_view salt(std::size_t i) const {
    return std::string_view{salts}.substr(i * kSaltSize, kSaltSize);
  }
};

/// A batch as the store draws it: the columns of evidence, then the table's own.
class BatchRows : public store::RowSource {
 public:
  BatchRows(const Batch& batch, std::int64_t seq, std::uint64_t first_idx)
      : batch_(batch), seq_(seq), first_idx_(first_idx) {}

  bool next() override { return ++at_ < batch_.used; }

  Cell at(int column) const override {
    const RowVersion& row = batch_.items[at_].row;
    switch (column) {
      case 0:
        return number(row.record);
      case 1:
        return number(row.version);
      case 2:
        return number(row.cv);
      case 3:
        return {Value::Kind::blob, 0, batch_.salt(at_)};
      case 4:
        return number(seq_);
      case 5:
        return number(static_cast<std::int64_t>(first_idx_ + at_));
      default:
        break;
    }
    const Value& value = batch_.rows[at_][static_cast<std::size_t>(column) - kEvidenceColumns];
    return {value.kind, value.number, value.text};
  }

 private:
  static Cell number(std::int64_t n) { return {Value::Kind::integer, n, {}}; }

  const Batch& batch_;
  std::int64_t seq_;
  std::uint64_t first_idx_;
  std::size_t at_ = static_cast<std::size_t>(-1);  // before the first
};

}  // namespace

std::int64_t Transaction::insert_many(const store::TableDef& table, std::size_t count,
                                      const std::function<ColumnsOf()>& make) {
  Writer& w = writer(table);
  const std::int64_t first = w.next_record;
  w.next_record += static_cast<std::int64_t>(count);
  const auto first_idx = static_cast<std::uint32_t>(items_);

  const auto make_ready = [&](Batch& batch) {
    batch.rows.resize(batch.used);
    batch.items.resize(batch.used);
    batch.leaves.resize(batch.used);
    batch.salts = keys::random_bytes(batch.used * kSaltSize);
    for (std::size_t i = 0; i < batch.used; ++i) {
      batch.columns_of(batch.begin + i, batch.rows[i]);
      encode_columns(table, batch.rows[i], cv_, batch.encoded);
      Item& item = batch.items[i];
      item.row = {table.number, first + static_cast<std::int64_t>(batch.begin + i), 1, cv_};
      item.op = Op::insert;
      item.c = commitment(item.row, batch.salt(i), batch.encoded);
      batch.leaves[i] = leaf(seq_, first_idx + static_cast<std::uint32_t>(batch.begin + i), item);
    }
  };
  std::vector<Batch> batches(std::min(kBatchesInFlight, (count + kBatch - 1) / kBatch));
  for (Batch& batch : batches) batch.columns_of = make();
  // Two threads make batches ready while this one inserts: that takes as long as both together.
  OrderedWork<Batch> work{std::min(2U, static_cast<unsigned>(batches.size())), make_ready};
  std::size_t begun = 0;
  const auto hand_in = [&](Batch& batch) {
    if (begun == count) return;
    batch.begin = begun;
    batch.used = std::min(kBatch, count - begun);
    begun += batch.used;
    work.hand_in(batch);
  };
  for (Batch& batch : batches) hand_in(batch);
  const std::string insert = insert_into(table);
  const auto columns = static_cast<int>(table.columns.size() + kEvidenceColumns);
  while (Batch* batch = work.take()) {
    BatchRows rows{*batch, seq_, items_};
    for (std::size_t i = 0; i < batch->used; ++i) {
      tree_.add(batch->leaves[i]);
      note_item(batch->items[i]);
    }
    desk_.db.insert_rows(insert, columns, rows);
    hand_in(*batch);
  }
  return first;
}

}  // namespace tmis::journal
