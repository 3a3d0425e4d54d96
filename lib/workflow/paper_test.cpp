#include "workflow/paper.h"

#include <doctest/doctest.h>

#include "base/error.h"
#include "workflow/signature.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

/// Prints a form without a sheet of paper; gives the code.
std::string printed(TestDossiers& t, const people::Person& person, const std::string& kind) {
  const std::string content = PaperContents{t.desk, person.row}.of(person, kind);
  journal::Transaction tx{t.desk, t.desk.permit("form print"), {}};
  record_print(tx, person, kind, content);
  tx.commit();
  return paper_code(content);
}

}  // namespace

TEST_CASE("a code is read as people type it, and every slip is noticed") {
  const std::string code = paper_code("0123456789abcdef0123456789abcdef");
  REQUIRE(code.size() == 19);
  CHECK(typed_paper_code(code) == code);
  std::string lower = code;
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '0') c = 'o';
    if (c == '-') c = ' ';
  }
  CHECK(typed_paper_code(lower) == code);
  CHECK_FALSE(typed_paper_code(code.substr(1)));
  CHECK_FALSE(typed_paper_code(code + "0"));
  CHECK_FALSE(typed_paper_code("王强"));
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '-') continue;
    std::string wrong = code;
    wrong[i] = code[i] == '7' ? '8' : '7';
    CHECK_FALSE(typed_paper_code(wrong));
  }
}

TEST_CASE("a paper holds until something on it changes, and then says which table") {
  TestDossiers t;
  const auto row = t.put("annual_assessment", t.wang, {{"year", "2015"}});
  t.put("basic_pay", t.wang, {{"year", "2016"}});
  const std::string table = printed(t, t.wang, "annual_assessment");
  const std::string pay = printed(t, t.wang, "basic_pay");
  const std::string whole = printed(t, t.wang, "dossier");
  CHECK(table != whole);
  CHECK(find_paper(t.desk, table)->valid);
  CHECK(find_paper(t.desk, whole)->valid);

  t.change("annual_assessment", row, "year", "2014");
  const auto stale = find_paper(t.desk, whole);
  REQUIRE(stale);
  CHECK_FALSE(stale->valid);
  CHECK(stale->person.number == t.wang.number);
  REQUIRE(stale->changed.size() == 1);
  CHECK(stale->changed[0]->id == "annual_assessment");
  CHECK_FALSE(stale->head_changed);
  CHECK_FALSE(find_paper(t.desk, table)->valid);
  CHECK(find_paper(t.desk, pay)->valid);
  CHECK_FALSE(find_paper(t.desk, paper_code("nothing that was ever printed....")));
}

TEST_CASE("the same content printed again has the same code") {
  TestDossiers t;
  t.put("basic_pay", t.wang, {{"year", "2016"}});
  const std::string code = printed(t, t.wang, "basic_pay");
  CHECK(printed(t, t.wang, "basic_pay") == code);
  CHECK(find_paper(t.desk, code)->times == 2);
  CHECK(printed(t, t.li, "basic_pay") != code);
}

TEST_CASE("a signature in ink is refused on a paper that is another one or was overtaken") {
  TestDossiers t;
  const auto row = t.put("annual_assessment", t.wang, {{"year", "2015"}});
  pass(t.desk, {.teacher = t.wang.number, .set = "annual_assessment"});
  const std::string code = printed(t, t.wang, "annual_assessment");
  const std::string other = printed(t, t.li, "annual_assessment");
  const auto record = [&](const std::string& paper) {
    return [&t, paper] { record_signature(t.desk, t.wang.number, "annual_assessment", paper); };
  };
  CHECK(code_of(record(other)) == &codes::sign_other_print);
  t.change("annual_assessment", row, "year", "2014");
  pass(t.desk, {.teacher = t.wang.number, .set = "annual_assessment"});
  CHECK(code_of(record(code)) == &codes::sign_stale_print);
  const std::string again = printed(t, t.wang, "annual_assessment");
  CHECK(record_signature(t.desk, t.wang.number, "annual_assessment", again).state == "signed");
}

TEST_CASE(
    "a dossier is printed while the form of all of it holds, or it was signed without paper") {
  TestDossiers t;
  t.fill(t.wang);
  t.hand_in(t.wang);
  printed(t, t.wang, "dossier");  // of what wasn't audited yet: it holds all the same
  CHECK(t.stage(t.wang) == "submitted");
  pass(t.desk, {.teacher = t.wang.number});
  CHECK(t.stage(t.wang) == "printed");
  const auto row = t.own_row(t.desk.catalogue.at("basic_pay"), t.wang);
  t.change("basic_pay", row, "year", "2014");
  pass(t.desk, {.teacher = t.wang.number, .set = "basic_pay"});
  CHECK(t.stage(t.wang) == "audited");
  printed(t, t.wang, "basic_pay");
  CHECK(t.stage(t.wang) == "audited");
  t.sit(t.wang.number);
  confirm(t.desk, "dossier");
  t.sit("manager");
  CHECK(t.stage(t.wang) == "printed");
}
