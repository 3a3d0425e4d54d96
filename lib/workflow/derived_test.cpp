// Derived fields follow the audit: they need rows that passed, which this floor can make.
#include <doctest/doctest.h>

#include "dossier/business.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;

namespace {

std::string derived(TestDossiers& t, const char* field) {
  const auto& set = t.desk.catalogue.at("basic_information");
  return dossier::computed(t.desk, set, set.field_index(field).value(), t.wang.row).text;
}

}  // namespace

TEST_CASE("the highest education is that of the audited rows, the present post the latest") {
  TestDossiers t;
  t.put("study_experience", t.wang,
        {{"education_level", "21"},
         {"institution", "青澜师范学院"},
         {"graduation_month", "2002-06"},
         {"degree_level", "4"},
         {"degree", "404"},
         {"degree_institution", "青澜师范学院"}});
  t.put("study_experience", t.wang,
        {{"education_level", "61"},
         {"institution", "青澜一中"},
         {"graduation_month", "1998-06"},
         {"degree_level", "0"}});
  t.put("post_appointment", t.wang,
        {{"post_category", "1"}, {"post_grade", "112"}, {"appointment_start_month", "2010-09"}});
  const auto later = t.put(
      "post_appointment", t.wang,
      {{"post_category", "1"}, {"post_grade", "110"}, {"appointment_start_month", "2015-09"}});
  t.put("technical_position_appointment", t.wang,
        {{"technical_position", "134"}, {"start_month", "2003-09"}, {"end_month", "2016-08"}});
  CHECK(derived(t, "highest_education") == "");  // nothing is audited yet
  t.hand_in(t.wang);
  pass(t.desk, {.all = true});
  CHECK(derived(t, "highest_education") == "21");
  CHECK(derived(t, "highest_education_institution") == "青澜师范学院");
  CHECK(derived(t, "highest_degree") == "404");
  CHECK(derived(t, "current_post_grade") == "110");
  CHECK(derived(t, "current_technical_position") == "");  // that appointment has ended
  t.change("post_appointment", later, "post_grade", "108");
  CHECK(derived(t, "current_post_grade") == "110");  // the version that passed
}
