// Settings are two rows; the tables of the field sets are made from the catalogue once a command.
#include "journal/desk.h"

#include "base/text.h"
#include "journal/field_table.h"

namespace tmis {

Desk::Desk(store::Database database, schema::Catalogue field_sets, const Clock& the_clock)
    : db(std::move(database)), catalogue(std::move(field_sets)), clock(the_clock) {
  for (const schema::FieldSet& set : catalogue.all())
    field_tables_.push_back(journal::field_table(set));
  read_settings();
}

void Desk::take_key(Secret master) {
  master_ = std::move(master);
  signer.emplace(master_);
}

const access::Organisations& Desk::organisations() {
  if (!organisations_) organisations_ = access::Organisations::read(db);
  return *organisations_;
}

Permit Desk::permit(std::string_view command, const access::Subject& subject) {
  return access::Matrix::built_in().ask(organisations(), actor, command, subject);
}

const store::TableDef& Desk::table(const schema::FieldSet& set) const {
  for (const store::TableDef& table : field_tables_) {
    if (table.number == set.number) return table;
  }
  throw Error{codes::internal, {arg("what", set.id)}};
}

std::vector<const store::TableDef*> Desk::tables() const {
  std::vector<const store::TableDef*> out;
  for (const store::TableDef& table : store::program_tables()) out.push_back(&table);
  for (const store::TableDef& table : field_tables_) out.push_back(&table);
  return out;
}

void Desk::read_settings() {
  auto settings = db.statement("SELECT name, value FROM setting");
  while (settings.step()) {
    if (settings.text(0) == "file_id") file_id_ = to_hex(settings.blob(1));
    if (settings.text(0) == "index_key") index_key_ = settings.blob(1);
  }
}

}  // namespace tmis
