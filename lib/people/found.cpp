// Everything of the genesis in one transaction, signed with the key it makes.
#include "people/found.h"

#include <unistd.h>

#include "base/error.h"
#include "journal/field_table.h"
#include "journal/migrate.h"
#include "keys/password.h"
#include "people/credentials.h"

namespace tmis::people {
namespace {

/// Removes a half-made file unless it was kept.
class Scaffold {
 public:
  explicit Scaffold(std::string path) : path_(std::move(path)) {}
  Scaffold(const Scaffold&) = delete;
  Scaffold& operator=(const Scaffold&) = delete;
  ~Scaffold() {
    if (kept_) return;
    for (const char* ending : {"", "-wal", "-shm"}) ::unlink((path_ + ending).c_str());
  }
  void keep() { kept_ = true; }

 private:
  std::string path_;
  bool kept_ = false;
};

}  // namespace

void lay_out(store::Database& db, const schema::Catalogue& catalogue) {
  for (const store::TableDef& table : store::program_tables()) db.make_table(table);
  for (const schema::FieldSet& set : catalogue.all()) db.make_table(journal::field_table(set));
  db.begin();
  journal::fill_codes(db, catalogue);
  auto setting = db.statement("INSERT INTO setting (name, value) VALUES (?, ?)");
  setting.bind(1, std::string_view{"file_id"}).bind_blob(2, keys::random_bytes(16)).run();
  db.commit();
}

journal::Written found(Desk& desk, const Organisation& first, const std::string& admin,
                       const Secret& password, const KeepCode& keep_code) {
  keys::PasswordOwner owner;
  owner.login = admin;
  keys::check_password(password, owner);
  desk.actor.login = admin;
  journal::Transaction tx{
      desk, desk.permit("init"), {.args = {{"code", Value{first.code}}}, .kind = "genesis"}};
  const auto& texts = store::program_table("field_set_text");
  for (const auto& [name, text] : desk.catalogue.texts())
    tx.insert(texts, Values{Value{name}, Value{text}});
  sit_down_as_founder(desk, tx);
  tx.act().args.emplace_back("recovery", Value{make_recovery_key(tx, keep_code)});
  const std::int64_t org = insert_organisation(desk, tx, first);
  first_administrator(desk, tx, org, admin, password);
  return tx.commit();
}

journal::Written found_file(const std::string& path, const Founding& founding,
                            const Secret& password, const Clock& clock, const KeepCode& keep_code) {
  schema::Catalogue catalogue = schema::Catalogue::load(founding.schemas);
  store::Database db = store::Database::create(path);
  Scaffold scaffold{path};
  lay_out(db, catalogue);
  Desk desk{std::move(db), std::move(catalogue), clock};
  desk.dry_run = founding.dry_run;
  const auto written = found(desk, founding.first, founding.admin, password, keep_code);
  if (!founding.dry_run) scaffold.keep();
  return written;
}

}  // namespace tmis::people
