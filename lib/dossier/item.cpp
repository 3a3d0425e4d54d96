// Items are rows of the field sets' tables joined with their state.
#include "dossier/item.h"

#include <charconv>

#include "base/error.h"
#include "journal/versions.h"

namespace tmis::dossier {
namespace {

using schema::FieldSet;

constexpr std::string_view kItemColumns =
    "r.row, r.teacher, r.version, s.state, s.audited_version, s.reason, s.removal, r.complete, "
    "r.business, t.org, r.seq, s.seq";
constexpr int kItemColumnCount = 12;

std::string select(const FieldSet& set, const std::string& more = {}) {
  return "SELECT " + std::string{kItemColumns} + more + " FROM \"" + set.id +
         "\" r JOIN teacher t ON t.row = r.teacher LEFT JOIN item_state s ON s.table_id = " +
         std::to_string(set.number) + " AND s.record = r.row ";
}

Item read(const FieldSet& set, const store::Statement& row) {
  Item item;
  item.set = &set;
  item.record = row.integer(0);
  item.teacher = row.integer(1);
  item.version = static_cast<std::uint32_t>(row.integer(2));
  item.state = row.is_null(3) ? first_state(set) : row.text(3);
  if (!row.is_null(4)) item.audited_version = static_cast<std::uint32_t>(row.integer(4));
  item.reason = row.text(5);
  item.removal = row.integer(6) != 0;
  item.complete = row.integer(7) != 0;
  item.business = !row.is_null(8);
  item.seq = row.integer(10);
  if (!row.is_null(11)) item.state_seq = row.integer(11);
  return item;
}

}  // namespace

std::string_view first_state(const FieldSet& set) {
  return set.from_school() ? "submitted" : "draft";
}

void each_row(Desk& desk, const FieldSet& set, std::int64_t teacher,
              const std::function<void(journal::Record&, const Item&)>& visit) {
  auto rows = desk.db.statement(select(set, ", " + journal::record_columns(desk.table(set), "r")) +
                                "WHERE r.teacher = ? ORDER BY r.row");
  rows.with(teacher);
  journal::Record record;
  while (rows.step()) {
    journal::read_row(desk, set, rows, record, kItemColumnCount);
    visit(record, read(set, rows));
  }
}

bool take_audited(Desk& desk, const Item& item, journal::Record& record) {
  if (!item.audited_version) return false;
  if (!item.changed()) return true;
  auto old = desk.db.statement(
      "SELECT body FROM history WHERE table_id = ? AND record = ? AND version = ?");
  old.with(std::int64_t{item.set->number}, item.record, std::int64_t{*item.audited_version});
  if (!old.step() || old.is_null(0)) return false;
  journal::read_columns(desk, *item.set, item.record,
                        journal::decode_columns(desk.table(*item.set), old.blob(0)), record);
  return true;
}

RecordId record_id(Desk& desk, std::string_view id) {
  const auto hash = id.find('#');
  const FieldSet& set = desk.catalogue.at(std::string{id.substr(0, hash)});
  std::int64_t record = 0;
  const std::string_view digits = hash == std::string_view::npos ? "" : id.substr(hash + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), record);
  if (error != std::errc{} || end != digits.data() + digits.size()) {
    throw Error{codes::record_not_found, {arg("id", id)}};
  }
  return {&set, record};
}

std::int64_t owner(Desk& desk, const RecordId& id) {
  const auto& table = desk.table(*id.set);
  if (const auto teacher = journal::teacher_of(desk.db, table, id.record); teacher != 0)
    return teacher;
  for (const auto& [version, event] : journal::erasures(desk.db, table, id.record)) {
    const auto person = people::find_person(desk, journal::argument(event, "teacher_number").text);
    if (person) return person->row;
  }
  throw Error{codes::record_not_found, {arg("id", id.set->id + "#" + std::to_string(id.record))}};
}

Item item(Desk& desk, const RecordId& id) {
  auto row = desk.db.statement(select(*id.set) + "WHERE r.row = ?");
  row.with(id.record);
  if (!row.step())
    throw Error{codes::record_not_found, {arg("id", id.set->id + "#" + std::to_string(id.record))}};
  return read(*id.set, row);
}

std::vector<Item> items(Desk& desk, std::int64_t teacher) {
  std::vector<Item> out;
  for (const FieldSet& set : desk.catalogue.all()) {
    auto rows = desk.db.statement(select(set) + "WHERE r.teacher = ? ORDER BY r.row");
    rows.with(teacher);
    while (rows.step()) out.push_back(read(set, rows));
  }
  return out;
}

void each_item(Desk& desk, const FieldSet& set, const Permit& permit,
               const std::function<void(const Item&)>& visit, std::string_view state) {
  auto rows = desk.db.statement(select(set) + "ORDER BY r.row");
  while (rows.step()) {
    if (!state.empty() && (rows.is_null(3) ? first_state(set) : rows.text(3)) != state) continue;
    if (permit.refusal(rows.integer(1), rows.integer(9)) == nullptr) visit(read(set, rows));
  }
}

namespace {

Machine::Facts facts_of(const Item& item, const Permit& permit) {
  Machine::Facts facts;
  if (permit.role() == "teacher") facts.push_back("teacher");
  if (item.set->from_school()) facts.push_back("school-table");
  if (item.audited_version) facts.push_back("audited-before");
  if (item.removal) facts.push_back("removal");
  if (item.audited_version && !item.changed()) facts.push_back("untouched");
  return facts;
}

}  // namespace

Machine::Outcome look(const Item& item, const Permit& permit, std::string_view step) {
  return Machine::of("item").look(item.state, step, facts_of(item, permit));
}

Machine::Outcome step(const Item& item, const Permit& permit, std::string_view step) {
  return Machine::of("item").step(item.state, step, facts_of(item, permit));
}

Item after(Item item, const Machine::Outcome& outcome) {
  item.state = outcome.state;
  item.removal = outcome.marked("proposed-removal");
  return item;
}

void put_state(journal::Transaction& tx, const Item& item) {
  const auto& table = store::program_table("item_state");
  const Values columns{Value{std::int64_t{item.set->number}},
                       Value{item.record},
                       Value{item.state},
                       item.audited_version ? Value{std::int64_t{*item.audited_version}} : Value{},
                       or_null(item.reason),
                       Value{std::int64_t{item.removal}}};
  std::int64_t row = 0;
  {
    auto find = tx.db().statement("SELECT row FROM item_state WHERE table_id = ? AND record = ?");
    find.with(std::int64_t{item.set->number}, item.record);
    if (find.step()) row = find.integer(0);
  }
  if (row == 0) {
    tx.insert(table, columns);
  } else {
    tx.update(table, row, columns);
  }
}

}  // namespace tmis::dossier
