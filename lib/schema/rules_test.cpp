#include "schema/rules.h"

#include <functional>
#include <random>

#include "schema/normalise.h"
#include "schema/testing.h"

namespace tmis::schema {
namespace {

const Day kThisDay = *day_from_iso("2017-02-13");
using Faults = std::vector<std::string>;

/// A row by fields, in the form of files; a field that can't be read is told as such.
class Row {
 public:
  Row(std::string_view set, std::vector<std::pair<std::string, std::string>> fields)
      : set_(testing::catalogue().at(set)),
        values_(set_.fields.size()),
        unreadable_(values_.size()) {
    for (const auto& [id, text] : fields) with(id, text);
  }
  Row& with(const std::string& id, const std::string& text) {
    const std::size_t i = set_.field_index(id).value();
    std::string scratch;
    unreadable_[i] =
        static_cast<bool>(normalise(set_.fields[i], testing::cell(text), values_[i], scratch));
    if (unreadable_[i]) values_[i].set_null();
    return *this;
  }
  Row with(const std::string& id, const std::string& text) const {
    Row copy = *this;
    copy.with(id, text);
    return copy;
  }

  std::vector<RuleFault> all() const {
    std::vector<RuleFault> out;
    check_row(set_, values_, kThisDay, unreadable_, out);
    return out;
  }
  /// "kind:field" of each fault, as a stored row keeps them.
  Faults faults() const {
    Faults out;
    for (const RuleFault& f : all()) out.push_back(f.id(set_));
    return out;
  }
  const FieldSet& set() const { return set_; }
  const Values& values() const { return values_; }

