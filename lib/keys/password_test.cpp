// Which passwords are refused and why, and password files as users have them.
#include "keys/password.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/error.h"
#include "keys/common_passwords.h"

using namespace tmis;
using namespace tmis::keys;

namespace {

const PasswordOwner kOwner{
    "zhangsan", "1980-01-02", "43010219800102201X", {"0731-8888", "13907310000"}};

/// The rule that refuses it, or empty when the password is good.
std::string reason(std::string_view password) {
  try {
    check_password(Secret{password}, kOwner);
  } catch (const Error& e) {
    REQUIRE(std::string_view{e.code().name} == "password.weak");
    return e.args().at(1).value;
  }
  return "";
}

/// A folder of its own, removed at the end.
struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tmis-password-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }

  std::string file(const std::string& text, mode_t mode = 0600) const {
    const auto name = (path / "password").string();
    std::ofstream{name} << text;
    ::chmod(name.c_str(), mode);
    return name;
  }
};

std::string_view code_of(const std::string& path) {
  try {
    read_password_file(path);
  } catch (const Error& e) {
    return e.code().name;
  }
  return "";
}

}  // namespace

TEST_CASE("a password that nobody guesses is good") {
  CHECK(reason("correct horse battery") == "");
  CHECK(reason("tr0ub4dor&3") == "");
  CHECK(reason("春眠不觉晓处处闻啼鸟") == "");
  CHECK(reason(std::string(128, 'a') + std::string(127, 'b') + "c") == "");
}

TEST_CASE("a password too short, too long or not UTF-8 is refused") {
  CHECK(reason("k7Q!x2z") == "short");
  CHECK(reason("") == "short");
  CHECK(reason(std::string(255, 'a') + "bc") == "long");
  CHECK(reason("abcdefg\xFF\xFE") == "utf8");
}

TEST_CASE("what is known about the owner is refused, with a few characters around it too") {
  CHECK(reason("zhangsan") == "login");
  CHECK(reason("ZhangSan88") == "login");
  CHECK(reason("19800102") == "birth-date");
  CHECK(reason("1980-01-02") == "birth-date");
  CHECK(reason("zs19800102") == "birth-date");
  CHECK(reason("abc800102") == "birth-date");
  CHECK(reason("0102201x") == "id-number");
  CHECK(reason("02201X!!") == "id-number");
  CHECK(reason("13907310000") == "telephone");
  CHECK(reason("a13907310000") == "telephone");
}

TEST_CASE("what is known about the owner is no fault in a long password") {
  CHECK(reason("zhangsan and seven cats") == "");
  CHECK(reason("19800102 was a wednesday") == "");
}

TEST_CASE("unknown facts refuse nothing") {
  CHECK_NOTHROW(check_password(Secret{"tr0ub4dor&3"}, {}));
  CHECK_NOTHROW(check_password(Secret{"tr0ub4dor&3"}, {"a", "1980", "12", {"3"}}));
}

TEST_CASE("common passwords are refused, in capitals too") {
  for (const char* password : {"password", "PassWord1", "woaini1314", "a1234567", "1qaz2wsx",
                               "5201314520", "88888888", "jiaoshi123", "qq123456"}) {
    CHECK(reason(password) == "common");
  }
  CHECK(is_common("12345678"));
  CHECK_FALSE(is_common("12345670"));
}

TEST_CASE("one character repeated, two in turn, or a straight run are refused as common") {
  for (const char* password :
       {"zzzzzzzzzz", "xyxyxyxyxy", "ghijklmnop", "ponmlkjihg", "我我我我", "........"}) {
    CHECK(reason(password) == "common");
  }
}

TEST_CASE("the first line of a password file is the password, whatever ends it") {
  const Folder folder;
  for (const char* text :
       {"correct horse\n", "correct horse\r\n", "correct horse", "correct horse\nsecond line\n"}) {
    CHECK(read_password_file(folder.file(text)).view() == "correct horse");
  }
  CHECK(read_password_file(folder.file(" spaces stay \n")).view() == " spaces stay ");
  CHECK(read_password_file(folder.file(std::string(256, 'x') + "\r\n")).size() == 256);
}

TEST_CASE("a password file that others may read is refused, with exit 2") {
  const Folder folder;
  for (const mode_t mode : {0640, 0604, 0660, 0610}) {
    CHECK(code_of(folder.file("correct horse\n", mode)) == "password.file-mode");
  }
  CHECK(codes::password_file_mode.exit == Exit::usage);
  CHECK(code_of(folder.file("correct horse\n", 0400)) == "");
}

TEST_CASE("a pipe is read without asking for its mode, and no further than the line") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const std::string text = "correct horse\nname,sex\n";
  REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  ::close(ends[1]);
  const std::string path = "/dev/fd/" + std::to_string(ends[0]);
  CHECK(read_password_file(path).view() == "correct horse");
  char rest[32];
  CHECK(::read(ends[0], rest, sizeof rest) == 9);
  ::close(ends[0]);
}

TEST_CASE("an empty, missing, endless or wrong kind of password file is refused") {
  const Folder folder;
  CHECK(code_of(folder.file("")) == "password.file-empty");
  CHECK(code_of(folder.file("\nsecond line\n")) == "password.file-empty");
  CHECK(code_of(folder.file(std::string(10'000, 'x'))) == "password.weak");
  CHECK(code_of((folder.path / "none").string()) == "file.missing");
  CHECK(code_of(folder.path.string()) == "file.not-regular");
  CHECK(code_of("/dev/zero") == "file.not-regular");
}
