// The file id is a setting; the tables of the field sets are made from the catalogue once a
// command.
#include "journal/desk.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "journal/cases.h"
#include "journal/field_table.h"

namespace tmis {
namespace {

constexpr std::size_t kFileIdBytes = 16;

}  // namespace

Desk::Desk(store::Database database, schema::Catalogue field_sets, const Clock& the_clock)
    : db(std::move(database)), catalogue(std::move(field_sets)), clock(the_clock) {
  for (const schema::FieldSet& set : catalogue.all())
    field_tables_.push_back(journal::field_table(set));
  read_settings();
}

void Desk::take_key(std::int64_t account, Secret master) {
  master_ = std::move(master);
  signer.emplace(master_);
  keyring_.unlock(file_key_, account, keys::BoxPair::of_account(master_));
}

void Desk::take_initial(std::int64_t account, keys::BoxPair pair, keys::InitialSigner its_signer) {
  first_login_.emplace(std::move(its_signer));
  keyring_.unlock(file_key_, account, std::move(pair));
}

const access::Organisations& Desk::organisations() {
  if (!organisations_) organisations_ = access::Organisations::read(db);
  return *organisations_;
}

Permit Desk::permit(std::string_view command, const access::Subject& subject) {
  Permit permit = access::Matrix::built_in().ask(organisations(), actor, command, subject);
  if (!permit.writes_dossiers()) return permit;
  permit.leave_out(journal::moving_dossiers(db));
  if (subject.teacher && permit.refusal(*subject.teacher, subject.teacher_org.value_or(0)) ==
                             &codes::dossier_in_transfer)
    throw Error{codes::dossier_in_transfer, {arg("command", permit.command())}};
  return permit;
}

const store::TableDef& Desk::table(const schema::FieldSet& set) const {
  for (const store::TableDef& table : field_tables_) {
    if (table.number == set.number) return table;
  }
  bug(set.id);
}

std::vector<const store::TableDef*> Desk::tables() const {
  std::vector<const store::TableDef*> out;
  for (const store::TableDef& table : store::program_tables()) out.push_back(&table);
  for (const store::TableDef& table : field_tables_) out.push_back(&table);
  return out;
}

void Desk::read_settings() {
  auto id = db.statement("SELECT value FROM setting WHERE name = 'file_id'");
  if (!id.step() || id.blob(0).size() != kFileIdBytes)
    throw Error{codes::db_damaged, {arg("file", db.path()), arg("why", text("db.no-id"))}};
  file_key_ = id.blob(0);
  file_id_ = to_hex(file_key_);
}

std::string_view Desk::index_key() {
  const std::string_view key = keyring_.index(db);
  if (key.empty()) throw Error{codes::key_needed, {arg("what", text("key.index"))}};
  return key;
}

std::string_view Desk::hash_key(const schema::FieldSet& set) {
  const bool sealed = std::any_of(set.key.begin(), set.key.end(),
                                  [&](std::size_t field) { return set.fields[field].sensitive; });
  return sealed && !set.one_row() ? index_key() : file_key_;
}

journal::DossierKey Desk::dossier_key(std::int64_t teacher) {
  if (const auto key = keyring_.dossier(db, teacher)) return *key;
  auto number = db.statement("SELECT number FROM teacher WHERE row = ?");
  number.with(teacher);
  throw Error{codes::key_needed, {arg("what", number.step() ? number.text(0) : "")}};
}

const Secret& Desk::organisation_key(std::int64_t org) {
  if (const Secret* seed = keyring_.organisation(db, org)) return *seed;
  throw Error{codes::key_needed, {arg("what", organisations().find(org)->code)}};
}

}  // namespace tmis