 private:
  const FieldSet& set_;
  Values values_;
  std::vector<bool> unreadable_;
};

const Row& study() {
  static const Row row{"study_experience",
                       {{"education_level", "21"},
                        {"education_country", "156"},
                        {"institution", "青澜师范大学"},
                        {"major", "汉语言文学"},
                        {"normal_major", "1"},
                        {"entry_month", "2003-09"},
                        {"graduation_month", "2007-06"},
                        {"degree_level", "4"},
                        {"degree", "405"},
                        {"degree_country", "156"},
                        {"degree_institution", "青澜师范大学"},
                        {"degree_month", "2007-06"},
                        {"study_mode", "1"}}};
  return row;
}
const Row& person() {
  static const Row row{"basic_information",
                       {{"name", "张三"},
                        {"sex", "1"},
                        {"nationality", "156"},
                        {"identity_document_type", "1"},
                        {"identity_document_number", "11010519491231002X"},
                        {"birth_date", "1949-12-31"},
                        {"ethnicity", "01"},
                        {"political_status", "13"},
                        {"work_start_month", "1970-09"},
                        {"school_entry_month", "1970-09"},
                        {"staff_source", "11"},
                        {"staff_category", "10"},
                        {"on_establishment", "1"},
                        {"contract_type", "1"},
                        {"normal_graduate", "1"},
                        {"special_education_trained", "0"},
                        {"special_education_certificate", "0"},
                        {"it_ability", "3"},
                        {"free_normal_student", "0"},
                        {"grassroots_service", "0"},
                        {"special_grade_teacher", "0"},
                        {"backbone_teacher", "0"},
                        {"psychology_teacher", "0"},
                        {"personnel_status", "100"}}};
  return row;
}
const Row& teaching() {
  static const Row row{"teaching",
                       {{"academic_year", "2016"},
                        {"semester", "1"},
                        {"teaching_stage", "2"},
                        {"teaching_status", "20"},
                        {"courses", "113"},
                        {"weekly_class_hours", "12"},
                        {"weekly_other_hours", "2"},
                        {"concurrent_work", "00"}}};
  return row;
}
const Row& post() {
  static const Row row{"post_appointment",
                       {{"post_category", "1"},
                        {"post_grade", "110"},
                        {"appointment_start_month", "2010-09"},
                        {"school_duties", "00"}}};
  return row;
}
const Row& pay() {
  static const Row row{"basic_pay",
                       {{"year", "2016"},
                        {"annual_income", "60000"},
                        {"basic_salary", "2500"},
                        {"performance_pay", "1500"},
                        {"rural_teacher_subsidy", "0"},
                        {"other_allowances", "0"},
                        {"other_pay", "0"},
                        {"insurance_fund", "1;2"}}};
  return row;
}

TEST_CASE("sound rows have no fault") {
  for (const Row* row : {&study(), &person(), &teaching(), &post(), &pay()}) {
    CAPTURE(row->set().id);
    CHECK(row->faults() == Faults{});
  }
}

TEST_CASE("an empty field that must always be filled is told") {
  CHECK(study().with("study_mode", "").faults() == Faults{"required:study_mode"});
  CHECK(person().with("name", "").with("sex", "").faults() ==
        Faults{"required:name", "required:sex"});
}

TEST_CASE("a field may be required, or have to be empty, because of another") {
  CHECK(study().with("degree", "").faults() == Faults{"required:degree"});
  CHECK(study().with("graduation_month", "").faults() == Faults{});
  // No degree: four fields are to be empty, each is told.
  CHECK(study().with("degree_level", "0").faults() ==
        Faults{"must-be-empty:degree", "must-be-empty:degree_country",
               "must-be-empty:degree_institution", "must-be-empty:degree_month"});
  CHECK(person().with("on_establishment", "0").faults() == Faults{"required:employment_form"});
  CHECK(person().with("employment_form", "1").faults() == Faults{"must-be-empty:employment_form"});
  CHECK(person().with("nationality", "840").faults() ==
        Faults{"must-be-empty:ethnicity", "must-be-empty:political_status"});
  CHECK(post().with("concurrent_post_category", "3").faults() ==
        Faults{"must-be-empty:concurrent_post_category"});  // no such post is said to be held
  CHECK(post().with("duty_start_month", "2012-01").faults() ==
        Faults{"must-be-empty:duty_start_month"});
}

TEST_CASE("the text of a field that must be empty says because of which other") {
  const auto faults = study().with("degree_level", "0").all();
  CHECK(*testing::argument(faults.at(0).args, "because") ==
        testing::field("study_experience", "degree_level").label.here());
}

TEST_CASE("alternatives of a condition are each enough, and without any the field is to be empty") {
  const Row skill{
      "skills_certificates",
      {{"language", testing::field("skills_certificates", "language").codes->entries()[0].code},
       {"language_mastery",
        testing::field("skills_certificates", "language_mastery").codes->entries()[0].code},
       {"certificate_type", "0"}}};
  CHECK(skill.faults() == Faults{});
  CHECK(skill.with("certificate_name", "某证书").faults() ==
        Faults{"must-be-empty:certificate_name"});
  CHECK(skill.with("certificate_type", "1").faults() == Faults{"required:certificate_name"});
  CHECK(skill.with("certificate_type", "2").with("language_certificate", "9").faults() ==
        Faults{"required:certificate_name"});
  CHECK(skill.with("certificate_type", "2").with("language_certificate", "1").faults() == Faults{});
  CHECK(skill.with("certificate_type", "").faults() == Faults{});
}

TEST_CASE("a condition over several codes holds when one of them is meant") {
  CHECK(teaching().with("courses", "").faults() == Faults{"required:courses"});
  CHECK(teaching().with("teaching_stage", "1").with("courses", "").faults() == Faults{});
  CHECK(teaching().with("teaching_stage", "1;2").with("courses", "").faults() ==
        Faults{"required:courses"});
}

TEST_CASE("what must be empty is not checked further") {
  const Row row = study()
                      .with("degree_level", "0")
                      .with("degree", "")
                      .with("degree_country", "")
                      .with("degree_month", "")
                      .with("degree_institution", std::string(200, 'x'));
  CHECK(row.faults() == Faults{"must-be-empty:degree_institution"});
}

TEST_CASE("a text may have as many characters as the field allows, not bytes") {
  std::string text;
  for (int i = 0; i < 60; ++i) text += i % 2 == 0 ? "青" : "𠅤";
  CHECK(study().with("major", text).faults() == Faults{});
  CHECK(study().with("major", text + "x").faults() == Faults{"too-long:major"});
}

TEST_CASE("amounts and counts have limits") {
  CHECK(pay().with("basic_salary", "999999").faults() == Faults{});
  CHECK(pay().with("basic_salary", "999999.01").faults() == Faults{"range:basic_salary"});
  CHECK(pay().with("basic_salary", "-0.01").faults() == Faults{"range:basic_salary"});
  const auto faults = teaching().with("weekly_class_hours", "169").all();
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].code == &codes::value_range);
  CHECK(*testing::argument(faults[0].args, "most") == "168");
}

