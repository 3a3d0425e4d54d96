#include "workflow/key_data.h"

#include <doctest/doctest.h>

#include "dossier/edit.h"
#include "journal/verify.h"
#include "workflow/claim.h"
#include "workflow/submission.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

const std::string kOld = "110101198001010010";
const std::string kNew = "110101198001010037";  // of the same birth date

struct Changes : TestDossiers {
  Changes() { make_complete(wang); }

  std::string person_id() {
    const auto& set = desk.catalogue.person();
    return set.id + "#" + std::to_string(own_row(set, wang));
  }
  ProposeDone renamed() { return propose(desk, {wang.number, {{"name", "王刚"}}, "户籍更名"}); }
  std::string name() { return people::person(desk, wang.row).name; }
  std::vector<ProposedField> under_way(bool all = false) {
    return proposals(desk, desk.permit("record proposals"), {}, all);
  }
  SendOutcome sent() { return send(desk, {.teacher = wang.number}); }
  void accepted(const std::string& id) {
    sit("bureau");
    CHECK(accept(desk, id, "").done == 1);
    sit("manager");
  }
};

}  // namespace

TEST_CASE("what was settled with the account isn't edited by anybody") {
  Changes t;
  reopen(t.desk, {.record = t.person_id()}, "更名");
  CHECK(code_of([&] {
          dossier::edit(t.desk, t.person_id(), {{"name", "王刚"}}, "更名");
        }) == &codes::record_key_data);
  CHECK(code_of([&] {
          dossier::edit(t.desk, t.person_id(), {{"identity_document_number", kNew}}, "x");
        }) == &codes::record_key_data);
  CHECK(code_of([&] { dossier::remove(t.desk, t.person_id(), "x"); }) == &codes::record_key_data);
}

