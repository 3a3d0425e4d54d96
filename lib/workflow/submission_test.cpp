#include "workflow/submission.h"

#include <doctest/doctest.h>

#include "journal/verify.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

TEST_CASE("an incomplete dossier named alone stays, with everything that it lacks") {
  TestDossiers t;
  try {
    send(t.desk, {.teacher = t.li.number});
    FAIL("sent");
  } catch (const Error& error) {
    CHECK(&error.code() == &codes::submission_incomplete);
    CHECK(error.details().size() > 10);
  }
  CHECK(t.desk.db.number("SELECT count(*) FROM submission") == 0);
}

TEST_CASE("all complete dossiers go up, the others are listed and stay") {
  TestDossiers t;
  t.make_complete(t.wang);
  const auto done = send(t.desk, {.all = true});
  CHECK(done.done == 1);
  CHECK(done.skipped == 1);
  CHECK(done.id.size() == 9);
  CHECK(std::all_of(done.shortcomings.begin(), done.shortcomings.end(),
                    [&](const auto& s) { return s.teacher.row == t.li.row; }));
  CHECK(t.stage(t.wang) == "reported");
  const auto again = send(t.desk, {.teacher = t.wang.number});
  CHECK(again.unchanged == 1);
  CHECK(again.event == -1);
}

TEST_CASE("the authority accepts; a change after that goes up as a new report") {
  TestDossiers t;
  t.make_complete(t.wang);
  const auto sent = send(t.desk, {.teacher = t.wang.number, .to = "430102"});
  CHECK(code_of([&] { accept(t.desk, sent.id, ""); }) == &codes::denied_role);
  t.sit("bureau");
  CHECK(code_of([&] { accept(t.desk, "S00000000", ""); }) == &codes::submission_not_found);
  CHECK(accept(t.desk, sent.id, "").state == "accepted");
  CHECK(accept(t.desk, sent.id, "").unchanged == 1);
  CHECK(code_of([&] { give_back(t.desk, sent.id, "", "x"); }) == &codes::submission_decided);
  t.sit("manager");
  CHECK(t.stage(t.wang) == "accepted");
  CHECK(send(t.desk, {.teacher = t.wang.number}).unchanged == 1);
  const auto row = t.own_row(t.desk.catalogue.at("basic_pay"), t.wang);
  t.change("basic_pay", row, "year", "2016");
  {
    journal::Transaction tx{t.desk, t.desk.permit("record submit"), {}};
    auto item = dossier::item(t.desk, {&t.desk.catalogue.at("basic_pay"), row});
    item.state = "submitted";
    dossier::put_state(tx, item);
    tx.commit();
  }
  CHECK(code_of([&] { send(t.desk, {.teacher = t.wang.number}); }) ==
        &codes::submission_incomplete);
  pass(t.desk, {.teacher = t.wang.number});
  record_signature(t.desk, t.wang.number, "basic_pay", "2017-2");
  CHECK(send(t.desk, {.teacher = t.wang.number}).done == 1);
  const auto all = submissions(t.desk, t.desk.permit("submission list"));
  REQUIRE(all.size() == 2);
  CHECK(all[0].state == "accepted");
  CHECK(all[1].state == "sent");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("what is sent can be opened by the authority, until it is returned") {
  TestDossiers t;
  t.make_complete(t.wang);
  const auto opens = [&](const people::Person& teacher) {
    t.sit("bureau");
    const bool open = people::identity_number(t.desk, teacher.row).has_value();
    t.sit("manager");
    return open;
  };
  CHECK_FALSE(opens(t.wang));
  const auto sent = send(t.desk, {.all = true});
  CHECK(opens(t.wang));
  CHECK_FALSE(opens(t.li));
  t.sit("bureau");
  give_back(t.desk, sent.id, "", "照片不清");
  CHECK_FALSE(opens(t.wang));
}

TEST_CASE("a returned dossier can be sent again") {
  TestDossiers t;
  t.make_complete(t.wang);
  t.make_complete(t.li);
  const auto sent = send(t.desk, {.all = true});
  CHECK(sent.done == 2);
  t.sit("bureau");
  CHECK(give_back(t.desk, sent.id, t.wang.number, "照片不清").done == 1);
  CHECK(accept(t.desk, sent.id, t.li.number).done == 1);
  t.sit("manager");
  CHECK(t.stage(t.wang) == "returned");
  CHECK(t.stage(t.li) == "accepted");
  const auto again = send(t.desk, {.all = true});
  CHECK(again.done == 1);
  CHECK(again.unchanged == 1);
  CHECK(t.stage(t.wang) == "reported");
}

TEST_CASE("nobody but the authority directly above is reported to") {
  TestDossiers t;
  t.make_complete(t.wang);
  CHECK(code_of([&] { send(t.desk, {.all = true, .to = "4301020012"}); }) ==
        &codes::submission_not_my_authority);
  CHECK(code_of([&] { send(t.desk, {}); }) == &codes::usage_missing);
  t.sit("bureau");
  CHECK(code_of([&] { send(t.desk, {.all = true}); }) == &codes::submission_no_authority);
}

TEST_CASE("what was sent can be taken back until the authority has it") {
  TestDossiers t;
  t.make_complete(t.wang);
  t.make_complete(t.li);
  const auto sent = send(t.desk, {.all = true});
  t.sit("bureau");
  CHECK(code_of([&] { recall(t.desk, sent.id, ""); }) == &codes::denied_relation);
  CHECK(accept(t.desk, sent.id, t.li.number).done == 1);
  t.sit("manager");
  CHECK(code_of([&] { recall(t.desk, "S00000000", ""); }) == &codes::submission_not_found);
  CHECK(code_of([&] { recall(t.desk, sent.id, t.li.number); }) == &codes::submission_decided);
  const auto back = recall(t.desk, sent.id, "");
  CHECK(back.state == "recalled");
  CHECK(back.done == 1);
  CHECK(recall(t.desk, sent.id, t.wang.number).unchanged == 1);
  CHECK(t.stage(t.wang) == "signed");
  t.sit("bureau");
  CHECK_FALSE(people::identity_number(t.desk, t.wang.row).has_value());
  CHECK(code_of([&] { accept(t.desk, sent.id, t.wang.number); }) == &codes::submission_wrong_step);
  t.sit("manager");
  CHECK(send(t.desk, {.teacher = t.wang.number}).done == 1);
  CHECK(submissions(t.desk, t.desk.permit("submission list"))[0].state == "accepted");
  CHECK(journal::verify(t.desk).findings.empty());
}