TEST_CASE("a pattern is asked of the fields that have one") {
  const Row contact{
      "contact", {{"mobile", "13800000000"}, {"email", "a@b.example"}, {"telephone", "0731-8888"}}};
  CHECK(contact.faults() == Faults{});
  CHECK(contact.with("mobile", "23800000000").faults() == Faults{"pattern:mobile"});
  CHECK(contact.with("mobile", "1380000000").faults() == Faults{"pattern:mobile"});
  CHECK(contact.with("email", "a#b").faults() == Faults{"pattern:email"});
  CHECK(contact.with("telephone", "八八八").faults() == Faults{"pattern:telephone"});
}

TEST_CASE("a code that the field doesn't take is refused although its table has it") {
  const Row abroad{"overseas_study",
                   {{"has_overseas_study", "1"},
                    {"start_date", "2015-01-01"},
                    {"end_date", "2015-06-01"},
                    {"country", "840"},
                    {"project_name", "访学"}}};
  CHECK(abroad.faults() == Faults{});
  CHECK(abroad.with("country", "156").faults() == Faults{"not-allowed:country"});
  CHECK(abroad.with("end_date", "2015-01-01").faults() == Faults{"after:end_date"});
}

TEST_CASE("an identity card's number is checked when the document is one") {
  CHECK(person().with("identity_document_number", "110105194912310021").faults() ==
        Faults{"identity-checksum:identity_document_number"});
  CHECK(person().with("identity_document_number", "E12345678").faults() ==
        Faults{"identity:identity_document_number"});
  const Row passport = person().with("identity_document_type", "5");
  CHECK(passport.with("identity_document_number", "E12345678").faults() == Faults{});
  CHECK(passport.with("birth_date", "1950-01-01").faults() == Faults{});
}

TEST_CASE("the birth date must be the one in the identity number, said once") {
  CHECK(person().with("birth_date", "1949-12-30").faults() == Faults{"birth-date:birth_date"});
  CHECK(person()
            .with("birth_date", "1949-12-30")
            .with("identity_document_number", "110105194912310021")
            .faults() == Faults{"identity-checksum:identity_document_number"});
}

TEST_CASE("dates must lie in their order; a month and a day compare by their month") {
  CHECK(study().with("graduation_month", "2003-09").faults() == Faults{"after:graduation_month"});
  CHECK(study().with("graduation_month", "2003-10").faults() == Faults{});
  CHECK(person().with("school_entry_month", "1970-08").faults() ==
        Faults{"not-before:school_entry_month"});
  CHECK(person().with("school_entry_month", "1970-09").faults() == Faults{});
  CHECK(
      person().with("work_start_month", "1949-12").with("school_entry_month", "1949-12").faults() ==
      Faults{"after:work_start_month"});
}

TEST_CASE("numbers must lie in their order as numbers") {
  const Row work{"work",
                 {{"work_category", "01"},
                  {"name", "某书"},
                  {"total_words", "100000"},
                  {"own_words", "9000"}}};
  CHECK(work.faults() == Faults{});
  CHECK(work.with("own_words", "100000").faults() == Faults{});
  CHECK(work.with("own_words", "100001").faults() == Faults{"not-after:own_words"});
}

TEST_CASE("a code must belong to the other's family") {
  CHECK(study().with("degree", "305").faults() == Faults{"prefix:degree"});
  CHECK(post().with("post_grade", "210").faults() == Faults{"prefix:post_grade"});
  CHECK(post().with("post_category", "3").with("post_grade", "210").faults() == Faults{});
  CHECK(teaching().with("teaching_stage", "3").faults() == Faults{"prefix:courses"});
  CHECK(teaching().with("teaching_stage", "3;2").faults() == Faults{});
  CHECK(teaching().with("teaching_stage", "1").faults() == Faults{});  // asks for nothing
}

