#include "store/second_reader.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <stdexcept>
#include <thread>

using namespace tmis;
using store::Database;

namespace {

std::int64_t rows_in(Database& db) { return db.number("SELECT count(*) FROM t"); }

}  // namespace

TEST_CASE("the second reader works beside the first one, or in its place where there is none") {
  const auto folder = std::filesystem::temp_directory_path() / "tmis-second-reader";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  auto in_file = Database::create((folder / "a.db").string());
  auto in_memory = Database::in_memory();
  for (auto* db : {&in_file, &in_memory}) {
    db->execute("CREATE TABLE t (row INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2)");
    std::int64_t rows = 0;
    std::thread::id where;
    store::SecondReader second{*db, rows_in, [&](Database& own) {
                                 where = std::this_thread::get_id();
                                 rows = own.number("SELECT count(*) FROM t");
                               }};
    second.finish();
    CHECK(rows == 2);
    CHECK((where == std::this_thread::get_id()) == (db == &in_memory));

    store::SecondReader fails{*db, rows_in, [](Database&) { throw std::runtime_error{"lost"}; }};
    CHECK_THROWS_WITH(fails.finish(), "lost");
  }
  // Somebody writes while the first one reads.
  in_file.begin_reading();
  CHECK(rows_in(in_file) == 2);
  Database other{(folder / "a.db").string(), Database::Mode::read_write};
  other.execute("INSERT INTO t VALUES (3)");
  std::int64_t seen = 0;
  store::SecondReader second{in_file, rows_in, [&](Database& own) { seen = rows_in(own); }};
  second.finish();
  CHECK(seen == 2);
  in_file.rollback();
  std::filesystem::remove_all(folder);
}
