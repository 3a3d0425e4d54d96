#include "workflow/duplicates.h"

#include <doctest/doctest.h>

#include "journal/verify.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

/// Two of one name and birth date at the school, a third at another one.
struct Namesakes : TestDossiers {
  people::Person second, third;

  Namesakes() {
    other_school();
    sit("admin");
    accounts("王强,1,1980-01-01,1,110101198001010037,英语教研组\n");
    sit("admin2");
    accounts("王强,1,1980-01-01,1,110101198001010053,英语教研组\n");
    sit("manager");
    second = *people::find_person(desk, "110101198001010037");
    third = *people::find_person(desk, "110101198001010053");
  }
  std::vector<Pair> pairs(bool all = false) {
    return possible_duplicates(desk, desk.permit("accounts duplicates"), all);
  }
};

}  // namespace

TEST_CASE("two of one name and birth date are listed to whoever sees both") {
  Namesakes t;
  REQUIRE(t.pairs().size() == 1);
  CHECK(t.pairs()[0].one.row == t.wang.row);
  CHECK(t.pairs()[0].other.row == t.second.row);
  t.sit("manager2");
  CHECK(t.pairs().empty());
  t.sit("bureau");
  CHECK(t.pairs().size() == 3);
  t.sit("admin");
  CHECK(t.pairs().size() == 1);
}

TEST_CASE("those who were declared different are out of the list, with the reason on record") {
  Namesakes t;
  CHECK(code_of([&] { declare_different(t.desk, t.wang.number, t.second.number, ""); }) ==
        &codes::record_reason);
  CHECK(code_of([&] { declare_different(t.desk, t.wang.number, t.li.number, "x"); }) ==
        &codes::person_not_alike);
  CHECK(code_of([&] { declare_different(t.desk, t.wang.number, t.third.number, "x"); }) ==
        &codes::teacher_not_found);
  CHECK(code_of([&] { declare_different(t.desk, t.wang.number, t.wang.number, "x"); }) ==
        &codes::person_not_alike);
  const auto done = declare_different(t.desk, t.second.number, t.wang.number, "照片不同");
  CHECK_FALSE(done.unchanged);
  CHECK(declare_different(t.desk, t.wang.number, t.second.number, "照片不同").unchanged);
  CHECK(t.pairs().empty());
  REQUIRE(t.pairs(true).size() == 1);
  CHECK(t.pairs(true)[0].reason == "照片不同");
  CHECK(t.pairs(true)[0].by == "manager");
  t.sit("bureau");
  CHECK(t.pairs().size() == 2);
  declare_different(t.desk, t.wang.number, t.third.number, "两校均有本人到场");
  CHECK(t.pairs().size() == 1);
  CHECK(journal::verify(t.desk).findings.empty());
}
