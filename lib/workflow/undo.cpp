// The event's items say what it touched, history what stood there before. First every row is looked
// at, then all are turned back in one transaction.
#include "workflow/undo.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "base/text.h"
#include "dossier/item.h"
#include "journal/as_of.h"
#include "journal/commitment.h"
#include "journal/transaction.h"
#include "journal/versions.h"
#include "people/person.h"
#include "workflow/since.h"
#include "workflow/standing.h"

namespace tmis::workflow {
namespace {

using journal::Op;
using store::program_table;
using store::TableDef;

/// Kinds of events that can be taken back.
constexpr std::array<std::string_view, 11> kUndoable = {
    "record.import", "record.add",    "record.edit",    "record.remove",
    "record.none",   "record.submit", "evidence.add",   "evidence.scan",
    "audit.pass",    "audit.return",  "accounts.create"};
constexpr std::size_t kNamed = 5;  // rows named in the message; the details have all

/// A row that the event touched, over all its versions in it.
struct Touched {
  const TableDef* table = nullptr;
  std::int64_t record = 0;
  std::uint32_t first = 0, last = 0;  // versions
  Op last_op = Op::insert;
  bool added = false;      // its first version was an insert
  std::uint32_t live = 0;  // version now; 0: there is none

  bool gone() const { return last_op == Op::withdraw; }
  std::string id() const { return table->name + "#" + std::to_string(record); }
};

using Key = std::pair<std::int64_t, std::int64_t>;  // table and record

class Undoing {
 public:
  Undoing(Desk& desk, const journal::Event& event, const Permit& permit, const Permit& same_right,
          std::string reason)
      : desk_(desk),
        event_(event),
        permit_(permit),
        same_right_(same_right),
        reason_(std::move(reason)) {}

  UndoOutcome run() {
    journal::Transaction tx{
        desk_, permit_, {.args = {{"undone", Value{event_.seq}}}, .reason = reason_}};
    not_yet_undone();
    read_items();
    for (auto& [key, row] : rows_) check(row);
    check_dependents();
    if (!changed_.empty()) refuse();
    for (const auto& [key, row] : rows_) turn_back(tx, row);
    for (const auto& [key, row] : rows_) {
      if (is_record(row)) restore_state(tx, row);
    }
    UndoOutcome out{event_.seq, withdrawn_, restored_, -1};
    out.event = tx.commit().seq;
    return out;
  }

 private:
  void not_yet_undone() {
    auto events = desk_.db.statement(
        "SELECT body FROM event WHERE seq > ? AND instr(body, CAST('\"kind\":\"journal.undo\"' AS "
        "BLOB)) > 0");
    events.with(event_.seq);
    while (events.step()) {
      const auto later = journal::from_body(events.blob(0));
      if (!later || later->kind != "journal.undo") continue;
      for (const auto& [name, value] : later->args) {
        if (name == "undone" && value.number == event_.seq) {
          throw Error{codes::undo_already, {arg("seq", event_.seq), arg("by", later->seq)}};
        }
      }
    }
  }

  void read_items() {
    std::unordered_map<std::int64_t, const TableDef*> tables;
    for (const TableDef* table : desk_.tables()) tables[table->number] = table;
    auto runs = desk_.db.statement(
        "SELECT n, table_id, record, version, op FROM item WHERE seq = ? ORDER BY idx");
    runs.with(event_.seq);
    while (runs.step()) {
      const auto table = tables.find(runs.integer(1));
      if (table == tables.end()) throw Error{codes::journal_damaged, {arg("what", "item")}};
      for (std::int64_t i = 0; i < runs.integer(0); ++i) {
        const std::int64_t record = runs.integer(2) + i;
        const auto version = static_cast<std::uint32_t>(runs.integer(3));
        const Op op = static_cast<Op>(runs.integer(4));
        Touched& row =
            rows_
                .try_emplace({runs.integer(1), record},
                             Touched{table->second, record, version, version, op, op == Op::insert})
                .first->second;
        row.last = version;
        row.last_op = op;
      }
    }
  }

