#include "workflow/claim.h"

#include <doctest/doctest.h>

#include "journal/verify.h"
#include "workflow/employment.h"
#include "workflow/submission.h"
#include "workflow/test_dossiers.h"
#include "workflow/transfer.h"
#include "workflow/undo.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

const std::string kWang = "110101198001010010";  // the number of t.wang

struct TwoSchools : TestDossiers {
  std::int64_t other = other_school();

  ClaimDone claimed() {
    sit("manager2");
    return open_claim(desk, {.id_number = kWang, .name = "王强"});
  }
  std::vector<Claim> seen() { return claims(desk, desk.permit("accounts duplicates")); }
};

}  // namespace

TEST_CASE(
    "whoever claims a person learns nothing of the other side, and that side nothing of him") {
  TwoSchools t;
  const auto done = t.claimed();
  CHECK(done.state == "open");
  CHECK(claim_open(t.desk, t.wang.row));
  CHECK_FALSE(claim_open(t.desk, t.li.row));
  auto all = t.seen();
  REQUIRE(all.size() == 1);
  CHECK(all[0].id == done.id);
  CHECK(all[0].claimant == t.other);
  CHECK(all[0].holder == 0);
  CHECK(all[0].dossier == 0);
  CHECK(all[0].name == "王强");
  t.sit("manager");
  all = t.seen();
  REQUIRE(all.size() == 1);
  CHECK(all[0].claimant == 0);
  CHECK(all[0].name.empty());
  CHECK(all[0].dossier == t.wang.row);
  t.sit("bureau");
  all = t.seen();
  REQUIRE(all.size() == 1);
  CHECK(all[0].holder == t.wang.org);
  CHECK(all[0].claimant == t.other);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("only a whole number names a person, and not one's own") {
  TwoSchools t;
  t.sit("manager2");
  CHECK(code_of([&] { open_claim(t.desk, {.id_number = "11010119800101"}); }) ==
        &codes::teacher_not_found);
  CHECK(code_of([&] { open_claim(t.desk, {.teacher = kWang}); }) == &codes::teacher_not_found);
  CHECK(code_of([&] { open_claim(t.desk, {}); }) == &codes::usage_missing);
  CHECK(code_of([&] { open_claim(t.desk, {.id_number = kWang, .teacher = t.wang.number}); }) ==
        &codes::usage_missing);
  CHECK(open_claim(t.desk, {.teacher = t.wang.number}).state == "open");
  CHECK(code_of([&] { open_claim(t.desk, {.id_number = kWang}); }) == &codes::claim_already_open);
  t.sit("manager");
  CHECK(code_of([&] { open_claim(t.desk, {.id_number = kWang}); }) == &codes::claim_own);
  t.sit("admin");
  CHECK(code_of([&] { open_claim(t.desk, {.id_number = kWang}); }) == &codes::denied_role);
}

TEST_CASE("a dossier that is claimed isn't reported until the claim is decided") {
  TwoSchools t;
  t.make_complete(t.wang);
  t.make_complete(t.li);
  const auto claim = t.claimed();
  t.sit("manager");
  CHECK(code_of([&] { send(t.desk, {.teacher = t.wang.number}); }) == &codes::person_claim_open);
  const auto sent = send(t.desk, {.all = true});
  CHECK(sent.done == 1);
  REQUIRE(sent.shortcomings.size() == 1);
  CHECK(sent.shortcomings[0].code == &codes::person_claim_open);
  t.sit("bureau");
  resolve_claim(t.desk, claim.id, ClaimOutcome::keep, "档案原件在一中");
  t.sit("manager");
  CHECK(send(t.desk, {.teacher = t.wang.number}).done == 1);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a claim is withdrawn by its own side alone and decided by the authority above both") {
  TwoSchools t;
  const auto claim = t.claimed();
  t.sit("manager");
  CHECK(code_of([&] { withdraw_claim(t.desk, claim.id); }) == &codes::claim_not_found);
  CHECK(code_of([&] { resolve_claim(t.desk, claim.id, ClaimOutcome::keep, "x"); }) ==
        &codes::denied_role);
  t.sit("bureau");
  CHECK(code_of([&] { resolve_claim(t.desk, "C00000000", ClaimOutcome::keep, "x"); }) ==
        &codes::claim_not_found);
  CHECK(code_of([&] { resolve_claim(t.desk, claim.id, ClaimOutcome::keep, " "); }) ==
        &codes::record_reason);
  t.sit("manager2");
  CHECK(withdraw_claim(t.desk, claim.id).state == "closed");
  CHECK_FALSE(claim_open(t.desk, t.wang.row));
  CHECK(code_of([&] { withdraw_claim(t.desk, claim.id); }) == &codes::claim_wrong_step);
  const auto again = open_claim(t.desk, {.id_number = kWang});
  CHECK(again.id != claim.id);
  t.sit("bureau");
  CHECK(code_of([&] { resolve_claim(t.desk, claim.id, ClaimOutcome::keep, "x"); }) ==
        &codes::claim_wrong_step);
  CHECK(resolve_claim(t.desk, again.id, ClaimOutcome::error, "二中录错号码").state == "closed");
  const auto all = t.seen();
  REQUIRE(all.size() == 2);
  CHECK(all[0].outcome == "withdrawn");
  CHECK(all[1].outcome == "error");
  CHECK(all[1].reason == "二中录错号码");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a person who belongs to the claimant comes by a transfer that the holder confirms") {
  TwoSchools t;
  const auto claim = t.claimed();
  t.sit("bureau");
  const auto done = resolve_claim(t.desk, claim.id, ClaimOutcome::move, "人事关系在二中");
  CHECK(done.state == "closed");
  CHECK_FALSE(claim_open(t.desk, t.wang.row));
  t.sit("manager");
  CHECK(confirm_transfer(t.desk, {done.transfer, "", ""}).state == "30");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("who has retired or died goes to no other school by a claim") {
  TwoSchools t;
  const auto claim = t.claimed();
  t.sit("manager");
  set_status(
      t.desk,
      {.teacher = t.wang.number, .status = "303", .from = "2017-02-20", .reason = "死亡证明"});
  t.sit("bureau");
  CHECK(code_of([&] { resolve_claim(t.desk, claim.id, ClaimOutcome::move, "x"); }) ==
        &codes::dossier_closed);
  CHECK(resolve_claim(t.desk, claim.id, ClaimOutcome::keep, "x").state == "closed");
}

TEST_CASE("the authority that decides is the lowest above both") {
  TwoSchools t;
  t.sit("bureau-admin");
  people::add_organisation(
      t.desk, {.code = "4301", .name = "青澜市教育局", .kind = "authority", .level = "city"}, true);
  const auto& tree = t.desk.organisations();
  CHECK(common_authority(tree, t.wang.org, t.other)->code == "430102");
  CHECK(common_authority(tree, t.wang.org, tree.find("430102")->row)->code == "4301");
  CHECK(common_authority(tree, t.wang.org, tree.find("4301")->row) == nullptr);
}

TEST_CASE("a dossier that somebody claims isn't taken back with its account") {
  TwoSchools t;
  t.sit("admin");
  const auto made = t.accounts("张三,1,1990-01-01,1,110101199001010015,\n");
  t.sit("manager2");
  const auto claim = open_claim(t.desk, {.id_number = "110101199001010015"});
  withdraw_claim(t.desk, claim.id);
  t.sit("admin");
  CHECK(code_of([&] { undo(t.desk, made.event, "误建"); }) == &codes::undo_changed);
}

TEST_CASE("a claim that somebody else than its side wrote is found") {
  TwoSchools t;
  const auto claim = t.claimed();
  t.sit("manager");  // the holder ends it himself, by another command of his
  {
    const auto& table = store::program_table("identity_claim");
    Values columns = journal::versions(t.desk.db, table, 1).back().columns;
    columns[table.column("state")] = Value{"closed"};
    journal::Transaction tx{t.desk, t.desk.permit("accounts claim"), {}};
    tx.update(table, 1, columns);
    tx.commit();
  }
  const auto verdict = journal::verify(t.desk);
  REQUIRE(verdict.findings.size() == 1);
  CHECK(verdict.findings[0].code == &codes::journal_reach);
}

TEST_CASE(
    "nobody decides what he claimed for another organisation, and a file where he did is found") {
  TwoSchools t;
  const auto claim = t.claimed();
  t.sit("bureau-admin");
  people::grant(t.desk, "manager2", "manager", "430102");
  t.sit("manager2");
  CHECK(code_of([&] { resolve_claim(t.desk, claim.id, ClaimOutcome::keep, "x"); }) ==
        &codes::denied_same_person);
  {
    journal::Transaction tx{t.desk, resolve_permit(t.desk, claim.id), {.reason = "x"}};
    const auto& table = store::program_table("identity_claim");
    tx.update(table, 1,
              Values{Value{claim.id}, Value{t.wang.row}, Value{t.wang.org}, Value{t.other},
                     Value{"王强"}, Value{"closed"}, Value{"keep"}, Value{"x"}});
    tx.commit();
  }
  const auto verdict = journal::verify(t.desk);
  REQUIRE(verdict.findings.size() == 1);
  CHECK(verdict.findings[0].code == &codes::journal_same_person);
}
