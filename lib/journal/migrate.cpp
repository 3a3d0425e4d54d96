// DDL and rows change in the same transaction: on any failure the file is as before.
#include "journal/migrate.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "journal/credit_ledger.h"
#include "journal/field_table.h"

namespace tmis::journal {
namespace {

using schema::Catalogue;
using schema::Field;
using schema::FieldSet;

[[noreturn]] void incompatible(const std::string& what) {
  throw Error{codes::schema_incompatible, {arg("what", what)}};
}

const FieldSet* find(const Catalogue& catalogue, std::string_view id) {
  for (const FieldSet& set : catalogue.all()) {
    if (set.id == id) return &set;
  }
  return nullptr;
}

/// What a stored value means must not change: its type, its scale, whether it is sealed.
bool same_storage(const Field& a, const Field& b) {
  return a.type == b.type && a.decimals == b.decimals && a.sensitive == b.sensitive &&
         a.stored() == b.stored() && a.multiple == b.multiple && a.since == b.since;
}

/// A file of an earlier version lacks the tables that the program got since.
bool has_table(store::Database& db, std::string_view name) {
  auto find = db.statement("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  find.with(name);
  return find.step();
}

void compare_fields(const FieldSet& old_set, const FieldSet& new_set, std::uint32_t version,
                    Changes& out) {
  if (old_set.number != new_set.number || old_set.one != new_set.one) incompatible(old_set.id);
  std::size_t at = 0;
  for (const Field& field : new_set.fields) {
    const auto old_field = old_set.field_index(field.id);
    if (!old_field) {
      if (field.since <= version) incompatible(new_set.id + "." + field.id + " x-tmis-since");
      out.fields.push_back(new_set.id + "." + field.id);
    } else if (!same_storage(old_set.fields[*old_field], field) || *old_field < at) {
      incompatible(new_set.id + "." + field.id);
    } else {
      at = *old_field;
    }
  }
  for (const Field& field : old_set.fields) {
    if (!new_set.field_index(field.id)) incompatible(old_set.id + "." + field.id);
  }
}

void add_columns(store::Database& db, const store::TableDef& before, const store::TableDef& after,
                 const FieldSet& set) {
  for (const auto& column : after.columns) {
    const bool there = std::any_of(before.columns.begin(), before.columns.end(),
                                   [&](const auto& c) { return c.name == column.name; });
    if (there) continue;
    const auto field = set.field_index(column.name);
    db.execute("ALTER TABLE \"" + after.name + "\" ADD COLUMN " +
               column_sql(set.fields[field.value()]));
  }
  db.execute("DROP VIEW \"" + set.id + "_labels\"");
  db.execute(label_view(set));
}

void keep_texts(Desk& desk, Transaction& tx, const Catalogue& wanted) {
  const auto& table = store::program_table("field_set_text");
  std::map<std::string, std::pair<std::int64_t, std::string>> present;
  {
    auto rows = desk.db.statement("SELECT row, name, text FROM field_set_text");
    while (rows.step())
      present[std::string{rows.text(1)}] = {rows.integer(0), std::string{rows.text(2)}};
  }
  for (const auto& [name, text] : wanted.texts()) {
    const auto found = present.find(name);
    if (found == present.end()) {
      tx.insert(table, Values{Value{name}, Value{text}});
    } else if (found->second.second != text) {
      tx.update(table, found->second.first, Values{Value{name}, Value{text}});
    }
  }
}

}  // namespace

void fill_codes(store::Database& db, const Catalogue& catalogue) {
  db.execute("DELETE FROM code");
  auto insert = db.statement("INSERT INTO code (list, code, zh, en) VALUES (?, ?, ?, ?)");
  for (const std::string& list : catalogue.code_tables()) {
    for (const auto& entry : catalogue.codes(list).entries()) {
      insert.with(std::string_view{list}, std::string_view{entry.code}, std::string_view{entry.zh},
                  std::string_view{entry.en});
      insert.run();
    }
  }
}

Changes changes(Desk& desk, const Catalogue& wanted) {
  Changes out;
  for (const store::TableDef& table : store::program_tables()) {
    if (!has_table(desk.db, table.name)) out.tables.push_back(table.name);
  }
  for (const FieldSet& set : wanted.all()) {
    const FieldSet* old_set = find(desk.catalogue, set.id);
    if (old_set == nullptr) {
      out.tables.push_back(set.id);
    } else {
      compare_fields(*old_set, set, desk.catalogue.version(), out);
    }
  }
  for (const FieldSet& set : desk.catalogue.all()) {
    if (find(wanted, set.id) == nullptr) incompatible(set.id);
  }
  const std::map<std::string, std::string> present{desk.catalogue.texts().begin(),
                                                   desk.catalogue.texts().end()};
  for (const auto& [name, text] : wanted.texts()) {
    const auto found = present.find(name);
    if (found == present.end() || found->second != text) out.texts.push_back(name);
  }
  return out;
}

Written migrate(Desk& desk, const Catalogue& wanted) {
  const Changes what = changes(desk, wanted);
  const Permit permit = desk.permit("db migrate");
  Transaction tx{
      desk, permit, {.args = {{"texts", Value{static_cast<std::int64_t>(what.texts.size())}}}}};
  for (const store::TableDef& table : store::program_tables()) {
    if (!has_table(desk.db, table.name)) desk.db.make_table(table);
  }
  for (const FieldSet& set : wanted.all()) {
    const store::TableDef after = field_table(set);
    if (const FieldSet* old_set = find(desk.catalogue, set.id)) {
      add_columns(desk.db, field_table(*old_set), after, set);
    } else {
      desk.db.make_table(after);
    }
  }
  keep_texts(desk, tx, wanted);
  fill_codes(desk.db, wanted);
  rebuild_credit_ledger(desk.db);
  return tx.commit();
}

}  // namespace tmis::journal