  bool is_record(const Touched& row) const {
    const auto& sets = desk_.catalogue.all();
    return std::any_of(sets.begin(), sets.end(),
                       [&](const auto& set) { return set.number == row.table->number; });
  }

  static bool has_column(const TableDef& table, std::string_view column) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [&](const auto& c) { return c.name == column; });
  }

  bool is_state(const Touched& row) const {
    return row.table->number == program_table("item_state").number;
  }

  void changed(const std::string& id) {
    if (named_.insert(id).second) changed_.push_back(id);
  }

  /// Version and event of the live row; version 0 when there is none.
  std::pair<std::uint32_t, std::int64_t> live(const TableDef& table, std::int64_t record) {
    auto find = desk_.db.statement("SELECT version, seq FROM \"" + table.name + "\" WHERE row = ?");
    find.with(record);
    if (!find.step()) return {0, -1};
    return {static_cast<std::uint32_t>(find.integer(0)), find.integer(1)};
  }

  /// Whether the row says what the event left; a later event that was taken back doesn't count.
  bool as_left(const Touched& row, std::int64_t seq) {
    if (row.gone() || row.live == 0) return row.gone() == (row.live == 0);
    return seq == event_.seq || present(row) == version_of(*row.table, row.record, row.last);
  }

  void check(Touched& row) {
    if (is_state(row)) return check_state(row);
    const auto [version, seq] = live(*row.table, row.record);
    row.live = version;
    if (journal::any_erased(desk_.db, *row.table, row.record, row.first - 1, row.last))
      return changed(row.id());
    if (!as_left(row, seq)) return changed(row.id());
    if (!has_column(*row.table, "teacher")) return;
    const std::int64_t teacher = as_left_by_event(row)[row.table->column("teacher")].number;
    check_right(teacher);
    if (!is_record(row)) return;
    if (decided_since(desk_, row.table->number, row.record, event_.seq) ||
        signed_since(desk_, sign_sets_, teacher, row.table->number, event_.seq))
      changed(row.id());
    if (!row.added && key_taken(row, before(row))) changed(row.id());
  }

  /// A state whose row isn't touched itself (a submission for audit) must be as the event left it;
  /// one whose row is, is judged with the row.
  void check_state(const Touched& row) {
    const Values columns = as_left_by_event(row);
    const Key record{columns[0].number, columns[1].number};
    state_rows_[record] = row.record;
    const bool with_row = rows_.contains(record);
    check_relied_on(record, with_row ? rows_.at(record).id() : "");
    if (with_row) return;
    const auto [version, seq] = live(*row.table, row.record);
    const auto& sets = desk_.catalogue.all();
    const auto set = std::find_if(sets.begin(), sets.end(),
                                  [&](const auto& s) { return s.number == record.first; });
    if (set != sets.end() && (version != row.last || seq != event_.seq)) {
      changed(set->id + "#" + std::to_string(record.second));
    }
  }

  /// A decision that a signature or a report upward has come after stays.
  void check_relied_on(const Key& record, std::string id) {
    const auto& sets = desk_.catalogue.all();
    const auto set = std::find_if(sets.begin(), sets.end(),
                                  [&](const auto& s) { return s.number == record.first; });
    if (set == sets.end()) return;
    const TableDef& table = desk_.table(*set);
    const std::int64_t teacher = journal::teacher_of(desk_.db, table, record.second);
    if (teacher == 0) return;
    check_right(teacher);
    if (id.empty()) id = set->id + "#" + std::to_string(record.second);
    if (signed_since(desk_, sign_sets_, teacher, table.number, event_.seq) ||
        reported_since(desk_, teacher, event_.seq))
      changed(id);
  }

  void check_right(std::int64_t teacher) {
    if (!teachers_.insert(teacher).second) return;
    const auto person = people::person(desk_, teacher);
    if (const Code* refusal = same_right_.refusal(teacher, person.org)) {
      throw Error{*refusal,
                  {arg("command", same_right_.command()), arg("org", same_right_.org_code()),
                   arg("role", same_right_.role())}};
    }
  }

