#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "base/error.h"
#include "store/database.h"

using namespace tmis;

namespace {

/// Labels of codes, numbered; fails before row `fails_at`.
class Labels : public store::RowSource {
 public:
  explicit Labels(int count, int fails_at = -1) : count_(count), fails_at_(fails_at) {}

  bool next() override {
    ++at_;
    if (at_ == fails_at_) throw std::runtime_error("the well is dry");
    code_ = std::to_string(at_);
    return at_ < count_;
  }
  Cell at(int column) const override {
    return {Value::Kind::text, 0, column == 1 ? std::string_view{code_} : "list"};
  }

 private:
  int count_, fails_at_, at_ = -1;
  std::string code_;
};

store::Database with_codes() {
  auto db = store::Database::in_memory();
  db.make_table(store::program_table("code"));
  return db;
}

constexpr auto kInsert = "INSERT INTO code (list, code, zh, en)";

}  // namespace

TEST_CASE("all rows of a source are inserted, again and again") {
  auto db = with_codes();
  Labels none{0}, some{3000};
  db.insert_rows(kInsert, 4, none);
  CHECK(db.number("SELECT count(*) FROM code") == 0);
  db.insert_rows(kInsert, 4, some);
  CHECK(db.number("SELECT count(*) FROM code") == 3000);
  CHECK(db.number("SELECT count(*) FROM code WHERE code = '2999' AND zh = 'list'") == 1);
}

TEST_CASE("a source that fails leaves none of its rows, and its own error comes through") {
  auto db = with_codes();
  Labels fails{100, 50};
  CHECK_THROWS_WITH_AS(db.insert_rows(kInsert, 4, fails), "the well is dry", std::runtime_error);
  CHECK(db.number("SELECT count(*) FROM code") == 0);
}

TEST_CASE("a row that the table refuses leaves none of its statement") {
  auto db = with_codes();
  Labels first{10}, again{20};
  db.insert_rows(kInsert, 4, first);
  CHECK_THROWS_AS(db.insert_rows(kInsert, 4, again), Error);
  CHECK(db.number("SELECT count(*) FROM code") == 10);
}
