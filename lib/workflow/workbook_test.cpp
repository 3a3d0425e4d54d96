#include "dossier/workbook.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "campaign/lock.h"
#include "dossier/edit.h"
#include "dossier/import.h"
#include "sheet/source.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using dossier::FilledWorkbook;
using people::code_of;

namespace {

std::string book(const char* name) {
  open_texts(Language::en, TMIS_SHARE_DIR "/../locale");  // titles are found by their texts
  return (std::filesystem::temp_directory_path() / (std::string{"tmis-"} + name)).string();
}

/// What came of all sheets together.
dossier::ImportReport bring(TestDossiers& t, FilledWorkbook& workbook) {
  std::vector<dossier::Incoming> parts;
  for (auto& sheet : workbook.sheets())
    parts.push_back({sheet.set, sheet.source.get(), sheet.source.get()});
  dossier::ImportReport sum;
  for (const auto& r : dossier::import_dossier(t.desk, parts, {})) {
    sum.read += r.read;
    sum.accepted += r.accepted;
    sum.updated += r.updated;
    sum.unchanged += r.unchanged;
    sum.rejected += r.rejected;
  }
  return sum;
}

dossier::ImportReport bring(TestDossiers& t, const std::string& path) {
  const auto workbook = FilledWorkbook::open(t.desk, path);
  REQUIRE(workbook);
  return bring(t, *workbook);
}

}  // namespace

TEST_CASE("a workbook that nobody filled in changes nothing, whatever the file says by then") {
  TestDossiers t;
  const auto row = t.put("annual_assessment", t.wang, {{"year", "2015"}, {"result", "1"}});
  t.put("basic_pay", t.li, {{"year", "2016"}});
  const std::string path = book("unfilled.xlsx");
  const auto written = dossier::write_workbooks(t.desk, {.out = path});
  CHECK(written.persons == 2);
  CHECK(written.event > 0);
  const auto same = bring(t, path);
  CHECK(same.read == static_cast<std::uint64_t>(written.rows));
  CHECK(same.unchanged == same.read);
  t.change("annual_assessment", row, "result", "2");
  const auto later = bring(t, path);
  CHECK(later.unchanged == later.read);
  CHECK(later.rejected == 0);
  const std::string version = book("unfilled-masked.xlsx");
  dossier::write_workbooks(t.desk, {.out = version, .masked = true});
  CHECK(bring(t, version).unchanged == later.read);
  std::filesystem::remove(path);
  std::filesystem::remove(version);
}

TEST_CASE("a record that was taken out of the dossier doesn't come back by a workbook") {
  TestDossiers t;
  const auto row = t.put("annual_assessment", t.wang, {{"year", "2015"}, {"result", "1"}});
  const std::string path = book("withdrawn.xlsx");
  dossier::write_workbooks(t.desk, {.out = path, .teacher = t.wang.number});
  t.change("annual_assessment", row, "result", "2");
  dossier::remove(t.desk, "annual_assessment#" + std::to_string(row), "重复");
  const auto done = bring(t, path);
  CHECK(done.rejected == 0);
  CHECK(done.accepted == 0);
  std::filesystem::remove(path);
}

TEST_CASE("a teacher fills in the own workbook, without the school's tables, and no other one") {
  TestDossiers t;
  const std::string hers = book("hers.xlsx"), mine = book("mine.xlsx");
  dossier::write_workbooks(t.desk, {.out = hers, .teacher = t.li.number});
  t.sit(t.wang.number);
  CHECK(dossier::write_workbooks(t.desk, {.out = mine}).persons == 1);
  const auto own = FilledWorkbook::open(t.desk, mine);
  REQUIRE(own);
  for (const auto& sheet : own->sheets()) CHECK_FALSE(sheet.set->from_school());
  CHECK(bring(t, *own).rejected == 0);
  CHECK(code_of([&] { dossier::write_workbooks(t.desk, {.out = mine, .teacher = t.li.number}); }) ==
        &codes::teacher_not_found);
  const auto foreign = FilledWorkbook::open(t.desk, hers);
  std::vector<dossier::Incoming> parts;
  for (auto& sheet : foreign->sheets()) {
    if (!sheet.set->from_school())
      parts.push_back({sheet.set, sheet.source.get(), sheet.source.get()});
  }
  CHECK(code_of([&] { dossier::import_dossier(t.desk, parts, {}); }) ==
        &codes::workbook_other_teacher);
  std::filesystem::remove(hers);
  std::filesystem::remove(mine);
}

TEST_CASE("a workbook of another file is refused before anything of it is read") {
  TestDossiers t, other;
  const std::string path = book("elsewhere.xlsx");
  dossier::write_workbooks(other.desk, {.out = path});
  CHECK(code_of([&] { FilledWorkbook::open(t.desk, path); }) == &codes::workbook_other_file);
  std::filesystem::remove(path);
}

TEST_CASE("a value stands in a workbook as the label that means it, else as its code") {
  TestDossiers t;
  const auto& set = t.desk.catalogue.person();
  for (const auto& field : set.fields) {
    if (field.codes == nullptr || field.multiple) continue;
    for (const auto& entry : field.codes->entries()) {
      const auto* meant =
          field.codes->meant(dossier::workbook_text(field, Value{std::string_view{entry.code}}));
      REQUIRE(meant != nullptr);
      CHECK(meant->code == entry.code);
    }
  }
}

TEST_CASE("after the deadline a workbook brings what was given back, and nothing else") {
  TestDossiers t;
  const auto first = t.put("work_experience", t.wang,
                           {{"unit_name", "一中"},
                            {"start_month", "2001-09"},
                            {"unit_nature", "23"},
                            {"position", "教师"}});
  t.put("work_experience", t.wang,
        {{"unit_name", "二中"},
         {"start_month", "2005-09"},
         {"unit_nature", "23"},
         {"position", "教师"}});
  t.hand_in(t.wang);
  campaign::import_campaign(t.desk, read_file(TMIS_SOURCE_DIR "/examples/campaign-2017.json"), "");
  t.on("2017-02-27");
  const auto& set = t.desk.catalogue.at("work_experience");
  const std::string path = book("late.csv");
  const auto import = [&](const std::string& rows) {
    write_file(path, "teacher_number,unit_name,start_month,unit_nature,position\n" + rows);
    t.sit(t.wang.number);
    const auto source = sheet::open({.path = path});
    const auto report = dossier::import_records(t.desk, set, *source, {});
    t.sit("manager");
    return report;
  };
  const std::string mended = t.wang.number + ",一中,2001-09,23,组长\n";
  CHECK(code_of([&] { import(mended); }) == &codes::lock_self_entry);
  t.sit("manager");
  give_back(t.desk, {.record = "work_experience#" + std::to_string(first)}, "职务有误");
  const auto other = import(mended + t.wang.number + ",三中,2009-09,23,教师\n");
  REQUIRE(other.findings.size() == 1);
  CHECK(other.findings[0].code == &codes::lock_self_entry);
  CHECK_FALSE(other.stored);
  CHECK(import(mended).updated == 1);
  campaign::lock(t.desk, "", t.wang.number, "核查");
  CHECK(code_of([&] { import(mended); }) == &codes::lock_self_entry);
  std::filesystem::remove(path);
}
