// The only door for writing: rows of evidence change inside a Transaction, and commit writes the
// event. No write without a Permit, no commit without an event, no row without an item.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/value.h"
#include "journal/commitment.h"
#include "journal/desk.h"
#include "journal/event.h"

namespace tmis::journal {

/// What the event will say beside who, when and where; its meaning is the permit's.
struct Act {
  EventArgs args = {};
  std::string reason = {};
  std::string kind = {};  // when it isn't the command's own name, such as key.activate
};

/// The event that was written, for the answer. With --dry-run it is what would have been written.
struct Written {
  std::int64_t seq = -1;
  std::uint64_t items = 0;
  bool dry = false;
};

/// Takes the write lock (db.busy after 30 s), collects changes, and stores all or nothing.
/// The destructor rolls back what wasn't committed.
class Transaction {
 public:
  /// The permit's command becomes the event's `kind`. Throws record.reason (2) where the permit
  /// wants one and the act gives none.
  Transaction(Desk& desk, const Permit& permit, Act act);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  /// The number that the next new row of a table gets.
  std::int64_t next_record(const store::TableDef& table) { return writer(table).next_record; }
  /// A new row; returns its number.
  std::int64_t insert(const store::TableDef& table, std::span<const Value> columns);
  /// A new version; the old one goes to history.
  void update(const store::TableDef& table, std::int64_t record, std::span<const Value> columns);
  /// The row leaves the table; its versions stay in history.
  void withdraw(const store::TableDef& table, std::int64_t record);

  /// A version in history loses content and salt; its commitment stays in the item that made it,
  /// and stands in the item of the erasure again.
  void erase(const store::TableDef& table, std::int64_t record, std::uint32_t version);

  /// The columns of the i-th new row. Must not touch the database.
  using ColumnsOf = std::function<void(std::size_t i, Values& out)>;
  /// Inserts `count` rows, in their order. Their columns, salts and commitments are made on other
  /// threads, each with a `ColumnsOf` of its own from `make`. Returns the number of the first row;
  /// the others follow it.
  std::int64_t insert_many(const store::TableDef& table, std::size_t count,
                           const std::function<ColumnsOf()>& make);

  /// For reading under the lock, and for local tables (class L), which are no evidence.
  store::Database& db() { return desk_.db; }

  /// What was written so far can be asked for by its items.
  void settle() { flush_run(); }

  std::int64_t seq() const { return seq_; }
  std::uint64_t items() const { return items_; }
  Act& act() { return act_; }

  /// Writes the event and commits; with --dry-run rolls back. Throws what SQLite refuses.
  Written commit();

 private:
  struct Writer {  // the statements of one table, and where its rows have got to
    const store::TableDef* table;
    store::Statement insert;
    store::Statement select;
    store::Statement remove;
    std::int64_t next_record;
  };
  Writer& writer(const store::TableDef& table);
  void store_row(Writer& writer, const RowVersion& row, std::string_view salt, std::uint32_t idx,
                 std::span<const Value> columns);
  void retire(Writer& writer, std::int64_t record, Op op);
  std::uint32_t add_item(const Item& item);
  std::uint32_t note_item(const Item& item);
  void flush_run();

  Desk& desk_;
  Permit permit_;
  Act act_;
  std::int64_t seq_ = 0;
  keys::Hash prev_{};
  std::uint64_t items_ = 0;
  std::uint32_t cv_ = 1;
  MerkleTree tree_;
  Item run_first_;
  std::uint32_t run_idx_ = 0;
  std::string run_;  // commitments of the open run, 32 bytes each
  std::vector<std::unique_ptr<Writer>> writers_;
  std::string encoded_;
  bool open_ = false;
};

}  // namespace tmis::journal
