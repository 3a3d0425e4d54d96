#include <doctest/doctest.h>

#include "journal/migrate.h"
#include "journal/verify.h"
#include "people/test_school.h"

using namespace tmis;
using namespace tmis::people;

namespace {
constexpr const char* kTwo =
    "王强,男,1980-01-01,1,110101198001010010,语文教研组\n李娜,2,19850302,居民身份证,"
    "110101198503020024,数学教研组\n";
}

TEST_CASE("a founded school verifies, and its administrator can do no business") {
  TestSchool school;
  CHECK(journal::verify(school.desk).findings.empty());
  CHECK(code_of([&] { school.desk.permit("audit pass"); }) == &codes::denied_role);
}

TEST_CASE(
    "the first login asks for a password of one's own, and until then nothing else is possible") {
  TestSchool school;
  const auto made = add_officer(school.desk, {"li", "", "viewer", "", ""});
  const Secret initial{made.password.password};
  CHECK(code_of([&] { log_in(school.desk, "li", initial); }) == &codes::login_initial);
  log_in(school.desk, "li", initial, true);
  CHECK(code_of([&] { change_password(school.desk, Secret{"li"}); }) == &codes::password_weak);
  change_password(school.desk, Secret{"xin-mi-ma-99"});
  log_in(school.desk, "li", Secret{"xin-mi-ma-99"});
  CHECK(school.desk.actor.login == "li");
  CHECK(code_of([&] { log_in(school.desk, "li", initial, true); }) == &codes::login_refused);
}

TEST_CASE("five wrong passwords make the login wait, the right one included") {
  TestSchool school;
  for (int i = 0; i < 5; ++i) {
    CHECK(code_of([&] { log_in(school.desk, "manager", Secret{"wrong-one-7"}); }) ==
          &codes::login_refused);
  }
  CHECK(code_of([&] { school.as_manager(); }) == &codes::login_wait);
  school.clock.set({school.clock.now().milliseconds + 61'000});
  school.as_manager();
  CHECK(school.desk.actor.login == "manager");
}

TEST_CASE("an unknown login gets the same answer as a wrong password") {
  TestSchool school;
  CHECK(code_of([&] { log_in(school.desk, "nobody", Secret{"wrong-one-7"}); }) ==
        &codes::login_refused);
}

TEST_CASE("an initial password runs out after thirty days") {
  TestSchool school;
  const auto made = add_officer(school.desk, {"li", "", "viewer", "", ""});
  school.clock.set(FixedClock::on("2017-03-23").now());
  CHECK(code_of([&] { log_in(school.desk, "li", Secret{made.password.password}, true); }) ==
        &codes::login_expired);
}

TEST_CASE("a reset closes the old password and key, and what was signed before stays valid") {
  TestSchool school;
  const auto again = reset(school.desk, "manager", {"密码遗忘"});
  CHECK(code_of([&] { school.as_manager(); }) == &codes::login_refused);
  log_in(school.desk, "manager", Secret{again.password.password}, true);
  change_password(school.desk, Secret{"another-word-8"});
  CHECK(journal::verify(school.desk).findings.empty());
}

TEST_CASE("a disabled account stays out until it is enabled") {
  TestSchool school;
  disable(school.desk, "manager", {"调离"});
  CHECK(code_of([&] { school.as_manager(); }) == &codes::login_disabled);
  school.as("admin", "lan-tian-2017");
  CHECK(disable(school.desk, "manager", {}).event == -1);
  enable(school.desk, "manager");
  school.as_manager();
}

TEST_CASE("a list makes one dossier, number and login a row; the same list again changes nothing") {
  TestSchool school;
  const auto report = school.accounts(kTwo);
  CHECK(report.accepted == 2);
  REQUIRE(report.passwords.size() == 2);
  CHECK(report.passwords[0].login != report.passwords[1].login);
  const auto again = school.accounts(kTwo);
  CHECK(again.unchanged == 2);
  CHECK(again.event == -1);
  CHECK(find_person(school.desk, "110101198503020024")->name == "李娜");
  CHECK(find_person(school.desk, report.passwords[0].login)->name == "王强");
  CHECK(journal::verify(school.desk).findings.empty());
}

TEST_CASE("one bad row makes no account at all, unless the good ones are asked for") {
  TestSchool school;
  const std::string bad = std::string{kTwo} + "张三,1,1980-01-01,1,110101198001010012,\n";
  const auto none = school.accounts(bad);
  CHECK(none.rejected == 1);
  CHECK_FALSE(none.stored);
  REQUIRE(none.findings.size() == 1);
  CHECK(none.findings[0].code == &codes::value_identity_checksum);
  CHECK(none.findings[0].row == 4);
  CHECK_FALSE(find_person(school.desk, "110101198503020024"));
  const auto partly = school.accounts(bad, {.partial = true});
  CHECK(partly.stored);
  CHECK(partly.accepted == 2);
}

TEST_CASE("one number is one person: the same number in another row is refused") {
  TestSchool school;
  const auto report =
      school.accounts(std::string{kTwo} + "王强2,1,1980-01-01,1,110101198001010010,\n");
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].code == &codes::record_duplicate);
  CHECK(school.accounts(kTwo).accepted == 2);
  const auto other = school.accounts("王大强,1,1980-01-01,1,110101198001010010,\n");
  REQUIRE(other.findings.size() == 1);
  CHECK(other.findings[0].code == &codes::person_differs);
}

TEST_CASE("a rehearsal makes nothing") {
  TestSchool school;
  school.desk.dry_run = true;
  CHECK(school.accounts(kTwo).accepted == 2);
  CHECK(school.desk.db.number("SELECT count(*) FROM teacher") == 0);
}

TEST_CASE("a file of an earlier version gets the tables that it lacks") {
  TestSchool school;
  const auto wanted = schema::Catalogue::load(std::string{TMIS_SOURCE_DIR} + "/schemas");
  CHECK(journal::changes(school.desk, wanted).nothing());
  school.desk.db.execute("DROP TABLE archived_paper");
  CHECK_FALSE(journal::verify(school.desk).findings.empty());
  CHECK(journal::changes(school.desk, wanted).tables == std::vector<std::string>{"archived_paper"});
  journal::migrate(school.desk, wanted);
  CHECK(journal::changes(school.desk, wanted).nothing());
  CHECK(journal::verify(school.desk).findings.empty());
}

TEST_CASE("an organisation's code is taken once, and a wrong one not at all") {
  TestSchool school;
  CHECK(
      add_organisation(school.desk, {.code = "4301020013", .name = "二中", .kind = "school"}, false)
          .row > 0);
  CHECK(code_of([&] {
          add_organisation(school.desk, {.code = "4301020013", .name = "x", .kind = "school"},
                           false);
        }) == &codes::org_exists);
  CHECK(code_of([&] {
          add_organisation(school.desk, {.code = "a b", .name = "x", .kind = "school"}, false);
        }) == &codes::org_code);
  CHECK(code_of([&] {
          add_organisation(school.desk, {.code = "AB", .name = "x", .kind = "shop"}, false);
        }) == &codes::usage_value);
  CHECK(organisation(school.desk, "4301020013").division == "430102");
}