  /// Whether a row that isn't touched has meanwhile the key that this one had before.
  bool key_taken(const Touched& row, const Values& columns) {
    auto find = desk_.db.statement("SELECT row FROM \"" + row.table->name +
                                   "\" WHERE teacher = ? AND key = ? AND row <> ?");
    find.bind(1, columns[row.table->column("teacher")].number)
        .bind_blob(2, columns[row.table->column("key")].text)
        .bind(3, row.record);
    return find.step() && !rows_.contains({row.table->number, find.integer(0)});
  }

  /// Teachers and accounts that are to go must have nothing that came later.
  void check_dependents() {
    for (const auto& [column, table_name] :
         {std::pair{"teacher", "teacher"}, std::pair{"dossier", "teacher"},
          std::pair{"other_teacher", "teacher"}, std::pair{"account", "account"}}) {
      const TableDef& owners = program_table(table_name);
      const bool any = std::any_of(rows_.begin(), rows_.end(), [&](const auto& r) {
        return r.second.table->number == owners.number && r.second.added;
      });
      if (!any) continue;
      for (const TableDef* table : desk_.tables()) {
        if (table->kind != store::TableClass::evidence || !has_column(*table, column)) continue;
        auto later = desk_.db.statement("SELECT DISTINCT \"" + std::string{column} + "\" FROM \"" +
                                        table->name + "\" WHERE seq > ?");
        later.with(event_.seq);
        while (later.step()) {
          if (rows_.contains({owners.number, later.integer(0)}))
            changed(owners.name + "#" + std::to_string(later.integer(0)));
        }
      }
    }
  }

  [[noreturn]] void refuse() const {
    Findings details;
    for (const std::string& id : changed_)
      details.push_back({&codes::undo_changed_row, 0, 0, id, "", {arg("id", id)}});
    const std::vector<std::string> first(
        changed_.begin(),
        changed_.begin() + static_cast<std::ptrdiff_t>(std::min(kNamed, changed_.size())));
    throw Error{codes::undo_changed,
                {arg("seq", event_.seq), arg("n", changed_.size()),
                 arg("rows", joined(first, ", ") + (changed_.size() > kNamed ? " …" : ""))}}
        .with(std::move(details));
  }

  /// Columns of one version from history.
  Values version_of(const TableDef& table, std::int64_t record, std::uint32_t version) {
    auto find = desk_.db.statement(
        "SELECT body FROM history WHERE table_id = ? AND record = ? AND version = ?");
    find.with(std::int64_t{table.number}, record, std::int64_t{version});
    if (!find.step() || find.is_null(0))
      throw Error{codes::journal_damaged, {arg("what", table.name)}};
    return journal::decode_columns(table, find.blob(0));
  }
  Values before(const Touched& row) { return version_of(*row.table, row.record, row.first - 1); }

  Values present(const Touched& row) {
    std::string sql = "SELECT row";
    for (const auto& column : row.table->columns)
      sql.append(", \"").append(column.name).append("\"");
    auto find = desk_.db.statement(sql + " FROM \"" + row.table->name + "\" WHERE row = ?");
    find.with(row.record);
    Values out;
    if (find.step()) {
      for (int i = 1; i < find.columns(); ++i) out.push_back(find.value(i));
    }
    return out;
  }
  Values as_left_by_event(const Touched& row) {
    return live(*row.table, row.record).first == row.last
               ? present(row)
               : version_of(*row.table, row.record, row.last);
  }

  void turn_back(journal::Transaction& tx, const Touched& row) {
    if (is_state(row)) {
      const Values columns = as_left_by_event(row);
      if (!rows_.contains({columns[0].number, columns[1].number})) turn_back_row(tx, row);
      return;
    }
    turn_back_row(tx, row);
  }

  void turn_back_row(journal::Transaction& tx, const Touched& row) {
    if (row.added) {
      if (!row.gone()) {
        tx.withdraw(*row.table, row.record);
        ++withdrawn_;
      }
      return;
    }
    const Values columns = before(row);
    if (row.gone()) {
      moved_[{row.table->number, row.record}] = tx.insert(*row.table, columns);
    } else {
      tx.update(*row.table, row.record, columns);
    }
    ++restored_;
  }