TEST_CASE("a code that stands alone, two equal fields, and the future are refused") {
  CHECK(pay().with("insurance_fund", "0;1").faults() == Faults{"exclusive:insurance_fund"});
  CHECK(pay().with("insurance_fund", "0").faults() == Faults{});
  const Row both = post().with("has_concurrent_post", "1");
  CHECK(both.with("concurrent_post_category", "1").faults() ==
        Faults{"equal:concurrent_post_category"});
  CHECK(both.with("concurrent_post_category", "3").faults() == Faults{});
  CHECK(pay().with("year", "2017").faults() == Faults{"past-year:year"});
  const Row assessed{"annual_assessment", {{"year", "2017"}, {"result", "2"}}};
  CHECK(assessed.faults() == Faults{});
  CHECK(assessed.with("year", "2018").faults() == Faults{"future:year"});
}

TEST_CASE("not in the future is asked of months, too") {
  const Row rotation{"exchange_rotation",
                     {{"rotation_type", "1"},
                      {"personnel_relation_moved", "0"},
                      {"start_month", "2017-02"},
                      {"original_unit", "甲校"},
                      {"rotation_unit", "乙校"}}};
  CHECK(rotation.faults() == Faults{});
  CHECK(rotation.with("start_month", "2017-03").faults() == Faults{"future:start_month"});
  CHECK(rotation.with("rotation_unit", "甲校").faults() == Faults{"equal:rotation_unit"});
}

TEST_CASE("a value that another implies is told with the value it must be") {
  const Row none =
      teaching().with("teaching_stage", "0").with("courses", "").with("teaching_status", "20");
  const auto faults = none.all();
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].code == &codes::rule_implies);
  CHECK(none.faults() == Faults{"implies:teaching_status"});
  CHECK_FALSE(testing::argument(faults[0].args, "must")->empty());
}

TEST_CASE("nothing is said of a cell that is no value, nor of what hangs on it") {
  CHECK(study().with("degree_level", "X9").faults() == Faults{});
  CHECK(study().with("entry_month", "2003-13").faults() == Faults{});
  CHECK(study().with("entry_month", "2003-13").with("graduation_month", "1999-01").faults() ==
        Faults{});
  CHECK(person()
            .with("identity_document_type", "X")
            .with("identity_document_number", "E1")
            .faults() == Faults{});
  CHECK(teaching().with("teaching_stage", "9x").with("courses", "").faults() == Faults{});
}

TEST_CASE("one fault a field at the most, whatever the values") {
  std::mt19937 random{2017};
  for (const FieldSet& set : testing::catalogue().all()) {
    for (int round = 0; round < 40; ++round) {
      Values values(set.fields.size());
      std::vector<bool> unreadable(values.size());
      for (std::size_t i = 0; i < values.size(); ++i) {
        const Field& f = set.fields[i];
        if (random() % 3 == 0) {
          unreadable[i] = random() % 8 == 0;
        } else if (f.codes != nullptr) {
          values[i].set(
              std::string_view{f.codes->entries()[random() % f.codes->entries().size()].code});
        } else if (f.type == FieldType::boolean) {
          values[i].set(static_cast<std::int64_t>(random() % 2));
        } else if (f.type == FieldType::integer || f.type == FieldType::decimal) {
          values[i].set(static_cast<std::int64_t>(random()) - (1 << 30));
        } else {
          const char* texts[] = {"2016", "2016-09", "2099-09-01", "文字", "430102"};
          values[i].set(std::string_view{texts[random() % 5]});
        }
      }
      std::vector<RuleFault> faults;
      check_row(set, values, kThisDay, unreadable, faults);
      std::vector<int> seen(values.size());
      for (const RuleFault& f : faults) {
        CHECK(++seen[f.field] == 1);
        CHECK_FALSE(unreadable[f.field]);
      }
    }
  }
}

TEST_CASE("what a pattern asks for is told in words, never as the pattern") {
  const FieldSet& set = testing::catalogue().at("contact");
  Values row(set.fields.size());
  const std::size_t mobile = set.field_index("mobile").value();
  row[mobile] = Value{"123"};
  std::vector<RuleFault> faults;
  check_row(set, row, *day_from_iso("2017-02-13"), {}, faults);
  const auto f = std::find_if(faults.begin(), faults.end(),
                              [&](const RuleFault& x) { return x.code == &codes::value_pattern; });
  REQUIRE(f != faults.end());
  CHECK(testing::argument(f->args, "pattern") == nullptr);
  CHECK(testing::argument(f->args, "form") != nullptr);
}

}  // namespace
}  // namespace tmis::schema
