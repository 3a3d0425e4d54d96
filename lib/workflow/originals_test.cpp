#include "workflow/originals.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/file.h"
#include "keys/hash.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {
std::vector<MissingOriginal> missing(TestDossiers& t) {
  return missing_originals(t.desk, t.desk.permit("evidence missing"), t.wang.row);
}
}  // namespace

TEST_CASE("a dossier calls for the originals of its rows, and for none where the row says none") {
  TestDossiers t;
  REQUIRE(missing(t).size() == 1);
  CHECK(missing(t)[0].kind == "id_card");
  t.put("study_experience", t.wang,
        {{"education_level", "21"}, {"degree_level", "4"}, {"institution", "甲"}});
  t.put("study_experience", t.wang,
        {{"education_level", "31"}, {"degree_level", "0"}, {"institution", "乙"}});
  t.put("skills_certificates", t.wang, {{"language_certificate", "2"}});
  const auto now = missing(t);
  REQUIRE(now.size() == 3);
  CHECK(now[1].kind == "education");
  CHECK(now[1].called == 2);
  CHECK(now[2].kind == "degree");
  CHECK(now[2].called == 1);
}

TEST_CASE("one credit statement tells of all trainings that were typed in") {
  TestDossiers t;
  for (const char* project : {"甲", "乙", "丙"})
    t.put("domestic_training", t.wang, {{"training_year", "2016"}, {"project_name", project}});
  const auto now = missing(t);
  REQUIRE(now.size() == 2);
  CHECK(now[1].kind == "credit_statement");
  CHECK(now[1].called == 1);
}

TEST_CASE("a copy is not an original; once seen it stays seen") {
  TestDossiers t;
  const auto copy =
      add_original(t.desk, {t.wang.number, "id_card", "110101198001010010", "", false});
  CHECK(copy.state == "recorded");
  CHECK(missing(t).size() == 1);
  const auto seen =
      add_original(t.desk, {t.wang.number, "id_card", " １１0101198001010010", "", true});
  CHECK(seen.id == copy.id);
  CHECK(seen.state == "seen");
  CHECK(missing(t).empty());
  const auto again =
      add_original(t.desk, {t.wang.number, "id_card", "110101198001010010", "", false});
  CHECK(again.unchanged);
  CHECK(again.state == "seen");
  CHECK(again.event == -1);
}

TEST_CASE("the number of a paper is shown masked, its scan is known by its hash") {
  TestDossiers t;
  const auto path = std::filesystem::temp_directory_path() / "tmis-original-test.bin";
  write_file(path.string(), "scan");
  add_original(t.desk, {t.wang.number, "education", "105421201005001234", path.string(), true});
  std::filesystem::remove(path);
  const auto all = originals(t.desk, t.desk.permit("evidence list"), std::nullopt);
  REQUIRE(all.size() == 1);
  CHECK(all[0].number == "105421********1234");
  CHECK(all[0].file_name == "tmis-original-test.bin");
  CHECK(all[0].file_hash == keys::hex(keys::hash("scan")));
  CHECK(all[0].by == "manager");
}

TEST_CASE("an unknown kind and an empty number are refused") {
  TestDossiers t;
  CHECK(code_of([&] {
          add_original(t.desk, {t.wang.number, "passport", "1", "", true});
        }) == &codes::usage_value);
  CHECK(code_of([&] {
          add_original(t.desk, {t.wang.number, "id_card", "　 ", "", true});
        }) == &codes::evidence_number);
}
