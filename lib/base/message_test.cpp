#include "base/message.h"

#include <doctest/doctest.h>

#include "base/file.h"

using namespace tmis;

namespace {
void open(Language language) { open_texts(language, std::string{TMIS_SHARE_DIR} + "/../locale"); }
}  // namespace

TEST_CASE("a text comes in the language that was chosen, with its arguments in place") {
  open(Language::zh);
  const Error error{codes::file_missing, {arg("file", "名单.csv")}};
  CHECK(message(error) == "找不到文件 名单.csv");
  CHECK(hint(error) == "请核对文件名和所在文件夹");
  open(Language::en);
  CHECK(message(error) == "there is no file 名单.csv");
}

TEST_CASE("one is one and all else is many") {
  open(Language::en);
  CHECK(text("record.rejected", arg("n", 1)).starts_with("1 value doesn't fit"));
  CHECK(text("record.rejected", arg("n", 7)).starts_with("7 values don't fit"));
}

TEST_CASE("a key without a text shows itself, so that nothing is silent") {
  open(Language::en);
  CHECK(text("no.such.key") == "no.such.key");
}

TEST_CASE("the option beats the environment") {
  setenv("TMIS_LANG", "zh", 1);
  CHECK(choose_language("en") == Language::en);
  CHECK(choose_language("") == Language::zh);
  unsetenv("TMIS_LANG");
}
