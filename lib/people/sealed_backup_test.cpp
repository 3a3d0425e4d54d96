// A sealed backup opens with the code from the safe, whole and unchanged, or not at all.
#include "people/sealed_backup.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>

#include "people/care.h"
#include "people/test_school.h"

using namespace tmis;
using namespace tmis::people;

namespace {

struct Safe {
  FixedClock clock = FixedClock::on("2017-02-20");
  Desk desk = TestSchool::make(clock);
  std::string code;
  std::string path = "sealed_backup_test.bak";

  Safe() {
    std::remove(path.c_str());
    desk.db.execute("PRAGMA application_id=" + std::to_string(store::kApplicationId));
    found(desk, {.code = "4301020012", .name = "青澜市第一中学", .kind = "school"}, "admin",
          Secret{"lan-tian-2017"}, [&](const std::string& c) { code = c; });
    log_in(desk, "admin", Secret{"lan-tian-2017"});
  }
  ~Safe() { std::remove(path.c_str()); }
  Safe(const Safe&) = delete;
  Safe& operator=(const Safe&) = delete;

  std::string made() {
    back_up(desk, path, true);
    return std::string{FileBytes{path}.view()};
  }
  const Code* opens(std::string_view backup, const std::string& with, bool known = true) {
    return code_of([&] { open_sealed(backup, with, known ? &desk : nullptr, path); });
  }
};

}  // namespace

TEST_CASE("a sealed backup is the file to whoever has the code, and nothing to anybody else") {
  Safe s;
  const std::string backup = s.made();
  CHECK(is_sealed(backup));
  CHECK(backup.find("青澜市") == std::string::npos);
  CHECK(backup.find("SQLite") == std::string::npos);
  KeptCopy copy{s.path, s.code, &s.desk};
  check_backup(s.desk, copy);
  CHECK(copy.db().number("SELECT count(*) FROM event") == 1);
  CHECK(copy.bytes().starts_with("SQLite format 3"));
  CHECK(KeptCopy::needs_code(s.path));
  CHECK(journal::head(s.desk.db).seq == 1);
  CHECK(code_of([&] { back_up(s.desk, s.path, true); }) == &codes::file_exists);
}

TEST_CASE("another code opens nothing") {
  Safe s;
  const Safe other;
  const std::string backup = s.made();
  CHECK(s.opens(backup, other.code) == &codes::recovery_code);
  CHECK(s.opens(backup, "no code") == &codes::recovery_code);
  CHECK(s.opens(backup, s.code, false) == nullptr);
  CHECK(s.opens(backup, other.code, false) == &codes::recovery_code);
}

TEST_CASE("a backup cut off, lengthened or with a flipped bit is no backup") {
  Safe s;
  const std::string backup = s.made();
  for (std::size_t size = 0; size < backup.size(); size += backup.size() / 40 + 1)
    CHECK(s.opens(backup.substr(0, size), s.code) == &codes::db_backup_damaged);
  CHECK(s.opens(backup + "x", s.code) == &codes::db_backup_damaged);
  for (std::size_t at = 0; at < backup.size(); at += at < 400 ? 1 : backup.size() / 60 + 1) {
    std::string flipped = backup;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    CHECK_MESSAGE(s.opens(flipped, s.code) == &codes::db_backup_damaged, at);
  }
}

TEST_CASE("a rehearsal seals nothing") {
  Safe s;
  s.desk.dry_run = true;
  back_up(s.desk, s.path, true);
  CHECK_FALSE(file_exists(s.path));
}
