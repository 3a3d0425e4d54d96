#include "workflow/archive.h"

#include <doctest/doctest.h>

#include "journal/verify.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {
std::vector<Unfiled> unfiled_now(TestDossiers& t) {
  return unfiled(t.desk, t.desk.permit("archive list"), {});
}
}  // namespace

TEST_CASE("a paper is filed once it is signed, and again once another one is signed") {
  TestDossiers t;
  CHECK(code_of([&] {
          file_papers(t.desk, {t.wang.number, "2017-045", {}});
        }) == &codes::archive_not_signed);
  CHECK(unfiled_now(t).empty());
  t.make_complete(t.wang);
  CHECK(unfiled_now(t).size() == 5);
  CHECK(code_of([&] { file_papers(t.desk, {t.wang.number, " ", {}}); }) == &codes::usage_missing);
  CHECK(code_of([&] {
          file_papers(t.desk, {t.wang.number, "2017-045", {"work"}});
        }) == &codes::sign_no_set);
  const auto one = file_papers(t.desk, {t.wang.number, "2017-045", {"dossier"}});
  CHECK(one.forms == std::vector<std::string>{"dossier"});
  const auto rest = file_papers(t.desk, {t.wang.number, "2017-045", {}});
  CHECK(rest.forms.size() == 4);
  CHECK(rest.unchanged == 1);
  CHECK(file_papers(t.desk, {t.wang.number, "2017-045", {}}).event == -1);
  CHECK(unfiled_now(t).empty());

  const auto row = t.own_row(t.desk.catalogue.at("basic_pay"), t.wang);
  t.change("basic_pay", row, "year", "2016");
  CHECK(unfiled_now(t).empty());  // not signed: there is no newer paper
  const auto all = filed_papers(t.desk, t.desk.permit("archive list"), t.wang.row);
  REQUIRE(all.size() == 5);
  CHECK(std::count_if(all.begin(), all.end(), [](const FiledPaper& p) { return p.outdated; }) == 1);
  CHECK(code_of([&] {
          file_papers(t.desk, {t.wang.number, "2017-045", {"basic_pay"}});
        }) == &codes::archive_not_signed);
  record_signature(t.desk, t.wang.number, "basic_pay", "2017-2");
  REQUIRE(unfiled_now(t).size() == 1);
  CHECK(unfiled_now(t)[0].form == "basic_pay");
  CHECK(unfiled_now(t)[0].bag == "2017-045");
  CHECK(file_papers(t.desk, {t.wang.number, "2017-045", {}}).forms.size() == 1);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("nobody files his own papers") {
  TestDossiers t;
  t.make_complete(t.wang);
  t.desk.actor.teacher = t.wang.row;
  t.desk.actor.teacher_org = t.wang.org;
  CHECK(code_of([&] {
          file_papers(t.desk, {t.wang.number, "1", {}});
        }) == &codes::denied_own_dossier);
}
