// The number of a paper stands sealed as sensitive fields do; it is found by its keyed hash.
#include "workflow/originals.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "journal/as_of.h"
#include "journal/sealed_fields.h"
#include "journal/transaction.h"
#include "keys/hash.h"
#include "keys/seal.h"
#include "schema/row_reader.h"
#include "workflow/standing.h"

namespace tmis::workflow {
namespace {

using store::program_table;

journal::SealPlace place(Desk& desk, std::int64_t row, std::int64_t version) {
  return {desk.file_key(), program_table("original").number, row,
          static_cast<std::uint32_t>(version)};
}

std::string seal(Desk& desk, std::int64_t teacher, const journal::SealPlace& where,
                 const std::string& number) {
  std::string blob;
  journal::append_blob(desk.dossier_key(teacher), where, keys::random_bytes(keys::kNonceSize),
                       nlohmann::json{{"number", number}}.dump(), blob);
  return blob;
}

/// The number in what was sealed. Throws journal.damaged.
std::string number_in(const std::string& plain) {
  const auto json = nlohmann::json::parse(plain, nullptr, false);
  if (!json.is_object() || !json.contains("number") || !json["number"].is_string()) {
    throw Error{codes::journal_damaged, {arg("what", "original")}};
  }
  return json["number"].get<std::string>();
}

/// The number, or *** for whoever doesn't hold the key.
std::string unseal(Desk& desk, std::int64_t teacher, const journal::SealPlace& where,
                   std::string_view sealed) {
  const auto key = desk.keyring().dossier(desk.db, teacher, journal::key_number(sealed));
  if (key.empty()) return "***";
  std::string plain;
  journal::open_blob(key, where, sealed, plain);
  return number_in(plain);
}

/// By id, or as lists call it.
std::string kind_named(Desk& desk, const std::string& name) {
  const auto kinds = original_kinds(desk);
  for (const std::string& kind : kinds) {
    const std::string key = "evidence." + kind;
    if (kind == name || text_in(Language::zh, key) == name || text_in(Language::en, key) == name)
      return kind;
  }
  throw Error{codes::usage_value,
              {arg("value", name), arg("option", "--kind"), arg("expected", joined(kinds, ", "))}};
}

/// A scan beside the database is mistaken for it easily; its hash would hold for a moment only.
void refuse_database(Desk& desk, const std::string& file) {
  for (const char* ending : {"", "-wal", "-shm"}) {
    if (!is_same_file(file, desk.db.path() + ending)) continue;
    throw Error{codes::usage_value,
                {arg("value", file), arg("option", "--file"), arg("expected", "SCAN")}};
  }
}

/// The columns after teacher, kind, key and sealed, as they are or become.
struct Seen {
  std::int64_t row = 0;
  bool seen = false;
  Value file_name, file_hash;
  std::string sealed;
  std::int64_t seal_version = 1;
};

std::optional<Seen> known(store::Database& db, std::int64_t teacher, const std::string& kind,
                          const std::string& key) {
  auto find = db.statement(
      "SELECT row, seen_original, file_name, file_hash, sealed, seal_version FROM original WHERE "
      "teacher = ? AND kind = ? AND key = ?");
  find.bind(1, teacher).bind(2, std::string_view{kind}).bind_blob(3, key);
  if (!find.step()) return std::nullopt;
  return Seen{find.integer(0), find.integer(1) != 0,      find.value(2),
              find.value(3),   std::string{find.blob(4)}, find.integer(5)};
}

}  // namespace

std::string paper_number(std::string number) {
  if (bad_utf8(number)) throw Error{codes::evidence_number};
  to_nfc(number);
  to_half_width(number);
  to_upper(number);
  number = trimmed(number);
  if (number.empty()) throw Error{codes::evidence_number};
  return number;
}

std::string paper_key(Desk& desk, const std::string& kind, const std::string& number) {
  const auto hash = keys::keyed_hash128(desk.index_key(), kind + "\x1f" + number);
  return std::string{keys::bytes(hash)};
}

OriginalDone add_original(Desk& desk, NewOriginal given) {
  given.kind = kind_named(desk, given.kind);
  paper_number(given.number);  // refused before anyone is looked for
  const auto [permit, person] = people::admit(desk, "evidence add", given.teacher);
  return keep_original(desk, permit, person, given);
}

OriginalDone keep_original(Desk& desk, const Permit& permit, const people::Person& person,
                           const NewOriginal& given) {
  const std::string number = paper_number(given.number);
  const std::string key = paper_key(desk, given.kind, number);
  Seen next;
  next.seen = given.seen;
  if (!given.file.empty()) {
    refuse_database(desk, given.file);
    const FileBytes bytes{given.file};
    const keys::Hash hash = keys::hash(bytes.view());
    next.file_name = Value{always_utf8(file_name(given.file))};
    next.file_hash = Value::blob(std::string{keys::bytes(hash)});
  }
  journal::Transaction tx{
      desk, permit, {.args = {{"kind", Value{given.kind}}, {"teacher", Value{person.number}}}}};
  const auto before = known(tx.db(), person.row, given.kind, key);
  if (before) {
    next.row = before->row;
    next.sealed = before->sealed;
    next.seal_version = before->seal_version;
    next.seen = next.seen || before->seen;  // what was seen stays seen
    if (next.file_hash.is_null()) {
      next.file_name = before->file_name;
      next.file_hash = before->file_hash;
    }
  }
  if (!before) {
    next.row = tx.next_record(program_table("original"));
    next.sealed = seal(desk, person.row, place(desk, next.row, next.seal_version), number);
  }
  OriginalDone done{"", next.seen ? "seen" : "recorded"};
  const Values columns{Value{person.row},
                       Value{given.kind},
                       Value::blob(key),
                       Value::blob(next.sealed),
                       Value{std::int64_t{next.seen}},
                       next.file_name,
                       next.file_hash,
                       Value{next.seal_version}};
  done.unchanged = before && before->seen == next.seen && before->file_hash == next.file_hash;
  if (!before) {
    tx.insert(program_table("original"), columns);
  } else if (!done.unchanged) {
    tx.update(program_table("original"), next.row, columns);
  }
  done.id = "original#" + std::to_string(next.row);
  if (!done.unchanged) done.event = tx.commit().seq;
  return done;
}

std::vector<Original> originals(Desk& desk, const Permit& permit,
                                std::optional<std::int64_t> teacher) {
  std::unordered_map<std::int64_t, people::Person> persons;
  for (auto& p : people::persons(desk, permit)) persons.emplace(p.row, p);
  journal::PastQuestion q{
      program_table("original"),
      {"teacher", "kind", "sealed", "seen_original", "file_name", "file_hash", "seal_version"}};
  if (teacher) q.where.emplace("teacher", *teacher);
  journal::Events events{desk.db};
  std::vector<Original> out;
  journal::each_row(desk.db, q, [&](const journal::PastRow& row) {
    const auto person = persons.find(row.values[0].number);
    if (person == persons.end()) return;
    out.push_back({row.row, person->second, row.values[1].text,
                   schema::masked_identity(unseal(desk, row.values[0].number,
                                                  place(desk, row.row, row.values[6].number),
                                                  row.values[2].text)),
                   row.values[3].number != 0, row.values[4].text, to_hex(row.values[5].text),
                   events.day(row.seq), events.at(row.seq).actor});
  });
  return out;
}

void bring_original(
    Desk& desk, journal::Transaction& tx, Values columns, std::int64_t teacher,
    const std::function<std::string(std::string_view sealed, std::uint32_t version)>& open) {
  const auto& table = program_table("original");
  const auto at = [&](std::string_view column) -> Value& { return columns[table.column(column)]; };
  std::string plain =
      open(at("sealed").text, static_cast<std::uint32_t>(at("seal_version").number));
  const std::string number = number_in(plain);
  keys::wipe(plain);
  const std::string kind = at("kind").text, key = paper_key(desk, kind, number);
  const auto before = known(tx.db(), teacher, kind, key);
  if (before) return;
  const std::int64_t row = tx.next_record(table);
  at("teacher") = Value{teacher};
  at("key") = Value::blob(key);
  at("seal_version") = Value{std::int64_t{1}};
  at("sealed") = Value::blob(seal(desk, teacher, place(desk, row, 1), number));
  tx.insert(table, columns);
}

bool original_seen(Desk& desk, std::int64_t teacher, const std::string& kind,
                   const std::string& number) {
  if (!number.empty()) {
    const auto found = known(desk.db, teacher, kind, paper_key(desk, kind, paper_number(number)));
    return found && found->seen;
  }
  auto find = desk.db.statement(
      "SELECT 1 FROM original WHERE teacher = ? AND kind = ? AND seen_original = 1");
  find.with(teacher, std::string_view{kind});
  return find.step();
}

std::vector<MissingOriginal> missing_originals(Desk& desk, const Permit& permit,
                                               std::optional<std::int64_t> teacher) {
  std::unordered_map<std::string, std::vector<std::string>> sets;
  for (const auto& set : desk.catalogue.all()) {
    for (const auto& rule : set.originals) sets[rule.kind].push_back(set.id);
  }
  std::vector<MissingOriginal> out;
  const Standings now = standings(desk, permit, {journal::kNow, teacher, false, desk.today()});
  for (const Standing& s : now.all) {
    for (std::size_t i = 0; i < now.kinds.size(); ++i) {
      if (s.seen[i] < s.called[i])
        out.push_back({s.person, now.kinds[i], s.called[i], s.seen[i], sets[now.kinds[i]]});
    }
  }
  return out;
}

}  // namespace tmis::workflow
