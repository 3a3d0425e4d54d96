#include "schema/display.h"

#include "schema/testing.h"

namespace tmis::schema {
namespace {

using testing::field;

std::string code(const Field& f, const Value& v) { return display(f, v, Form::code); }
std::string label(const Field& f, const Value& v) { return display(f, v, Form::label); }

TEST_CASE("a value that isn't there is shown as nothing") {
  for (const FieldSet& s : testing::catalogue().all()) {
    for (const Field& f : s.fields) {
      CHECK(code(f, {}).empty());
      CHECK(label(f, {}).empty());
    }
  }
}

TEST_CASE("decimals have all their places, and no others") {
  const Field& f = field("basic_pay", "basic_salary");
  CHECK(code(f, Value{std::int64_t{0}}) == "0.00");
  CHECK(code(f, Value{std::int64_t{5}}) == "0.05");
  CHECK(code(f, Value{std::int64_t{50}}) == "0.50");
  CHECK(code(f, Value{std::int64_t{123450}}) == "1234.50");
  CHECK(code(f, Value{std::int64_t{-5}}) == "-0.05");
  CHECK(code(f, Value{std::int64_t{-123450}}) == "-1234.50");
  CHECK(label(f, Value{std::int64_t{123450}}) == "1234.50");
}

TEST_CASE("codes are shown as codes to programs and as labels to people") {
  const Field& one = field("study_experience", "degree_level");
  CHECK(code(one, Value{"4"}) == "4");
  const CodeEntry* entry = one.codes->find("4");
  REQUIRE(entry != nullptr);
  const std::string shown = label(one, Value{"4"});
  CHECK((shown == entry->zh || shown == entry->en));
  CHECK(label(one, Value{"77"}) == "77");  // a code that the table has lost
  const Field& several = field("post_appointment", "school_duties");
  const auto& a = several.codes->entries()[0];
  const auto& b = several.codes->entries()[1];
  CHECK(code(several, Value{a.code + ";" + b.code}) == a.code + ";" + b.code);
  CHECK(label(several, Value{a.code + ";" + b.code}) ==
        label(several, Value{a.code}) + ";" + label(several, Value{b.code}));
}

TEST_CASE("dates, years and booleans are shown as stored, whole numbers as numbers") {
  CHECK(code(field("study_experience", "entry_month"), Value{"2003-09"}) == "2003-09");
  CHECK(label(field("study_experience", "entry_month"), Value{"2003-09"}) == "2003-09");
  CHECK(code(field("annual_assessment", "year"), Value{"2016"}) == "2016");
  CHECK(code(field("teaching", "weekly_class_hours"), Value{std::int64_t{12}}) == "12");
  CHECK(code(field("study_experience", "normal_major"), Value{std::int64_t{1}}) == "1");
  CHECK(code(field("study_experience", "normal_major"), Value{std::int64_t{0}}) == "0");
  CHECK(label(field("study_experience", "normal_major"), Value{std::int64_t{1}}) !=
        label(field("study_experience", "normal_major"), Value{std::int64_t{0}}));
}

TEST_CASE("the rule of every field is said, and says what counts") {
  for (const FieldSet& s : testing::catalogue().all()) {
    for (const Field& f : s.fields) CHECK_FALSE(describe(s, f).empty());
  }
  const FieldSet& study = testing::catalogue().at("study_experience");
  const auto said = [&](std::string_view id, std::string_view key) {
    return describe(study, study.fields[study.field_index(id).value()]).find(text(key)) !=
           std::string::npos;
  };
  CHECK(said("education_level", "describe.required"));
  CHECK(said("entry_month", "describe.year_month"));
  CHECK_FALSE(said("graduation_month", "describe.required"));
}

}  // namespace
}  // namespace tmis::schema
