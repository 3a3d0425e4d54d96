#include "base/file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <functional>

#include "base/error.h"

using namespace tmis;

namespace {

struct Folder {
  std::string path = "/tmp/tmis-file-test-XXXXXX";
  Folder() { REQUIRE(mkdtemp(path.data()) != nullptr); }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string operator/(const std::string& name) const { return path + "/" + name; }
};

const Code* code_of(const std::function<void()>& what) {
  try {
    what();
  } catch (const Error& error) {
    return &error.code();
  }
  return nullptr;
}

}  // namespace

TEST_CASE("what is written reads back, is nobody else's, and leaves nothing beside it") {
  const Folder folder;
  write_file(folder / "a.txt", "一行\n");
  CHECK(read_file(folder / "a.txt") == "一行\n");
  struct stat info {};
  REQUIRE(stat((folder / "a.txt").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(std::distance(std::filesystem::directory_iterator{folder.path}, {}) == 1);
}

TEST_CASE("a writer that gives up leaves the old file as it was") {
  const Folder folder;
  write_file(folder / "a.txt", "old");
  { OutputFile out{folder / "a.txt"}; }
  CHECK(read_file(folder / "a.txt") == "old");
  CHECK(std::distance(std::filesystem::directory_iterator{folder.path}, {}) == 1);
}

TEST_CASE("a missing file, a folder and a place that can't be written are told apart") {
  const Folder folder;
  CHECK(code_of([&] { FileBytes{folder / "none"}; }) == &codes::file_missing);
  CHECK(code_of([&] { FileBytes{folder.path}; }) == &codes::file_not_regular);
  CHECK(code_of([&] { write_file(folder / "no/such/place", "x"); }) == &codes::file_unwritable);
}

TEST_CASE("the ending is found whatever its case") {
  CHECK(file_ending("/a.b/工资.XLSX") == "xlsx");
  CHECK(file_ending("noending").empty());
}