  /// The item's state of before the event, over the row that has the old values again.
  void restore_state(journal::Transaction& tx, const Touched& row) {
    const TableDef& table = program_table("item_state");
    const Key key{row.table->number, row.record};
    std::int64_t now = 0, known = 0, now_seq = -1;
    {
      auto find =
          desk_.db.statement("SELECT row, seq FROM item_state WHERE table_id = ? AND record = ?");
      find.with(key.first, key.second);
      if (find.step()) now = known = find.integer(0), now_seq = find.integer(1);
    }
    if (const auto touched = state_rows_.find(key); known == 0 && touched != state_rows_.end())
      known = touched->second;
    auto columns = row.added ? std::nullopt : state_before(table, known, now_seq);
    const auto moved = moved_.find(key);
    const bool elsewhere = moved != moved_.end();
    if (columns) {
      // Its values are those of the version that was passed, so the new version counts as passed.
      const std::uint32_t version = elsewhere ? 1 : row.live + 1;
      if ((*columns)[3].number == std::int64_t{row.first} - 1)
        (*columns)[3] = Value{std::int64_t{version}};
      if (elsewhere) (*columns)[1] = Value{moved->second};
    }
    if (now != 0 && (!columns || elsewhere)) tx.withdraw(table, now);
    if (columns && (now == 0 || elsewhere)) tx.insert(table, *columns);
    if (columns && now != 0 && !elsewhere) tx.update(table, now, *columns);
  }

  /// Columns of the item's state before the event; nothing when it had none.
  std::optional<Values> state_before(const TableDef& table, std::int64_t row,
                                     std::int64_t live_seq) {
    if (row == 0) return std::nullopt;
    if (live_seq >= 0 && live_seq < event_.seq)
      return present({&table, row, 0, 0, Op::update, false});
    auto find = desk_.db.statement(
        "SELECT body FROM history WHERE table_id = ? AND record = ? AND seq < ? ORDER BY version "
        "DESC LIMIT 1");
    find.with(std::int64_t{table.number}, row, event_.seq);
    if (!find.step()) return std::nullopt;
    return journal::decode_columns(table, find.blob(0));
  }

  Desk& desk_;
  const journal::Event& event_;
  const Permit& permit_;
  const Permit& same_right_;
  std::string reason_;
  std::vector<SignSet> sign_sets_ = sign_sets(desk_);
  std::map<Key, Touched> rows_;
  std::map<Key, std::int64_t> state_rows_;  // row of item_state, by the record it is about
  std::map<Key, std::int64_t> moved_;       // number of a row that came back
  std::unordered_set<std::int64_t> teachers_;
  std::unordered_set<std::string> named_;
  std::vector<std::string> changed_;
  std::int64_t withdrawn_ = 0, restored_ = 0;
};

journal::Event event_at(Desk& desk, std::int64_t seq) {
  auto find = desk.db.statement("SELECT body FROM event WHERE seq = ?");
  find.with(seq);
  if (!find.step()) throw Error{codes::undo_not_found, {arg("seq", seq)}};
  auto event = journal::from_body(find.blob(0));
  if (!event) throw Error{codes::journal_damaged, {arg("what", "event " + std::to_string(seq))}};
  return std::move(*event);
}

}  // namespace

UndoOutcome undo(Desk& desk, std::int64_t seq, const std::string& reason) {
  if (trimmed(reason).empty())
    throw Error{codes::usage_missing, {arg("what", "--reason"), arg("command", "journal undo")}};
  desk.permit("journal undo");
  const journal::Event event = event_at(desk, seq);
  if (std::find(kUndoable.begin(), kUndoable.end(), event.kind) == kUndoable.end()) {
    throw Error{codes::undo_not_possible, {arg("seq", seq), arg("kind", event.kind)}};
  }
  const auto subject = people::subject_of(desk, event.org);
  const Permit permit = desk.permit("journal undo", subject);
  std::string command = event.kind;
  std::replace(command.begin(), command.end(), '.', ' ');
  const Permit same_right = desk.permit(command, subject);
  return Undoing{desk, event, permit, same_right, reason}.run();
}

}  // namespace tmis::workflow
