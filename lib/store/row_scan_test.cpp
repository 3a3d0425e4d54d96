#include "store/row_scan.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "store/database.h"

using namespace tmis;

namespace {

store::Database with_rows(int count) {
  auto db = store::Database::in_memory();
  db.execute("CREATE TABLE t (row INTEGER PRIMARY KEY, a TEXT, b BLOB); CREATE INDEX by_a ON t(a)");
  auto insert = db.statement("INSERT INTO t (row, a, b) VALUES (?, ?, ?)");
  for (int i = count; i > 0; --i) {
    insert.bind(1, i).bind(2, std::string_view{i % 2 == 0 ? "even" : "odd"});
    i % 3 == 0 ? insert.bind_null(3) : insert.bind_blob(3, std::string_view{"\0x", 2});
    insert.run();
  }
  return db;
}

}  // namespace

TEST_CASE("every row is shown once, in the order of the numbers, with its values") {
  auto db = with_rows(300);
  int last = 0;
  store::scan(db, "t", {"row", "a", "b"}, [&](const store::Cells& cells) {
    const auto row = static_cast<int>(cells.integer(0));
    CHECK(row == ++last);
    Value a, b;
    cells.value(1, a);
    cells.value(2, b);
    CHECK(a == Value{row % 2 == 0 ? "even" : "odd"});
    CHECK(b == (row % 3 == 0 ? Value{} : Value::blob(std::string{"\0x", 2})));
  });
  CHECK(last == 300);
}

TEST_CASE("meanwhile the same table may be scanned again") {
  auto db = with_rows(4);
  std::vector<std::int64_t> seen;
  store::scan(db, "t", {"row"}, [&](const store::Cells& outer) {
    seen.push_back(outer.integer(0));
    store::scan(db, "t", {"a", "row"}, [&](const store::Cells& inner) {
      if (inner.integer(1) == outer.integer(0)) seen.push_back(-inner.integer(1));
    });
  });
  CHECK(seen == std::vector<std::int64_t>{1, -1, 2, -2, 3, -3, 4, -4});
}

TEST_CASE("what the visitor throws comes through, and the next scan is a whole one") {
  auto db = with_rows(10);
  int shown = 0;
  const auto fails = [&](const store::Cells&) {
    if (++shown == 5) throw std::runtime_error("enough");
  };
  CHECK_THROWS_WITH_AS(store::scan(db, "t", {"row"}, fails), "enough", std::runtime_error);
  CHECK(shown == 5);
  store::scan(db, "t", {"row"}, [&](const store::Cells&) { ++shown; });
  CHECK(shown == 15);
}
