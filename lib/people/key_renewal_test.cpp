#include "people/key_renewal.h"

#include <doctest/doctest.h>

#include <functional>

#include "base/text.h"
#include "journal/org_key.h"
#include "journal/verify.h"
#include "people/key_giving.h"
#include "people/organisation.h"
#include "people/test_school.h"

using namespace tmis;
using namespace tmis::people;

namespace {

constexpr std::int64_t kOrg = 1;

struct RenewalSchool : TestSchool {
  std::int64_t teacher = 0;
  std::string dossier_key, old_key;

  RenewalSchool() {
    accounts("王强,男,1980-01-01,1,110101198001010010,语文教研组\n");
    teacher = find_person(desk, "110101198001010010")->row;
    dossier_key = desk.dossier_key(teacher).key;
    old_key = keys::hex(keys::KeyPair::of_organisation(desk.organisation_key(kOrg)).id());
  }

  /// With the word of the old key or without; `and_then` is done in the same transaction.
  RenewedKey renew(bool with_word = true,
                   const std::function<void(journal::Transaction&)>& and_then = {}) {
    journal::Transaction tx{desk, desk.permit(journal::kRenewCommand), {.kind = "key.rotate"}};
    RenewedKey done = renew_key(desk, tx, kOrg);
    journal::OrgKey before;
    before.code = "4301020012";
    before.name = "青澜市第一中学";
    before.file = desk.file_id();
    auto first = desk.db.statement("SELECT hash FROM event WHERE seq = 0");
    first.step();
    before.genesis = to_hex(first.blob(0));
    first.reset();
    journal::Renewal renewal{tx.seq(), before, before, {}};
    renewal.from.sign = done.before.sign_key();
    renewal.from.box = done.before.box_key();
    renewal.to.sign = done.after.sign_key();
    renewal.to.box = done.after.box_key();
    renewal.sig = journal::Renewal::sign(with_word ? done.before : done.after, renewal.to);
    tx.act().args = journal::to_args(renewal);
    if (and_then) and_then(tx);
    tx.commit();
    desk.keyring().forget(kOrg);
    return done;
  }

  std::string dossier() { return std::string{desk.dossier_key(teacher).key}; }
};

}  // namespace

TEST_CASE("under a new key of the school everybody opens what he opened before") {
  RenewalSchool school;
  const RenewedKey done = school.renew();
  CHECK(done.wrapped == 2);  // the dossier and the index
  CHECK(done.left_out.empty());
  for (const char* who : {"manager", "admin"}) {
    school.sit(who);
    CHECK(school.dossier() == school.dossier_key);
    CHECK(find_person(school.desk, "110101198001010010")->row == school.teacher);
  }
  CHECK(journal::verify(school.desk).findings.empty());
  school.renew();
  school.sit("manager");
  CHECK(school.dossier() == school.dossier_key);
  CHECK(journal::verify(school.desk).findings.empty());
}

TEST_CASE("what was sealed to the school before opens by the key that it had then") {
  RenewalSchool school;
  BatchKey{school.desk, "report", kOrg}.add(school.teacher);
  const Secret letter{std::string_view{"0123456789abcdef0123456789abcdef"}};
  const std::string sealed = keys::seal_to(
      keys::BoxPair::of_organisation(school.desk.organisation_key(kOrg)).public_key(), letter);
  school.renew();
  school.renew();
  school.sit("manager");
  const Secret* earlier = school.desk.keyring().earlier(school.desk.db, kOrg, school.old_key);
  REQUIRE(earlier != nullptr);
  CHECK(keys::BoxPair::of_organisation(*earlier).open(sealed)->view() == letter.view());
  CHECK(school.desk.keyring().earlier(school.desk.db, kOrg, "00") == nullptr);
  school.desk.db.execute("DELETE FROM key_wrap WHERE child GLOB 'dossier:*' AND parent = 'org:1'");
  CHECK(school.dossier() == school.dossier_key);  // by the batch
}

TEST_CASE("who waits for the first login or is disabled doesn't get the new key") {
  RenewalSchool school;
  add_officer(school.desk, {"late", "", "manager", "", ""});
  school.officer("gone", "manager");
  disable(school.desk, "gone", {"调离"});
  CHECK(school.renew().left_out == std::vector<std::string>{"gone", "late"});
  enable(school.desk, "gone");
  school.sit("gone");
  CHECK(code_of([&] { school.dossier(); }) == &codes::key_needed);
  school.sit("admin");
  grant(school.desk, "gone", "manager", "");
  school.sit("gone");
  CHECK(school.dossier() == school.dossier_key);
}

TEST_CASE("a key under the school's that doesn't open stops the renewal, and nothing is changed") {
  RenewalSchool school;
  school.desk.db.execute("UPDATE key_wrap SET blob = zeroblob(72) WHERE child GLOB 'dossier:*'");
  CHECK(code_of([&] { school.renew(); }) == &codes::journal_damaged);
  CHECK(school.desk.db.number("SELECT count(*) FROM event") ==
        school.desk.db.number("SELECT max(seq) + 1 FROM event"));
  school.sit("manager");
  CHECK(keys::hex(keys::KeyPair::of_organisation(school.desk.organisation_key(kOrg)).id()) ==
        school.old_key);
}

TEST_CASE("behind a renewal that is right no other key of the school hides") {
  RenewalSchool school;
  school.renew(true, [&](journal::Transaction& tx) {
    change_box(school.desk, tx, kOrg, {1, 2, 3});
  });
  const auto verdict = journal::verify(school.desk);
  REQUIRE_FALSE(verdict.findings.empty());
  for (const auto& finding : verdict.findings) CHECK(finding.code == &codes::journal_org_key);
}

TEST_CASE("a new key of the school that the old one hasn't signed is found") {
  RenewalSchool school;
  school.renew(false);
  const auto verdict = journal::verify(school.desk);
  REQUIRE(verdict.findings.size() == 1);
  CHECK(verdict.findings[0].code == &codes::journal_org_key);
}
