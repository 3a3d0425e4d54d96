#include "workflow/scan.h"

#include <doctest/doctest.h>

#include "journal/verify.h"
#include "workflow/test_dossiers.h"
#include "workflow/undo.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

constexpr const char* kNumber = "20104300141000123";

void qualification(TestDossiers& t, const people::Person& teacher, const std::string& number) {
  t.put("teacher_qualification", teacher,
        {{"qualification_type", "40"}, {"certificate_number", number}});
}

std::int64_t missing_of(TestDossiers& t, const people::Person& teacher, const std::string& kind) {
  for (const auto& m : missing_originals(t.desk, t.desk.permit("evidence missing"), teacher.row)) {
    if (m.kind == kind) return m.called - m.seen;
  }
  return 0;
}

}  // namespace

TEST_CASE("a number finds its teacher however it is typed, and its original counts as seen") {
  TestDossiers t;
  qualification(t, t.wang, kNumber);
  t.hand_in(t.wang);
  Papers papers{t.desk, ""};
  const auto found = papers.find(" ２0104300141000123 ");
  REQUIRE(found.size() == 1);
  CHECK(found[0].teacher.row == t.wang.row);
  CHECK(found[0].kind == "qualification");
  CHECK_FALSE(found[0].seen);
  CHECK(missing_of(t, t.wang, "qualification") == 1);
  const auto done = papers.tick(found[0], kNumber);
  CHECK(done.state == "seen");
  CHECK(missing_of(t, t.wang, "qualification") == 0);
  CHECK(papers.find(kNumber).at(0).seen);
  CHECK(journal::verify(t.desk).findings.empty());
  undo(t.desk, done.event, "拿错了");
  CHECK(missing_of(t, t.wang, "qualification") == 1);
}

TEST_CASE("the identity card is found by the identity number, a copy by its recorded number") {
  TestDossiers t;
  add_original(t.desk, {t.li.number, "degree", "D-77", "", false});
  Papers papers{t.desk, ""};
  REQUIRE(papers.find("110101198001010010").size() == 1);
  CHECK(papers.find("110101198001010010")[0].kind == "id_card");
  REQUIRE(papers.find("d-77").size() == 1);
  CHECK(papers.find("d-77")[0].teacher.row == t.li.row);
  CHECK(papers.find("D-78").empty());
  CHECK(papers.find(t.wang.number).empty());
  CHECK(code_of([&] { papers.find(" "); }) == &codes::evidence_number);
}

TEST_CASE("a number that two teachers typed means two papers, unless one hasn't handed in") {
  TestDossiers t;
  qualification(t, t.wang, kNumber);
  qualification(t, t.li, kNumber);
  CHECK_FALSE(Papers{t.desk, ""}.find(kNumber).at(0).handed_in);
  t.hand_in(t.wang);
  REQUIRE(Papers{t.desk, ""}.find(kNumber).size() == 1);
  CHECK(Papers{t.desk, ""}.find(kNumber)[0].teacher.row == t.wang.row);
  t.hand_in(t.li);
  CHECK(Papers{t.desk, ""}.find(kNumber).size() == 2);
}

TEST_CASE("the own papers are found and refused") {
  TestDossiers t;
  t.desk.actor.teacher = t.wang.row;
  t.desk.actor.teacher_org = t.wang.org;
  Papers papers{t.desk, ""};
  const auto found = papers.find("110101198001010010");
  REQUIRE(found.size() == 1);
  CHECK(found[0].refusal == &codes::denied_own_dossier);
  CHECK(code_of([&] { papers.tick(found[0], "110101198001010010"); }) ==
        &codes::denied_own_dossier);
}

TEST_CASE("a teacher scans nothing") {
  TestDossiers t;
  t.sit(t.wang.number);
  CHECK(code_of([&] { Papers papers{t.desk, ""}; }) == &codes::denied_role);
}
