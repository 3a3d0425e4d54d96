#include "workflow/signature.h"

#include <doctest/doctest.h>

#include "journal/verify.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

TEST_CASE("only what was audited can be signed, and once is enough") {
  TestDossiers t;
  t.put("basic_pay", t.wang, {});
  CHECK(code_of([&] { record_signature(t.desk, t.wang.number, "basic_pay", "2017-1"); }) ==
        &codes::sign_not_audited);
  CHECK(code_of([&] { record_signature(t.desk, t.wang.number, "discipline", "2017-1"); }) ==
        &codes::sign_not_audited);
  pass(t.desk, {.teacher = t.wang.number, .set = "basic_pay"});
  const auto done = record_signature(t.desk, t.wang.number, "basic_pay", "2017-1");
  CHECK(done.state == "signed");
  CHECK(record_signature(t.desk, t.wang.number, "basic_pay", "2017-1").unchanged);
  const auto all = signatures(t.desk, t.desk.permit("sign list"), t.wang.row);
  REQUIRE(all.size() == 1);
  CHECK(all[0].standing.paper == "2017-1");
  CHECK(all[0].by == "manager");
}

TEST_CASE("a changed row makes the signature stale, and a new one covers it") {
  TestDossiers t;
  const auto row = t.put("basic_pay", t.wang, {});
  pass(t.desk, {.teacher = t.wang.number, .set = "basic_pay"});
  record_signature(t.desk, t.wang.number, "basic_pay", "2017-1");
  t.change("basic_pay", row, "year", "2016");
  const auto permit = t.desk.permit("sign list");
  CHECK(signatures(t.desk, permit, t.wang.row)[0].standing.state == "stale");
  const auto missing = missing_signatures(t.desk, t.desk.permit("sign missing"));
  CHECK(std::any_of(missing.begin(), missing.end(), [](const SignLine& l) {
    return l.set == "basic_pay" && l.standing.state == "stale";
  }));
  pass(t.desk, {.record = "basic_pay#" + std::to_string(row)});
  CHECK(record_signature(t.desk, t.wang.number, "basic_pay", "2017-2").state == "signed");
  CHECK(signatures(t.desk, permit, t.wang.row)[0].standing.state == "signed");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("a row that came later makes the signature stale too") {
  TestDossiers t;
  t.put("basic_pay", t.wang, {{"year", "2015"}});
  pass(t.desk, {.teacher = t.wang.number, .set = "basic_pay"});
  record_signature(t.desk, t.wang.number, "basic_pay", "2017-1");
  t.put("basic_pay", t.wang, {{"year", "2016"}});
  CHECK(signatures(t.desk, t.desk.permit("sign list"), t.wang.row)[0].standing.state == "stale");
}

TEST_CASE("a teacher signs the own tables alone, and nobody else's name under them") {
  TestDossiers t;
  t.put("basic_pay", t.wang, {});
  t.put("basic_pay", t.li, {});
  pass(t.desk, {.all = true});
  t.sit(t.wang.number);
  CHECK(confirm(t.desk, "basic_pay").state == "signed");
  CHECK(code_of([&] { confirm(t.desk, "salary"); }) == &codes::sign_no_set);
  CHECK(code_of([&] { record_signature(t.desk, t.li.number, "basic_pay", "x"); }) ==
        &codes::denied_role);
  t.sit("manager");
  CHECK(code_of([&] { confirm(t.desk, "basic_pay"); }) == &codes::denied_role);
  CHECK(code_of([&] { record_signature(t.desk, t.li.number, "basic_pay", " "); }) ==
        &codes::usage_missing);
}

TEST_CASE(
    "a teacher objects with a reason; after a change, or if he signs after all, that is over") {
  TestDossiers t;
  const auto row = t.put("basic_pay", t.wang, {});
  pass(t.desk, {.teacher = t.wang.number, .set = "basic_pay"});
  t.sit(t.wang.number);
  const auto state = [&] {
    return signatures(t.desk, t.desk.permit("sign list"), t.wang.row)[0].standing.state;
  };
  CHECK(code_of([&] { refuse(t.desk, "basic_pay", " "); }) == &codes::usage_missing);
  CHECK(refuse(t.desk, "basic_pay", "岗位工资不对").state == "refused");
  CHECK(refuse(t.desk, "basic_pay", "岗位工资不对").unchanged);
  CHECK(state() == "refused");
  t.sit("manager");
  CHECK(missing_signatures(t.desk, t.desk.permit("sign missing"))[0].standing.reason ==
        "岗位工资不对");
  t.change("basic_pay", row, "year", "2016");
  t.sit(t.wang.number);
  CHECK(state() == "unsigned");
  t.sit("manager");
  pass(t.desk, {.record = "basic_pay#" + std::to_string(row)});
  t.sit(t.wang.number);
  CHECK(confirm(t.desk, "basic_pay").state == "signed");
  CHECK(code_of([&] { refuse(t.desk, "basic_pay", "还是不对"); }) == &codes::sign_already_done);
  CHECK(journal::verify(t.desk).findings.empty());
}
