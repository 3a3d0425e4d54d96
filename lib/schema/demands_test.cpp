// What a row as it stands asks of its fields.
#include "schema/rules.h"
#include "schema/testing.h"

namespace tmis::schema {

TEST_CASE("a row says which of its fields must be filled and which stay empty") {
  const FieldSet& set = testing::catalogue().at("study_experience");
  const auto at = [&](std::string_view id) { return set.field_index(id).value(); };
  Values row(set.fields.size());
  // Nothing is known yet: what hangs on an education that isn't "none" is asked.
  CHECK(demands(set, row)[at("institution")].required);
  CHECK_FALSE(demands(set, row)[at("institution")].empty);
  CHECK_FALSE(demands(set, row)[at("graduation_month")].required);
  row[at("education_level")] = Value{"0"};
  CHECK(demands(set, row)[at("institution")].empty);
  CHECK_FALSE(demands(set, row)[at("institution")].required);
  CHECK_FALSE(demands(set, row)[at("degree")].empty);
}

}  // namespace tmis::schema
