#include "form/form.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/file.h"
#include "base/message.h"
#include "form/pdf.h"
#include "form/print.h"
#include "form/verify.h"
#include "workflow/paper.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::form;
using people::code_of;
using workflow::TestDossiers;

namespace {

std::vector<Form> of_wang(TestDossiers& t, const std::string& kind) {
  return forms(t.desk, t.desk.permit("form print"), kind, {t.wang});
}

std::string out(const char* name) {
  return (std::filesystem::temp_directory_path() / (std::string{"tmis-"} + name)).string();
}

}  // namespace

TEST_CASE("a dossier has a block for every table, and says who passed each row") {
  TestDossiers t;
  t.put("annual_assessment", t.wang, {{"year", "2015"}});
  workflow::pass(t.desk, {.teacher = t.wang.number, .set = "annual_assessment"});
  const auto all = of_wang(t, "dossier");
  REQUIRE(all.size() == 1);
  CHECK(all[0].blocks.size() == t.desk.catalogue.all().size());
  CHECK(all[0].person.name == "王强");
  CHECK(all[0].person.number == t.wang.number);
  CHECK_FALSE(all[0].content.empty());
  const auto table = of_wang(t, "annual_assessment");
  REQUIRE(table[0].blocks.size() == 1);
  REQUIRE(table[0].blocks[0].rows.size() == 1);
  CHECK(table[0].blocks[0].rows[0].back() == "manager 2017-02-20");
}

TEST_CASE("a row that says none says nothing else on paper") {
  TestDossiers t;
  t.put("study_experience", t.wang, {{"education_level", "0"}, {"study_mode", "1"}});
  const auto form = of_wang(t, "study_experience");
  std::size_t filled = 0;
  for (const auto& cell : form[0].blocks[0].rows[0]) filled += cell.empty() ? 0U : 1U;
  CHECK(filled == 2);  // the none, and the state
}

TEST_CASE("a letter has paragraphs and no table") {
  TestDossiers t;
  open_texts(Language::en, TMIS_SHARE_DIR "/../locale");
  const auto letter = of_wang(t, "commitment");
  CHECK(letter[0].blocks.empty());
  CHECK(letter[0].statements.size() == 7);
  CHECK(letter[0].signatures.size() == 2);
  CHECK(code_of([&] { of_wang(t, "commitmint"); }) == &codes::form_unknown);
}

TEST_CASE("each copy has its own pages, and the printing is an event") {
  TestDossiers t;
  const std::string path = out("forms.pdf");
  const auto two = print(t.desk, {.kind = "commitment", .out = path});
  CHECK(two.forms == 2);
  CHECK(two.pages == 4);
  CHECK(two.event > 0);
  CHECK(read_file(path).starts_with("%PDF-"));
  std::filesystem::remove(path);
  const std::string book = out("forms.xlsx");
  CHECK(print(t.desk, {.kind = "basic_information", .teacher = t.li.number, .out = book}).forms ==
        1);
  CHECK(read_file(book).starts_with("PK"));
  std::filesystem::remove(book);
}

TEST_CASE("a long dossier goes over pages, and its rows are broken at none") {
  TestDossiers t;
  Form form;
  form.title = "档案";
  form.person = t.wang;
  form.signatures = {"教师签字"};
  Block block;
  block.title = "论文";
  block.headings = {"题目", "年度"};
  for (int i = 0; i < 200; ++i) block.rows.push_back({"第" + std::to_string(i) + "篇", "2015"});
  form.blocks.push_back(block);
  const std::string path = out("long.pdf");
  CHECK(write_pdf({&form, 1}, {"1 ABCD", "2017-02-20 09:00"}, 1, path) == 6);
  std::filesystem::remove(path);
}

TEST_CASE("a dossier begins with a cover and numbers its categories") {
  TestDossiers t;
  open_texts(Language::en, TMIS_SHARE_DIR "/../locale");
  const auto form = of_wang(t, "dossier").front();
  CHECK(form.cover);
  CHECK(form.blocks.front().category == "1. " + t.desk.catalogue.all().front().category.label.en);
  std::size_t categories = 0;
  for (const Block& block : form.blocks) categories += block.category.empty() ? 0U : 1U;
  CHECK(categories == 17);
}

TEST_CASE("a folder has a file for each person") {
  TestDossiers t;
  const std::string folder = out("forms-each");
  std::filesystem::remove_all(folder);
  CHECK(print(t.desk, {.kind = "basic_pay", .copies = 1, .out = folder}).forms == 2);
  CHECK(std::filesystem::exists(folder + "/" + t.wang.number + "-王强.pdf"));
  CHECK(std::filesystem::exists(folder + "/" + t.li.number + "-李娜.pdf"));
  std::filesystem::remove_all(folder);
}

TEST_CASE("a printed form is verified by its code; strangers don't learn whose it is") {
  TestDossiers t;
  const std::string path = out("verify.pdf");
  t.put("basic_pay", t.wang, {{"year", "2016"}});
  print(t.desk, {.kind = "basic_pay", .teacher = t.wang.number, .out = path});
  std::filesystem::remove(path);
  const std::string code = of_wang(t, "basic_pay").front().code;
  const Verdict mine = verify(t.desk, code);
  CHECK(mine.valid);
  CHECK(mine.name == "王强");
  CHECK(mine.by == "manager");
  CHECK(code_of([&] { verify(t.desk, "7K2M-90AB"); }) == &codes::form_code);
  CHECK(code_of([&] { verify(t.desk, workflow::paper_code(std::string(32, 'x'))); }) ==
        &codes::form_no_print);
  t.put("basic_pay", t.wang, {{"year", "2015"}});
  t.sit(t.li.number);
  const Verdict strange = verify(t.desk, code);
  CHECK_FALSE(strange.valid);
  CHECK(strange.kind == "basic_pay");
  CHECK_FALSE(strange.known);
  CHECK(strange.name.empty());
  CHECK(strange.changed.empty());
}
