#include "schema/field_set.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "base/file.h"
#include "schema/testing.h"

namespace tmis::schema {
namespace {

using nlohmann::ordered_json;

const std::string kSchemas = TMIS_SOURCE_DIR "/schemas";

ordered_json table(const std::string& id) {
  return ordered_json::parse(read_file(kSchemas + "/tables/" + id + ".json"));
}
FieldSet read(const ordered_json& t, const std::string& id = "report") {
  return read_field_set(t.dump(), "tables/" + id + ".json", testing::catalogue());
}
/// The word that schema.invalid names, for the table changed so.
std::string refused(const std::string& id, const std::function<void(ordered_json&)>& change) {
  ordered_json t = table(id);
  change(t);
  try {
    read(t, id);
  } catch (const Error& e) {
    CHECK(e.code().exit == Exit::rejected);
    CHECK(*testing::argument(e.args(), "file") == "tables/" + id + ".json");
    return *testing::argument(e.args(), "word");
  }
  return "";
}

TEST_CASE("all 28 tables are there, in the order of their numbers") {
  const auto& all = testing::catalogue().all();
  REQUIRE(all.size() == 28);
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].number == i + 1);
  CHECK(all[0].id == "basic_information");
  CHECK(all[0].one_row());
  CHECK(all[0].starred());
  CHECK(&testing::catalogue().person() == &all[0]);
  CHECK(testing::catalogue().version() == 1);
}

TEST_CASE("fields come in the order of the form") {
  const FieldSet& s = testing::catalogue().at("work_experience");
  std::vector<std::string> ids;
  for (const Field& f : s.fields) ids.push_back(f.id);
  CHECK(ids == std::vector<std::string>{"unit_name", "start_month", "end_month", "unit_nature",
                                        "position"});
}

TEST_CASE("what a table file says of a field is known of it") {
  const Field& salary = testing::field("basic_pay", "basic_salary");
  CHECK(salary.type == FieldType::decimal);
  CHECK(salary.decimals == 2);
  CHECK(salary.minimum == 0);
  CHECK(salary.maximum == 99999900);
  CHECK(salary.sensitive);
  CHECK(salary.required);
  CHECK(salary.default_value == Value{std::int64_t{0}});
  const Field& duties = testing::field("post_appointment", "school_duties");
  CHECK(duties.multiple);
  CHECK(duties.default_value == Value{"00"});
  REQUIRE(duties.codes != nullptr);
  CHECK(duties.codes->id() == "school_duty");
  const Field& country = testing::field("overseas_study", "country");
  CHECK(country.not_allowed == std::vector<std::string>{"156"});
  CHECK_FALSE(country.required);
  CHECK(country.required_when.size() == 1);
  CHECK(country.empty_when.size() == 1);
  CHECK(testing::field("basic_information", "highest_degree").derived);
  CHECK_FALSE(testing::field("basic_information", "highest_degree").stored());
  CHECK(testing::field("teacher_qualification", "first_registration_date").read_only);
  CHECK_FALSE(testing::field("teacher_qualification", "first_registration_date").by_hand());
  CHECK(testing::field("study_experience", "institution").max_length == 60);
  CHECK(testing::field("study_experience", "institution").label.zh == "获得学历的院校或机构");
}

TEST_CASE("key, none row, account fields and rules are known of a table") {
  const FieldSet& s = testing::catalogue().at("overseas_study");
  REQUIRE(s.none_row);
  CHECK(s.fields[s.none_row->field].id == "has_overseas_study");
  CHECK(s.none_row->value == Value{std::int64_t{0}});
  REQUIRE(s.key.size() == 2);
  CHECK(s.fields[s.key[0]].id == "country");
  CHECK(testing::catalogue().person().account_fields.size() == 4);
  CHECK(testing::catalogue().at("basic_pay").from_school());
  const auto& rules = testing::catalogue().person().rules;
  const auto birth = std::find_if(rules.begin(), rules.end(), [](const Rule& r) {
    return r.kind == RuleKind::birth_date_in_id;
  });
  REQUIRE(birth != rules.end());
  REQUIRE(birth->when);
  CHECK(birth->when->value == Value{"1"});
}

TEST_CASE("sealed fields are the stored sensitive ones, by id") {
  for (const FieldSet& s : testing::catalogue().all()) {
    std::set<std::string> sealed, sensitive;
    for (const std::size_t i : s.sealed_order) sealed.insert(s.fields[i].id);
    for (const Field& f : s.fields)
      if (f.sensitive && f.stored()) sensitive.insert(f.id);
    CHECK(sealed == sensitive);
    CHECK(std::is_sorted(
        s.sealed_order.begin(), s.sealed_order.end(),
        [&](std::size_t a, std::size_t b) { return s.fields[a].id < s.fields[b].id; }));
  }
}

