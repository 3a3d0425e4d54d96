#include "schema/unseen.h"

#include "schema/normalise.h"
#include "schema/testing.h"

namespace tmis::schema {
namespace {

TEST_CASE("zero-width characters and marks of direction are taken out, all else stays") {
  for (const char* c : {"\u061C", "\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u202A",
                        "\u202E", "\u2060", "\u2066", "\u2069", "\uFEFF"}) {
    std::string text = std::string{c} + "甲" + c + "b" + c;
    CHECK(has_unseen(text));
    remove_unseen(text);
    CHECK(text == "甲b");
  }
  for (const char* c :
       {"", "a", "“学校”…—", "\u2010", "\u202F", "\u2070", "（Ａ）", "\u0618", "é"}) {
    std::string text = c;
    CHECK_FALSE(has_unseen(text));
    remove_unseen(text);
    CHECK(text == c);
  }
}

TEST_CASE("unseen characters are no part of a value") {
  const auto read = [](const char* id, std::string_view text) {
    Value out;
    std::string scratch;
    CHECK_FALSE(
        normalise(testing::field("basic_information", id), testing::cell(text), out, scratch));
    return out;
  };
  CHECK(read("remarks", "甲\u200B校\uFEFF") == Value{"甲校"});
  CHECK(read("remarks", "\u202A \u202C").is_null());
  CHECK(read("name", "张\u200D三") == Value{"张三"});
  CHECK(read("birth_date", "\u200E2016-09-01") == Value{"2016-09-01"});
  CHECK(read("sex", "男\u200B") == read("sex", "男"));
}

TEST_CASE("two names are one whatever their spaces, width and dots") {
  CHECK(same_name("张三", "张　三"));
  CHECK(same_name("阿卜杜拉·买买提", "阿卜杜拉•买买提 "));
  CHECK(same_name("Anna Schmidt", "ＡＮＮＡ SCHMIDT"));
  CHECK_FALSE(same_name("张三", "张三丰"));
}

}  // namespace
}  // namespace tmis::schema