TEST_CASE("a new name holds once the authority accepts it, and is signed then") {
  Changes t;
  t.accepted(t.sent().id);
  const auto made = t.renamed();
  CHECK(made.state == "proposed");
  CHECK(t.name() == "王强");
  REQUIRE(t.under_way().size() == 1);
  CHECK(t.under_way()[0].before == "王强");
  CHECK(t.under_way()[0].after == "王刚");
  CHECK(code_of([&] { t.renamed(); }) == &codes::change_already_open);
  t.sit("bureau");
  CHECK(t.under_way().empty());  // nothing was reported to it
  t.sit("manager");
  const auto sent = t.sent();  // nothing else has changed
  REQUIRE(sent.done == 1);
  CHECK(t.under_way()[0].state == "sent");
  CHECK(t.under_way()[0].submission == sent.id);
  CHECK(t.name() == "王强");
  CHECK(code_of([&] { withdraw_proposal(t.desk, made.id, "x"); }) == &codes::change_wrong_step);
  t.sit("bureau");
  REQUIRE(t.under_way().size() == 1);
  CHECK(t.under_way()[0].after == "王刚");
  accept(t.desk, sent.id, t.wang.number);
  CHECK(t.name() == "王刚");
  t.sit("manager");
  CHECK(t.under_way().empty());
  CHECK(t.under_way(true)[0].state == "accepted");
  const auto standing = t.standing(t.wang);
  CHECK(standing.audited);
  CHECK_FALSE(standing.signatures_good);
  CHECK(t.stage(t.wang) == "accepted");
  record_signature(t.desk, t.wang.number, "dossier", "2017-2");
  CHECK(t.standing(t.wang).signatures_good);
  CHECK(t.sent().unchanged == 1);  // the authority has it already
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE(
    "another identity number rests on the document that bears it, and finds the person then") {
  Changes t;
  t.other_school();
  const auto propose_number = [&] {
    return propose(t.desk, {t.wang.number, {{"identity_document_number", kNew}}, "公安更正"});
  };
  CHECK(code_of(propose_number) == &codes::change_original);
  add_original(t.desk, {t.wang.number, "id_card", kNew, "", false});
  CHECK(code_of(propose_number) == &codes::change_original);  // a copy
  add_original(t.desk, {t.wang.number, "id_card", kNew, "", true});
  CHECK(
      code_of([&] {
        propose(t.desk, {t.wang.number, {{"identity_document_number", "110101198503020024"}}, "x"});
      }) != nullptr);  // another birth date, and another person's
  propose_number();
  CHECK(t.under_way()[0].after == "110101********0037");
  t.sit("manager2");
  const auto claim = open_claim(t.desk, {.id_number = kOld});
  t.sit("bureau");
  resolve_claim(t.desk, claim.id, ClaimOutcome::error, "一中录错号码");
  t.sit("manager");
  const auto sent = t.sent();
  t.sit("manager2");
  CHECK(open_claim(t.desk, {.id_number = kOld}).state == "open");
  t.sit("manager");
  t.accepted(sent.id);
  CHECK(people::find_person(t.desk, kNew)->row == t.wang.row);
  CHECK_FALSE(people::find_person(t.desk, kOld));
  CHECK(people::identity_number(t.desk, t.wang.row) == kNew);
  CHECK_FALSE(claim_open(t.desk, t.wang.row));
  CHECK(all_claims(t.desk).back().outcome == "corrected");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("what was changed meanwhile waits for its audit, with the new values as well") {
  Changes t;
  t.renamed();
  const auto sent = t.sent();
  reopen(t.desk, {.record = t.person_id()}, "补充");
  const auto& person = t.desk.catalogue.person();
  t.change(person.id, t.own_row(person, t.wang), "native_place", "湘潭");
  t.accepted(sent.id);
  const auto item = dossier::item(t.desk, dossier::record_id(t.desk, t.person_id()));
  CHECK(item.state == "reopened");
  CHECK(item.changed());
  journal::Record record;
  dossier::each_row(t.desk, t.desk.catalogue.person(), t.wang.row,
                    [&](journal::Record& newest, const dossier::Item& its) {
                      const auto& set = t.desk.catalogue.person();
                      const auto value = [&](const char* id) {
                        return newest.values[set.field_index(id).value()].text;
                      };
                      CHECK(value("name") == "王刚");
                      CHECK(value("native_place") == "湘潭");
                      REQUIRE(dossier::take_audited(t.desk, its, newest));
                      CHECK(value("name") == "王刚");
                      CHECK(value("native_place") == "长沙");
                    });
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a proposal that is returned or recalled changes nothing") {
  Changes t;
  t.renamed();
  auto sent = t.sent();
  CHECK(recall(t.desk, sent.id, "").state == "recalled");
  CHECK(t.under_way()[0].state == "proposed");
  sent = t.sent();
  t.sit("bureau");
  give_back(t.desk, sent.id, "", "户口本复印件不清");
  t.sit("manager");
  CHECK(t.under_way().empty());
  CHECK(t.under_way(true)[0].state == "returned");
  CHECK(t.name() == "王强");
  const auto again = t.renamed();
  CHECK(withdraw_proposal(t.desk, again.id, "误填").state == "withdrawn");
  CHECK(withdraw_proposal(t.desk, again.id, "误填").unchanged);
  t.accepted(t.sent().id);
  CHECK(t.name() == "王强");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a proposal is of key data, and by the manager of somebody else") {
  Changes t;
  const auto tried = [&](const char* field, const char* value, const char* reason = "x") {
    return code_of([&] { propose(t.desk, {t.wang.number, {{field, value}}, reason}); });
  };
  CHECK(tried("native_place", "湘潭") == &codes::change_field);
  CHECK(tried("name", "") != nullptr);
  CHECK(tried("sex", "男女") == &codes::record_rejected);
  CHECK(tried("birth_date", "1980-01-02") == &codes::record_rejected);  // not the number's
  CHECK(tried("name", "王刚", " ") == &codes::record_reason);
  CHECK(propose(t.desk, {t.wang.number, {{"name", "王强"}}, "x"}).unchanged);
  CHECK(code_of([&] { withdraw_proposal(t.desk, "key_data_proposal#1", "x"); }) ==
        &codes::change_not_found);
  CHECK(code_of([&] {
          propose(t.desk, {t.li.number, {{"name", "李丽"}}, "x"});
        }) == &codes::change_original);
  t.sit(t.wang.number);
  CHECK(tried("name", "王刚") == &codes::denied_role);
}