TEST_CASE("the texts that a file keeps make the same catalogue again") {
  const Catalogue again = Catalogue::from_texts(testing::catalogue().texts());
  CHECK(again.texts() == testing::catalogue().texts());
  REQUIRE(again.all().size() == 28);
  for (std::size_t i = 0; i < 28; ++i) CHECK(again.all()[i].id == testing::catalogue().all()[i].id);
  CHECK(again.accounts().fields.size() == testing::catalogue().accounts().fields.size());
  CHECK(again.code_tables().size() == testing::catalogue().code_tables().size());
}

TEST_CASE("a table that isn't there is answered with the nearest name") {
  try {
    testing::catalogue().at("study_experiense");
    FAIL("found");
  } catch (const Error& e) {
    CHECK(e.code().name == std::string{"schema.not-found"});
    CHECK(e.code().exit == Exit::not_found);
    CHECK(*testing::argument(e.args(), "near") == "study_experience");
  }
  CHECK_THROWS_AS(testing::catalogue().codes("none"), Error);
}

TEST_CASE("a word of ours that is misspelt is refused, not passed over") {
  CHECK(refused("contact", [](ordered_json& t) {
          t["properties"]["mobile"]["x-tmis-sensitiv"] = true;
        }) == "mobile.x-tmis-sensitiv");
  CHECK(refused("contact", [](ordered_json& t) { t["x-tmis-keys"] = ordered_json::array(); }) ==
        "x-tmis-keys");
  CHECK(refused("paper", [](ordered_json& t) { t["x-tmis-rules"][0]["rule"] = "notbefore"; }) ==
        "notbefore");
  CHECK(refused("paper", [](ordered_json& t) { t["x-tmis-rules"][0]["other"] = "first_page"; }) ==
        "first_page");
  CHECK(refused("report", [](ordered_json& t) {
          t["properties"]["name"]["x-tmis-type"] = "text";
        }) == "name.x-tmis-type");
}

TEST_CASE("a table file that lacks or mistakes what is needed is refused, never a crash") {
  CHECK_FALSE(refused("report", [](ordered_json& t) { t.erase("x-tmis-number"); }).empty());
  CHECK_FALSE(refused("report", [](ordered_json& t) { t.erase("properties"); }).empty());
  CHECK_FALSE(refused("report", [](ordered_json& t) { t["required"] = "name"; }).empty());
  CHECK_FALSE(refused("report", [](ordered_json& t) {
                t["properties"]["name"].erase("x-tmis-label");
              }).empty());
  CHECK_FALSE(refused("report", [](ordered_json& t) {
                t["properties"]["role"].erase("x-tmis-codes");
              }).empty());
  CHECK_FALSE(refused("contact", [](ordered_json& t) {
                t["properties"]["mobile"]["pattern"] = "(";
              }).empty());
  CHECK_FALSE(refused("basic_pay", [](ordered_json& t) {
                t["properties"]["other_pay"]["default"] = "abc";
              }).empty());
  CHECK_FALSE(refused("honor", [](ordered_json& t) {
                t["allOf"][0]["then"]["required"] = {"nothing"};
              }).empty());
  CHECK_THROWS_AS(read_field_set("{", "tables/x.json", testing::catalogue()), Error);
  CHECK_THROWS_AS(read_field_set("[]", "tables/x.json", testing::catalogue()), Error);
  CHECK_THROWS_AS(Catalogue::from_texts({}), Error);
}

TEST_CASE("the reader and the meta-schema know the same words of ours") {
  const auto meta = ordered_json::parse(read_file(kSchemas + "/field-set.json"));
  const auto words = [](const ordered_json& properties) {
    std::vector<std::string> out;
    for (const auto& [word, unused] : properties.items())
      if (word.starts_with("x-tmis-")) out.push_back(word);
    return out;
  };
  for (const std::string& word : words(meta.at("properties"))) {
    ordered_json t = table("report");
    if (!t.contains(word)) t[word] = "a remark";
    const bool structured =
        word == "x-tmis-none-row" || word == "x-tmis-account-fields" || word == "x-tmis-originals";
    if (!structured) {
      CAPTURE(word);
      CHECK_NOTHROW(read(t));
    };
  }
  for (const std::string& word : words(meta.at("$defs").at("field").at("properties"))) {
    ordered_json t = table("report");
    ordered_json& field = t["properties"]["name"];
    const bool structured = word == "x-tmis-depends-on" || word == "x-tmis-codes";
    if (!structured && !field.contains(word)) field[word] = nullptr;
    try {
      read(t);
    } catch (const Error& e) {
      CHECK(*testing::argument(e.args(), "word") != "name." + word);
    }
  }
}

TEST_CASE("a new table needs its file only") {
  ordered_json t = table("report");
  t["x-tmis-number"] = 1000;
  t["x-tmis-label"] = {{"zh", "校本研修"}, {"en", "school-based study"}};
  Catalogue::Texts texts = testing::catalogue().texts();
  texts.emplace_back("tables/school_study.json", t.dump());
  const Catalogue more = Catalogue::from_texts(texts);
  CHECK(more.all().size() == 29);
  CHECK(more.all().back().id == "school_study");
  CHECK(more.at("school_study").label.zh == "校本研修");
}

}  // namespace
}  // namespace tmis::schema
