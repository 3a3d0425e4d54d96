#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "schema/validator.h"

namespace tmis::schema {
namespace {

using nlohmann::json;

const std::string kSchemaFolder = TMIS_SOURCE_DIR "/schemas";

json loaded(const std::string& id) {
  return json::parse(read_file(kSchemaFolder + "/tables/" + id + ".json"));
}

/// "place code" of every finding.
std::vector<std::string> findings(const json& t) {
  std::vector<std::string> out;
  for (const Finding& f : check_field_set(t.dump(), kSchemaFolder))
    out.push_back(f.field + " " + f.code->name);
  return out;
}
using Faults = std::vector<std::string>;

TEST_CASE("every table of the program is a field set without a fault") {
  int tables = 0;
  for (const auto& file : std::filesystem::directory_iterator(kSchemaFolder + "/tables")) {
    CAPTURE(file.path().string());
    CHECK(check_field_set(read_file(file.path().string()), kSchemaFolder).empty());
    ++tables;
  }
  CHECK(tables == 28);
  CHECK(check_field_set(read_file(kSchemaFolder + "/accounts.json"), kSchemaFolder).empty());
  CHECK(check_field_set(read_file(kSchemaFolder + "/officers.json"), kSchemaFolder).empty());
}

TEST_CASE(
    "the schemas for campaigns and credit rules are schemas, and take what the program ships") {
  CHECK(schema_of(kSchemaFolder, "campaign.json")
            .check(read_file(TMIS_SOURCE_DIR "/examples/campaign-2017.json"))
            .empty());
  CHECK_NOTHROW(schema_of(kSchemaFolder, "credit-rules.json"));
  CHECK_NOTHROW(schema_of(kSchemaFolder, "tables/teaching.json"));
  CHECK_THROWS_AS(schema_of(kSchemaFolder, "none.json"), Error);
}

TEST_CASE("a misspelt word of a table file is named") {
  json t = loaded("teaching");
  t["properties"]["semester"]["x-tmis-sensitiv"] = true;
  CHECK(findings(t) == Faults{"/properties/semester document.word-unknown"});
  t = loaded("teaching");
  t["properties"]["semester"].erase("x-tmis-label");
  CHECK(findings(t) == Faults{"/properties/semester document.word-missing"});
}

TEST_CASE("a word that doesn't go with the field's type is refused") {
  json t = loaded("basic_pay");
  t["properties"]["year"]["maxLength"] = 4;
  CHECK(findings(t) == Faults{"/properties/year/maxLength document.word-out-of-place"});
  t = loaded("basic_pay");
  t["properties"]["annual_income"]["type"] = "number";  // would be floating point
  CHECK_FALSE(findings(t).empty());
  t = loaded("basic_pay");
  t["properties"]["insurance_fund"].erase("x-tmis-multiple");
  CHECK_FALSE(findings(t).empty());
}

TEST_CASE("keys, rules and conditions must name fields of the table") {
  json t = loaded("study_experience");
  t["x-tmis-key"][0] = "education_levle";
  t["x-tmis-rules"][0]["other"] = "entry";
  t["allOf"][0]["then"]["required"][0] = "nothing";
  CHECK(findings(t) == Faults{"/x-tmis-key/0 schema.no-field",
                              "/x-tmis-rules/0/other schema.no-field",
                              "/allOf/0/then/required/0 schema.no-field"});
  const auto found = check_field_set(t.dump(), kSchemaFolder);
  const auto& args = found.front().args;
  const auto near =
      std::find_if(args.begin(), args.end(), [](const Arg& a) { return a.name == "near"; });
  REQUIRE(near != args.end());
  CHECK(near->value == "education_level");
}

TEST_CASE("a condition with a code that its table doesn't have is told") {
  json t = loaded("talent_project");
  t["allOf"][0]["if"]["properties"]["project"]["not"]["const"] =
      "0";  // the none of this table is 00
  CHECK(findings(t) == Faults{"/allOf/0/if/properties/project/not/const schema.value"});
  t = loaded("talent_project");
  t["x-tmis-none-row"]["value"] = false;
  CHECK(findings(t) == Faults{"/x-tmis-none-row/value schema.value"});
}

TEST_CASE("a default must fit its own field") {
  json t = loaded("basic_pay");
  t["properties"]["annual_income"]["default"] = "0.001";
  CHECK(findings(t) == Faults{"/properties/annual_income/default schema.value"});
  t = loaded("teaching");
  t["properties"]["concurrent_work"]["default"] = "0";
  CHECK(findings(t) == Faults{"/properties/concurrent_work/default schema.value"});
}

TEST_CASE("a code table that isn't there is told, and a code that another field's can't have") {
  json t = loaded("post_appointment");
  t["properties"]["school_duties"]["x-tmis-codes"] = "duties";
  CHECK(findings(t) == Faults{"/properties/school_duties/x-tmis-codes schema.no-codes"});
  t = loaded("post_appointment");
  t["properties"]["post_grade"]["x-tmis-depends-on"]["prefixes"]["7"] = {"1"};
  CHECK(findings(t) == Faults{"/properties/post_grade/x-tmis-depends-on/prefixes/7 schema.value"});
}

TEST_CASE("a pattern that is none is told") {
  json t = loaded("contact");
  t["properties"]["mobile"]["pattern"] = "^(1\\d{10}$";
  CHECK(findings(t) == Faults{" schema.keyword"});
}

TEST_CASE("a table that may declare none says how a none is written, and only such a table") {
  json t = loaded("honor");
  t.erase("x-tmis-none-row");
  CHECK(findings(t) == Faults{" document.word-missing"});
  t = loaded("honor");
  t["x-tmis-may-declare-none"] = false;
  CHECK(findings(t) == Faults{"/x-tmis-none-row document.word-out-of-place"});
}

}  // namespace
}  // namespace tmis::schema
