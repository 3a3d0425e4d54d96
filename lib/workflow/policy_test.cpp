#include "people/policy.h"

#include <doctest/doctest.h>

#include "base/error.h"
#include "journal/verify.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;
using people::Policies;

namespace {

/// Settled by whoever may, at the school or at the authority above it.
people::Made settle(TestDossiers& t, const char* who, const char* id, const char* value,
                    const char* org = "") {
  const std::string here = t.desk.actor.login;
  t.sit(who);
  const auto made = people::settle_policy(t.desk, {id, value, org, "局里统一要求"});
  t.sit(here);
  return made;
}

}  // namespace

TEST_CASE("of terms the nearest organisation counts, until it gives up its own") {
  TestDossiers t;
  const auto days = [&] { return Policies{t.desk}.of("submitted_item", t.wang.org); };
  CHECK(days() == 15);
  settle(t, "bureau", "submitted_item", "20");
  CHECK(days() == 20);
  settle(t, "admin", "submitted_item", "5");
  CHECK(days() == 5);
  CHECK(settle(t, "admin", "submitted_item", "5").event < 0);
  settle(t, "admin", "submitted_item", "usual");
  CHECK(days() == 20);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("what an authority wants of all below it no school gives up, and no manager settles") {
  TestDossiers t;
  const auto wanted = [&] { return Policies{t.desk}.of("four_eyes", t.wang.org) != 0; };
  settle(t, "bureau", "four_eyes", "on");
  CHECK(wanted());
  settle(t, "admin", "four_eyes", "off");
  CHECK(wanted());
  settle(t, "bureau", "four_eyes", "usual");
  CHECK_FALSE(wanted());
  settle(t, "bureau", "four_eyes", "on", "4301020012");
  CHECK(wanted());
  const auto refused = [&](const people::PolicyChange& change) {
    return code_of([&] { people::settle_policy(t.desk, change); });
  };
  CHECK(refused({"four_eyes", "on", "", "x"}) == &codes::denied_role);
  CHECK(refused({"six_eyes", "on", "", "x"}) == &codes::usage_value);
  CHECK(refused({"four_eyes", "7", "", "x"}) == &codes::usage_value);
  CHECK(refused({"submission", "0", "", "x"}) == &codes::usage_value);
  CHECK(refused({"submission", "on", "", "x"}) == &codes::usage_value);
  t.sit("admin");
  CHECK(refused({"submission", "9", "", " "}) == &codes::usage_missing);
}

TEST_CASE("under four eyes nobody passes what he has typed for a teacher, and verify says so") {
  TestDossiers t;
  t.put("work_experience", t.wang, {});
  t.put("work_experience", t.li, {});
  t.put("annual_assessment", t.li, {});  // the school's own table: nobody else could type it
  t.hand_in(t.wang);
  t.hand_in(t.li);
  pass(t.desk, {.teacher = t.wang.number});
  CHECK(journal::verify(t.desk).findings.empty());
  settle(t, "admin", "four_eyes", "on");
  CHECK(journal::verify(t.desk).findings.empty());  // what was passed before is as it was
  CHECK(code_of([&] { pass(t.desk, {.teacher = t.li.number, .set = "work_experience"}); }) ==
        &codes::denied_same_hand);
  const auto done = pass(t.desk, {.all = true});
  REQUIRE(done.passed_over.size() == 1);
  CHECK(done.passed_over[0].code == &codes::denied_same_hand);
  CHECK(done.passed_over[0].item.set->id == "work_experience");
  CHECK(done.same_hand == 0);
  CHECK(journal::verify(t.desk).findings.empty());
}
