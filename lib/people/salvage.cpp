// Field sets first: they say which tables there are. Then table by table, and verify has the last
// word about what that is worth.
#include "people/salvage.h"

#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "journal/credit_ledger.h"
#include "journal/event.h"
#include "journal/field_table.h"
#include "people/found.h"

namespace tmis::people {
namespace {

/// The field sets in force in the file; where some can't be read, those of the program in their
/// place.
schema::Catalogue field_sets(store::Wreck& wreck, const schema::Catalogue& own) {
  const auto& table = store::program_table("field_set_text");
  auto found = store::Database::in_memory();
  found.make_table(table);
  std::map<std::string, std::string> texts;
  if (wreck.copy(table.name, found).unread) {
    for (const auto& [name, text] : own.texts()) texts[name] = text;
  }
  auto rows = found.statement("SELECT name, text FROM field_set_text");
  while (rows.step()) texts[std::string{rows.text(0)}] = rows.text(1);
  try {
    std::vector<std::pair<std::string, std::string>> all{texts.begin(), texts.end()};
    auto kept = schema::Catalogue::from_texts(std::move(all));
    for (const std::string& list : kept.code_tables()) kept.codes(list);  // all can be read
    if (!kept.all().empty()) return kept;
  } catch (const Error&) {  // an altered text: the program's have to do
  }
  std::vector<std::pair<std::string, std::string>> all{own.texts().begin(), own.texts().end()};
  return schema::Catalogue::from_texts(std::move(all));
}

/// The id stands in every event too.
void find_file_id(store::Database& db) {
  if (db.number("SELECT count(*) FROM setting WHERE name = 'file_id'") > 0) return;
  auto rows = db.statement("SELECT body FROM event");
  while (rows.step()) {
    const auto event = journal::from_body(rows.blob(0));
    const auto id = event ? from_hex(event->file) : std::nullopt;
    if (!id) continue;
    auto insert = db.statement("INSERT INTO setting (name, value) VALUES ('file_id', ?)");
    insert.bind_blob(1, *id).run();
    return;
  }
}

std::vector<SavedTable> copy_all(store::Wreck& wreck, store::Database& db,
                                 const schema::Catalogue& sets) {
  std::vector<SavedTable> out;
  const auto take = [&](const store::TableDef& table) {
    if (table.kind == store::TableClass::derived) return;
    const auto found = wreck.copy(table.name, db);
    out.push_back({table.name, table.kind, found.rows, found.unread});
  };
  // Rows whose counterpart is lost are evidence as well.
  db.execute("PRAGMA foreign_keys=OFF");
  db.begin();
  db.execute("DELETE FROM setting");
  for (const store::TableDef& table : store::program_tables()) take(table);
  for (const schema::FieldSet& set : sets.all()) take(journal::field_table(set));
  find_file_id(db);
  try {
    journal::rebuild_credit_ledger(db);
  } catch (const Error& e) {  // of what can't be read nothing is derived; the verdict says so
    if (&e.code() != &codes::journal_damaged && &e.code() != &codes::credits_rule_invalid) throw;
  }
  db.commit();
  return out;
}

journal::Verdict verdict_on(store::Database db, schema::Catalogue sets, const Clock& clock) {
  try {
    Desk desk{std::move(db), std::move(sets), clock};
    return journal::verify(desk);
  } catch (const Error& e) {  // so little is left that not even its beginning can be judged
    journal::Verdict none;
    none.findings.push_back({&codes::journal_damaged, -1, {}, 0, {arg("what", e.code().name)}});
    return none;
  }
}

}  // namespace

bool Salvaged::whole() const {
  return verdict.exit() == Exit::ok &&
         std::none_of(tables.begin(), tables.end(), [](const auto& t) { return t.unread; });
}

Salvaged salvage(store::Wreck& wreck, const std::string& path, const std::string& target,
                 const schema::Catalogue& own, const Clock& clock, bool dry_run) {
  OutputFile out{target};
  ::unlink(out.path().c_str());  // the database makes the file itself
  Salvaged result;
  {
    auto sets = field_sets(wreck, own);
    auto db = store::Database::create(out.path());
    lay_out(db, sets);
    result.tables = copy_all(wreck, db, sets);
    const bool any = std::any_of(result.tables.begin(), result.tables.end(), [](const auto& t) {
      return t.rows > 0 && t.kind != store::TableClass::local;
    });
    if (!any) throw Error{codes::db_nothing_to_salvage, {arg("file", path)}};
    result.verdict = verdict_on(std::move(db), std::move(sets), clock);
  }
  for (const char* beside : {"-wal", "-shm"}) ::unlink((out.path() + beside).c_str());
  if (!dry_run) out.commit();
  return result;
}

}  // namespace tmis::people
