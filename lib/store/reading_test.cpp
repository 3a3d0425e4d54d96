// A snapshot needs two connections to one real file.
#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include "store/database.h"

using namespace tmis;

TEST_CASE("who reads sees the file as it stood when the reading began, whatever is written") {
  const std::string path = "reading_test.db";
  std::remove(path.c_str());
  {
    auto made = store::Database::create(path);
    made.make_table(store::program_table("code"));
    made.execute("PRAGMA application_id=" + std::to_string(store::kApplicationId));
  }
  store::Database reader{path, store::Database::Mode::read_only};
  store::Database writer{path, store::Database::Mode::read_write};
  const auto write = [&](const std::string& code) {
    writer.begin();
    writer.execute("INSERT INTO code (list, code, zh, en) VALUES ('l', '" + code + "', 'z', 'e')");
    writer.commit();
  };
  reader.begin_reading();
  CHECK(reader.number("SELECT count(*) FROM code") == 0);
  write("1");
  reader.begin_reading();
  CHECK(reader.number("SELECT count(*) FROM code") == 0);
  reader.rollback();
  CHECK(reader.number("SELECT count(*) FROM code") == 1);
  for (const char* ending : {"", "-wal", "-shm"}) std::remove((path + ending).c_str());
}
