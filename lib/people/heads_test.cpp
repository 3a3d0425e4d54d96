// What this machine remembers of a file.
#include "journal/heads.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/file.h"
#include "people/test_school.h"

using namespace tmis;
using namespace tmis::people;

namespace {

/// A folder of one's own for a test, removed with it.
struct Folder {
  std::string path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tmis-heads-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
};

void cut_last(TestSchool& school) {
  school.desk.db.statement("PRAGMA foreign_keys=OFF").run();
  school.desk.db.statement("DELETE FROM item WHERE seq = (SELECT max(seq) FROM event)").run();
  school.desk.db.statement("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)").run();
}

}  // namespace

TEST_CASE("a file that grows is never older than remembered") {
  TestSchool school;
  const Folder folder;
  const journal::HeadMemory memory{folder.path + "/heads", school.desk};
  CHECK_FALSE(memory.known());
  memory.remember(school.desk);
  REQUIRE(memory.known());
  CHECK(memory.known()->seq == journal::head(school.desk.db).seq);
  school.accounts("王强,男,1980-01-01,1,110101198001010010,\n");
  CHECK_FALSE(memory.against(school.desk));
  memory.remember(school.desk);
  CHECK(memory.known()->seq == journal::head(school.desk.db).seq);
}

TEST_CASE("a cut tail and another history are noticed until they are forgotten on purpose") {
  TestSchool school;
  const Folder folder;
  const journal::HeadMemory memory{folder.path, school.desk};
  memory.remember(school.desk);
  const auto before = memory.known()->seq;
  cut_last(school);
  REQUIRE(memory.against(school.desk));
  CHECK(memory.against(school.desk)->code == &codes::journal_older);
  school.accounts("王强,男,1980-01-01,1,110101198001010010,\n");
  CHECK(journal::head(school.desk.db).seq == before);
  CHECK(memory.against(school.desk));
  memory.remember(school.desk);
  CHECK(memory.against(school.desk));
  memory.forget();
  CHECK_FALSE(memory.against(school.desk));
}

TEST_CASE("a memory that can't be kept or read stops nothing") {
  TestSchool school;
  const journal::HeadMemory nowhere{"/proc/nowhere/heads", school.desk};
  nowhere.remember(school.desk);
  CHECK_FALSE(nowhere.known());
  CHECK_FALSE(nowhere.against(school.desk));
  const Folder folder;
  const journal::HeadMemory memory{folder.path, school.desk};
  memory.remember(school.desk);
  for (const auto& entry : std::filesystem::directory_iterator{folder.path})
    write_file(entry.path(), "no memory at all\n\n\n\n");
  CHECK_FALSE(memory.known());
}
