#include "form/slips.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/file.h"
#include "base/message.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::form;
using people::code_of;

namespace {

struct Returned : workflow::TestDossiers {
  Returned() {
    open_texts(Language::zh, TMIS_SHARE_DIR "/../locale");
    study = put("study_experience", wang,
                {{"education_level", "20"}, {"institution", "青澜师范大学"}, {"major", "汉语言"}});
    hand_in(wang);
    workflow::give_back(desk, {.record = "study_experience#" + std::to_string(study)},
                        "所学专业与毕业证书不符");
  }
  ~Returned() { open_texts(Language::en, TMIS_SHARE_DIR "/../locale"); }

  std::vector<Slip> all(SlipOptions how = {}) {
    return slips(desk, desk.permit("audit slips"), how);
  }
  std::int64_t study = 0;
};

std::string slip_file(const char* name) {
  return (std::filesystem::temp_directory_path() / (std::string{"tmis-"} + name)).string();
}

}  // namespace

TEST_CASE("a slip says what was returned and why, what to bring and by when") {
  Returned t;
  const auto slips = t.all();
  REQUIRE(slips.size() == 1);
  CHECK(slips[0].name == "王强");
  CHECK(slips[0].due == "2017-02-27");
  REQUIRE(slips[0].items.size() == 1);
  const SlipItem& item = slips[0].items[0];
  CHECK(item.table == "学习经历");
  CHECK(item.reason == "所学专业与毕业证书不符");
  CHECK(item.what.find("所学专业：汉语言") == 0);  // the field that the reason names comes first
  CHECK(item.bring.find(text("evidence.education")) != std::string::npos);
  CHECK(t.all({.until = "2017-03-01"})[0].due == "2017-03-01");
  CHECK(t.all({.department = "数学教研组"}).empty());
}

TEST_CASE("what is sealed stays off the paper") {
  Returned t;
  t.put("contact", t.li, {{"mobile", "13800000009"}, {"address", "青澜路一号"}});
  t.hand_in(t.li);
  workflow::give_back(t.desk, {.teacher = t.li.number, .set = "contact"}, "手机号码打不通");
  for (const Slip& slip : t.all()) {
    for (const SlipItem& item : slip.items) CHECK(item.what.find("138") == std::string::npos);
  }
}

TEST_CASE("slips are written with their event; without any nothing is written") {
  Returned t;
  const std::string file = slip_file("slips.pdf");
  const auto done = print_slips(t.desk, {.out = file});
  CHECK(done.slips == 1);
  CHECK(done.pages == 1);
  CHECK(done.event > 0);
  CHECK(read_file(file).starts_with("%PDF"));
  std::filesystem::remove(file);
  CHECK(print_slips(t.desk, {.department = "数学教研组", .out = file}).event == -1);
  CHECK_FALSE(file_exists(file));
  CHECK(code_of([&] { print_slips(t.desk, {.out = "slips.doc"}); }) == &codes::file_ending);
}

TEST_CASE("three slips stand on a page, the fourth begins the next") {
  Returned t;
  std::vector<std::string> rows;
  t.sit("admin");
  t.accounts(
      "周一,1,1981-01-01,1,110101198101010018,\n周二,1,1982-01-01,1,110101198201010015,\n"
      "周三,1,1983-01-01,1,110101198301010012,\n");
  t.sit("manager");
  for (const char* id : {"110101198101010018", "110101198201010015", "110101198301010012"}) {
    const auto who = people::find_person(t.desk, id);
    REQUIRE(who);
    const auto row = t.put("annual_assessment", *who, {{"year", "2015"}});
    workflow::give_back(t.desk, {.record = "annual_assessment#" + std::to_string(row)}, "核对");
  }
  const std::string file = slip_file("four-slips.pdf");
  const auto done = print_slips(t.desk, {.out = file});
  CHECK(done.slips == 4);
  CHECK(done.pages == 2);
  std::filesystem::remove(file);
}
