// A school in memory for unit tests: founded, with a manager at the desk, on a day of one's own.
#pragma once

#include <map>
#include <string>

#include "base/clock.h"
#include "people/account_batch.h"
#include "people/credentials.h"
#include "people/found.h"
#include "people/person.h"
#include "sheet/source.h"

namespace tmis::people {

struct TestSchool {
  FixedClock clock = FixedClock::on("2017-02-20");
  Desk desk;
  std::map<std::string, Secret> masters;        // keys of those who were here, by login
  std::map<std::string, std::string> initials;  // initial passwords of a batch, by login

  TestSchool() : desk(make(clock)) {
    found(desk, {.code = "4301020012", .name = "青澜市第一中学", .kind = "school"}, "admin",
          Secret{"lan-tian-2017"});
    as("admin", "lan-tian-2017");
    officer("manager", "manager");
  }

  static Desk make(const Clock& clock) {
    auto catalogue = schema::Catalogue::load(std::string{TMIS_SOURCE_DIR} + "/schemas");
    auto db = store::Database::in_memory();
    lay_out(db, catalogue);
    return Desk{std::move(db), std::move(catalogue), clock};
  }

  void as(const std::string& login, const std::string& password) {
    log_in(desk, login, Secret{password});
    remember_key();
  }
  /// Sits down again without the tenth of a second that a password takes.
  void sit(const std::string& login) {
    sit_down(desk, access::read_actor(desk.db, login).value().account,
             Secret{masters.at(login).view()});
  }
  /// The same past the program, which lets nobody in with a closed key or account.
  void break_in(const std::string& login) {
    desk.actor = access::read_actor(desk.db, login).value();
    desk.take_key(desk.actor.account, Secret{masters.at(login).view()});
  }
  void remember_key() { masters.insert_or_assign(desk.actor.login, Secret{desk.master().view()}); }

  /// An officer with the password "dang-an-gong-zuo-LOGIN"; the administrator sits at the desk
  /// before and after.
  void officer(const std::string& login, const std::string& role) {
    const auto made = add_officer(desk, {login, login, role, "", ""});
    log_in(desk, login, Secret{made.password.password}, true);
    change_password(desk, Secret{"dang-an-gong-zuo-" + login});
    remember_key();
    sit("admin");
  }
  void as_manager() { as("manager", "dang-an-gong-zuo-manager"); }

  /// Accounts from lines of the list; the administrator must sit at the desk.
  BatchReport accounts(const std::string& csv, BatchOptions how = {}) {
    const auto source = sheet::open_bytes(
        "name,sex,birth_date,identity_document_type,identity_document_number,department\n" + csv,
        {"accounts.csv", "", "utf-8"});
    BatchReport report = create_accounts(desk, *source, how);
    for (const InitialPassword& given : report.passwords) initials[given.login] = given.password;
    return report;
  }
};

/// The code of the Error that `what` throws, or nullptr.
template <class What>
const Code* code_of(What what) {
  try {
    what();
  } catch (const Error& error) {
    return &error.code();
  }
  return nullptr;
}

}  // namespace tmis::people
