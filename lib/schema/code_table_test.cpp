#include "schema/code_table.h"

#include <algorithm>

#include "base/error.h"
#include "schema/testing.h"

namespace tmis::schema {
namespace {

const CodeTable kSubjects{"subject",
                          "# a standard; provenance: published\n"
                          "01\t语文\tChinese\n"
                          "02\t信息技术\tinformation technology\n"
                          "03\t信息技术\tcomputing\n"
                          "04\t辅导员、教练员\tcounsellor or coach\n"
                          "05\tTOEFL\tTOEFL\n"
                          "06\t刚果（布）\tCongo - Brazzaville\n"
                          "070\t音乐课\t\r\n"};

std::string code(std::string_view text) {
  const auto r = kSubjects.resolve(text);
  return r.entry != nullptr ? r.entry->code : "";
}

TEST_CASE("a code table keeps its order, its standard and codes with zeros in front") {
  CHECK(kSubjects.source() == "a standard; provenance: published");
  REQUIRE(kSubjects.entries().size() == 7);
  CHECK(kSubjects.entries()[0].en == "Chinese");
  CHECK(kSubjects.entries()[6].code == "070");
  CHECK(kSubjects.entries()[6].en.empty());
  CHECK(kSubjects.find("01") == &kSubjects.entries()[0]);
  CHECK(kSubjects.find("1") == nullptr);
  CHECK(kSubjects.find("语文") == nullptr);
}

TEST_CASE("a code, a Chinese and an English label mean the same") {
  for (const char* text : {"01", "０１", "语文", " 语文　", "Chinese", "CHINESE", "ｃｈｉｎｅｓｅ"})
    CHECK_MESSAGE(code(text) == "01", text);
  CHECK(code("TOEFL") == "05");  // both labels of one code
  CHECK(code("toefl") == "05");
  CHECK(code("刚果(布)") == "06");  // brackets of either width
  CHECK(code("刚果（布）") == "06");
}

TEST_CASE("a Chinese label may lack its last character where that is no other label") {
  CHECK(code("音乐") == "070");
  CHECK(code("语") == "01");
  CHECK(code("信息技") == "");  // two codes
  CHECK(code("TOEF") == "");
  CHECK(kSubjects.meant("音乐") == &kSubjects.entries()[6]);
}

TEST_CASE("a label of two codes is told with both") {
  const auto r = kSubjects.resolve("信息技术");
  CHECK(r.entry == nullptr);
  CHECK(r.candidates == std::vector<std::string>{"02", "03"});
  CHECK(kSubjects.meant("信息技术") == nullptr);
  CHECK(code("computing") == "03");
}

TEST_CASE("what is no choice comes with the nearest one") {
  CHECK(kSubjects.resolve("语文课").near == "语文");
  CHECK(kSubjects.resolve("chinise").near == "chinese");
  CHECK(kSubjects.resolve("教练员").near == "辅导员、教练员");
  CHECK(kSubjects.resolve("1").near == "01");  // a spreadsheet dropped the zero
  CHECK(kSubjects.resolve("70").near == "070");
  CHECK_FALSE(kSubjects.resolve("99").near);
  CHECK_FALSE(kSubjects.resolve("完全不同的东西").near);
  CHECK_FALSE(kSubjects.resolve("").near);
  CHECK_FALSE(kSubjects.resolve(std::string(5 << 20, 'x')).near);  // at once, too
}

TEST_CASE("every label of every table of the program means its code, or several") {
  for (const std::string& id : testing::catalogue().code_tables()) {
    const CodeTable& table = testing::catalogue().codes(id);
    CAPTURE(id);
    CHECK_FALSE(table.entries().empty());
    for (const CodeEntry& e : table.entries()) {
      CAPTURE(e.code);
      CHECK(table.find(e.code) == &e);
      for (const std::string& label : {e.zh, e.en}) {
        if (label.empty() || table.find(label) != nullptr) continue;
        const auto r = table.resolve(label);
        const bool among =
            std::find(r.candidates.begin(), r.candidates.end(), e.code) != r.candidates.end();
        CHECK((r.entry == &e || among));
      }
    }
  }
}

TEST_CASE("a code that stands twice in its table has no meaning") {
  CHECK_THROWS_AS((CodeTable{"sex", "1\t男\tmale\n2\t女\tfemale\n1\t男性\tman\n"}), Error);
}

}  // namespace
}  // namespace tmis::schema
