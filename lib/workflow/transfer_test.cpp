#include "workflow/transfer.h"

#include <doctest/doctest.h>

#include "dossier/records.h"
#include "journal/verify.h"
#include "people/timeline.h"
#include "workflow/claim.h"
#include "workflow/employment.h"
#include "workflow/rotation.h"
#include "workflow/submission.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

const std::string kWang = "110101198001010010";

struct Moves : TestDossiers {
  std::int64_t other = other_school();

  std::string applied() {
    sit("manager2");
    return apply_transfer(desk, {.teacher = kWang, .from = "4301020012", .reason = "工作需要"}).id;
  }
  std::string step(const std::string& by, const std::string& id) {
    sit(by);
    return confirm_transfer(desk, {id, "", "同意"}).state;
  }
  std::string released() {
    const std::string id = applied();
    step("bureau", id);
    step("manager", id);
    return id;
  }
  TransferDone taken() {
    const std::string id = released();
    step("bureau", id);
    sit("manager2");
    return take_transfer(desk, {id, "", ""});
  }
  std::int64_t org_of(std::int64_t teacher) { return people::person(desk, teacher).org; }
};

}  // namespace

TEST_CASE("a person goes from one school to another, one authority above both") {
  Moves t;
  t.put("work_experience", t.wang,
        {{"unit_name", "青澜市第一中学"},
         {"start_month", "2005-09"},
         {"unit_nature", "23"},
         {"position", "语文教师"}});
  const std::string id = t.applied();
  CHECK(t.step("bureau", id) == "20");
  CHECK(t.step("manager", id) == "30");
  CHECK(t.step("bureau", id) == "40");
  CHECK(t.org_of(t.wang.row) == t.wang.org);
  t.on("2017-03-01");
  t.sit("manager2");
  const auto done = take_transfer(t.desk, {id, "", ""});
  CHECK(done.state == "50");
  CHECK(done.rows == 3);
  CHECK(t.org_of(t.wang.row) == t.other);
  CHECK(take_transfer(t.desk, {id, "", ""}).unchanged);
  const auto person = people::person(t.desk, t.wang.row);
  CHECK(person.number == t.wang.number);
  CHECK(person.department.empty());
  const auto& set = t.desk.catalogue.at("work_experience");
  const auto rows = dossier::records_of(t.desk, set, t.desk.permit("record show"), person);
  REQUIRE(rows.size() == 2);
  const auto at = [&](std::size_t i, const char* field) {
    return rows[i].record.values[set.field_index(field).value()].text;
  };
  CHECK(at(0, "end_month") == "2017-03");
  CHECK(at(1, "unit_name") == "青澜市第二中学");
  CHECK(at(1, "start_month") == "2017-03");
  CHECK(at(1, "position") == "语文教师");
  CHECK(rows[1].record.head.business == id);
  CHECK(rows[1].item.state == "audited");
  REQUIRE_FALSE(done.findings.empty());
  CHECK(done.findings.back().code == &codes::post_missing);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("what was sealed opens for the new school, and nothing newer for the old one") {
  Moves t;
  const auto pay = t.put("contact", t.wang, {{"mobile", "13800138000"}});
  const auto done = t.taken();
  CHECK(done.key_given == false);  // he never logged in
  const auto& set = t.desk.catalogue.at("contact");
  t.sit("manager2");
  auto record = journal::find_record(t.desk, set, "r.row = ?", pay);
  REQUIRE(record);
  CHECK_FALSE(record->closed);
  CHECK(record->values[set.field_index("mobile").value()].text == "13800138000");
  t.change("contact", pay, "mobile", "13900139000");
  t.sit("manager");
  CHECK(journal::find_record(t.desk, set, "r.row = ?", pay)->closed);
  CHECK(code_of([&] { people::admit(t.desk, "record show", t.wang.number); }) ==
        &codes::teacher_not_found);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("each step is for the side whose turn it is") {
  Moves t;
  const std::string id = t.applied();
  CHECK(code_of([&] { take_transfer(t.desk, {id, "", ""}); }) == &codes::transfer_not_ready);
  CHECK(code_of([&] { confirm_transfer(t.desk, {id, "", ""}); }) == &codes::denied_relation);
  t.sit("manager");
  CHECK(code_of([&] { confirm_transfer(t.desk, {id, "", ""}); }) == &codes::transfer_wrong_step);
  CHECK(code_of([&] { withdraw_transfer(t.desk, {id, "", ""}); }) == &codes::denied_relation);
  CHECK(code_of([&] {
          confirm_transfer(t.desk, {"D00000000", "", ""});
        }) == &codes::transfer_not_found);
  t.sit("bureau");
  confirm_transfer(t.desk, {id, "", ""});
  CHECK(code_of([&] { confirm_transfer(t.desk, {id, "", ""}); }) == &codes::transfer_wrong_step);
  t.sit("manager");
  CHECK(reject_transfer(t.desk, {id, "", "不同意"}).state == "90");
  CHECK(code_of([&] { confirm_transfer(t.desk, {id, "", ""}); }) == &codes::transfer_closed);
  CHECK(t.applied() != id);  // and may be applied for again
  CHECK(code_of([&] { t.applied(); }) == &codes::transfer_already_open);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("nobody finds a person by trying, and who tries has to wait") {
  Moves t;
  t.sit("manager2");
  const auto apply = [&](const std::string& teacher, const std::string& from) {
    return code_of(
        [&] { apply_transfer(t.desk, {.teacher = teacher, .from = from, .reason = "x"}); });
  };
  CHECK(apply(kWang, "4301020013") == &codes::transfer_same_school);
  for (int i = 0; i < 5; ++i)
    CHECK(apply("110101198001010029", "4301020012") == &codes::teacher_not_found);
  CHECK(apply(kWang, "4301020012") == &codes::transfer_wait);
}

TEST_CASE("on its way a dossier is only read, until it is taken or sent back") {
  Moves t;
  const std::string id = t.released();
  t.sit("manager");
  CHECK(code_of([&] {
          people::admit(t.desk, "record add", t.wang.number, access::TableSource::school);
        }) == &codes::dossier_in_transfer);
  CHECK(code_of([&] {
          set_status(
              t.desk,
              {.teacher = t.wang.number, .status = "203", .from = "2017-03-01", .reason = "x"});
        }) == &codes::dossier_in_transfer);
  CHECK(code_of([&] { send(t.desk, {.teacher = t.wang.number}); }) == &codes::dossier_in_transfer);
  CHECK(people::admit(t.desk, "record show", t.wang.number).person.row == t.wang.row);
  t.sit("manager2");
  CHECK(withdraw_transfer(t.desk, {id, "", ""}).state == "91");
  t.sit("manager");
  people::admit(t.desk, "record add", t.wang.number, access::TableSource::school);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("what is open elsewhere holds the releasing school's confirmation back") {
  Moves t;
  t.make_complete(t.wang);
  const auto sent = send(t.desk, {.teacher = t.wang.number});
  const std::string id = t.applied();
  t.step("bureau", id);
  t.sit("manager");
  CHECK(code_of([&] {
          confirm_transfer(t.desk, {id, "", ""});
        }) == &codes::transfer_submission_open);
  t.sit("bureau");
  accept(t.desk, sent.id, "");
  CHECK(t.step("manager", id) == "30");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a rotation keeps the relation, writes status and dossier, and excludes a transfer") {
  Moves t;
  t.sit("manager");
  const auto applied = apply_rotation(t.desk, {.teacher = t.wang.number,
                                               .to = "4301020013",
                                               .type = "1",
                                               .from = "2017-03-01",
                                               .until = "2018-02-28",
                                               .reason = "县管校聘"});
  CHECK(code_of([&] {
          end_rotation(t.desk, {applied.id, "", "", "2017-06-01"});
        }) == &codes::rotation_not_in_force);
  CHECK(code_of([&] {
          confirm_rotation(t.desk, {applied.id, "", "", ""});
        }) == &codes::denied_role);
  t.sit("bureau");
  const auto confirmed = confirm_rotation(t.desk, {applied.id, "", "同意", ""});
  CHECK(confirmed.state == "in_force");
  CHECK(confirmed.rows == 1);
  CHECK(confirm_rotation(t.desk, {applied.id, "", "", ""}).unchanged);
  CHECK(people::spell_on(t.desk.db, t.wang.row, *day_from_iso("2017-04-01")).status == "205");
  CHECK(t.org_of(t.wang.row) == t.wang.org);
  const std::string move = t.applied();
  t.step("bureau", move);
  t.sit("manager");
  CHECK(code_of([&] {
          confirm_transfer(t.desk, {move, "", ""});
        }) == &codes::transfer_rotation_open);
  CHECK(code_of([&] {
          end_rotation(t.desk, {applied.id, "", "", "2017-02-01"});
        }) == &codes::rotation_days);
  CHECK(end_rotation(t.desk, {applied.id, "", "", "2017-07-10"}).state == "ended");
  CHECK(people::spell_on(t.desk.db, t.wang.row, *day_from_iso("2017-08-01")).status == "100");
  CHECK(confirm_transfer(t.desk, {move, "", ""}).state == "30");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a rotation that was applied for ends when another school takes the person over") {
  Moves t;
  t.sit("manager");
  const auto applied = apply_rotation(t.desk, {.teacher = t.wang.number,
                                               .to = "4301020013",
                                               .type = "1",
                                               .from = "2017-03-01",
                                               .until = "2018-02-28",
                                               .reason = "县管校聘"});
  CHECK(t.taken().state == "50");
  t.sit("bureau");
  CHECK(code_of([&] {
          confirm_rotation(t.desk, {applied.id, "", "同意", ""});
        }) == &codes::rotation_closed);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a person who leaves takes open cases along") {
  Moves t;
  const std::string id = t.applied();
  t.sit("manager");
  set_status(
      t.desk,
      {.teacher = t.wang.number, .status = "303", .from = "2017-02-20", .reason = "死亡证明"});
  const auto file = case_file(t.desk.db, "transfer_case", std::string_view{id});
  CHECK(file->text("state") == "90");
  CHECK(file->text("outcome") == "person.left");
  t.sit("manager2");
  CHECK(code_of([&] {
          apply_transfer(t.desk, {.teacher = kWang, .from = "4301020012", .reason = "x"});
        }) == &codes::dossier_closed);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a confirmation that another side wrote is found") {
  Moves t;
  const std::string id = t.applied();
  t.sit("manager");  // the releasing school confirms for the receiving authority
  {
    auto file = *case_file(t.desk.db, "transfer_case", std::string_view{id});
    file.set("state", Value{"20"});
    access::Subject subject = subject_of_case(t.desk, file, "");
    journal::Transaction tx{
        t.desk, t.desk.permit("transfer confirm", subject), {.args = {{"case", Value{id}}}}};
    tx.update(*file.table, file.is.row, file.columns);
    tx.commit();
  }
  const auto verdict = journal::verify(t.desk);
  REQUIRE(verdict.findings.size() == 1);
  CHECK(verdict.findings[0].code == &codes::journal_case);
}

TEST_CASE("a dossier that is said to belong to a case it has no part in is found") {
  Moves t;
  const std::string id = t.applied();
  {
    auto file = *case_file(t.desk.db, "transfer_case", std::string_view{id});
    journal::Transaction tx{t.desk,
                            t.desk.permit("transfer withdraw", subject_of_case(t.desk, file, "")),
                            {.args = {{"case", Value{id}}}}};
    const auto& table = store::program_table("status_change");
    tx.insert(table, Values{Value{t.li.row}, Value{"100"}, Value{"2017-02-20"}, Value{}, Value{},
                            Value{}});
    tx.commit();
  }
  const auto verdict = journal::verify(t.desk);
  REQUIRE(verdict.findings.size() == 1);
  CHECK(verdict.findings[0].code == &codes::journal_reach);
}
