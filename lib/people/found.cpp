// Everything of the genesis in one transaction, signed with the key it makes.
#include "people/found.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/file.h"
#include "journal/field_table.h"
#include "journal/migrate.h"
#include "keys/password.h"
#include "people/credentials.h"

namespace tmis::people {
namespace {

/// The file while it is made, under a name of its own: under its own it is whole or not there.
class Scaffold {
 public:
  explicit Scaffold(const std::string& path) : path_(path), making_(path + ".making") {
    remove();  // what a killed `init` left
  }
  Scaffold(const Scaffold&) = delete;
  Scaffold& operator=(const Scaffold&) = delete;
  ~Scaffold() { remove(); }

  const std::string& making() const { return making_; }
  /// The file is made and closed. Throws file.exists when another has come to its place.
  void put_up() {
    if (::link(making_.c_str(), path_.c_str()) == 0) return sync_folder_of(path_);
    const Code& code = errno == EEXIST ? codes::file_exists : codes::file_unwritable;
    throw Error{code, {arg("file", path_), arg("why", std::strerror(errno))}};
  }

 private:
  void remove() const {
    for (const char* ending : {"", "-wal", "-shm"}) ::unlink((making_ + ending).c_str());
  }

  std::string path_, making_;
};

}  // namespace

void lay_out(store::Database& db, const schema::Catalogue& catalogue) {
  db.begin();
  for (const store::TableDef& table : store::program_tables()) db.make_table(table);
  for (const schema::FieldSet& set : catalogue.all()) db.make_table(journal::field_table(set));
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
  if (file_exists(path)) throw Error{codes::file_exists, {arg("file", path)}};
  Scaffold scaffold{path};
  journal::Written written;
  {
    store::Database db = store::Database::create(scaffold.making());
    lay_out(db, catalogue);
    Desk desk{std::move(db), std::move(catalogue), clock};
    desk.dry_run = founding.dry_run;
    written = found(desk, founding.first, founding.admin, password, keep_code);
  }
  if (!founding.dry_run) scaffold.put_up();
  return written;
}

}  // namespace tmis::people
