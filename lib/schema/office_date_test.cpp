#include "schema/office_date.h"

#include <doctest/doctest.h>

#include <string>

namespace tmis::schema {
namespace {

/// "2016-9-1", "2016-9" for a month, "?" for no date.
std::string date_of(std::string_view s, Cell::Kind kind = Cell::Kind::text) {
  const auto d = office_date(s, kind);
  if (!d) return "?";
  std::string out = std::to_string(d->date.year) + "-" + std::to_string(d->date.month);
  if (d->has_day) out += "-" + std::to_string(d->date.day);
  return out + (d->by_sheet ? " by sheet" : "");
}

TEST_CASE("a day is read in every form that offices write") {
  for (const char* s :
       {"2016-09-01", "2016-9-1", "2016/9/1", "2016/09/01", "2016.9.1", "2016.09.01", "20160901",
        "2016年9月1日", "2016年09月01日", "2016年9月1号", "2016年9月1", "2016 年 9 月 1 日",
        "2016 - 9 - 1", "2016-09-01 00:00:00", "2016-09-01T00:00:00", "2016/9/1 0:00",
        "2016/9/1 0:00:00", "2016-09-01 00:00:00.000"}) {
    CHECK_MESSAGE(date_of(s) == "2016-9-1", s);
  }
}

TEST_CASE("a month is read in every form that offices write") {
  for (const char* s : {"2016-09", "2016-9", "2016/9", "2016/09", "2016.9", "2016.09", "201609",
                        "2016年9月", "2016年09月", "2016年9月份", "2016年9", "2016 年 9 月"}) {
    CHECK_MESSAGE(date_of(s) == "2016-9", s);
  }
}

TEST_CASE("a day number or a date cell of a spreadsheet is told apart from typing") {
  CHECK(date_of("42614") == "2016-9-1 by sheet");
  CHECK(date_of("10000") == "1927-5-18 by sheet");
  CHECK(date_of("79999") == "2119-1-10 by sheet");
  CHECK(date_of("2016-09-01", Cell::Kind::date) == "2016-9-1 by sheet");
  CHECK(date_of("2016-09-01 08:30:00", Cell::Kind::date) == "2016-9-1 by sheet");
}

TEST_CASE("what isn't surely one date is none") {
  for (const char* s : {"",
                        "2016",
                        "16-09-01",
                        "16/9/1",
                        "16年9月",
                        "9/1/2016",
                        "1-9-2016",
                        "2016-",
                        "2016-9-",
                        "2016--9",
                        "2016/9-1",
                        "2016-9/1",
                        "2016年9-1",
                        "2016月9日",
                        "2016年",
                        "2016年9月1日2",
                        "2016-09-01-01",
                        "2016-009-01",
                        "2016-9-001",
                        "约2016年9月",
                        "2016年秋",
                        "2016 9 1",
                        "2016 1 2",
                        "09999",
                        "99999",
                        "1234567",
                        "123456789",
                        "2016-09-01 08:30:00",
                        "今天",
                        "2016-09-01 00:00:00 00:00",
                        " : ",
                        "年月日",
                        "2016年月日",
                        "0:00",
                        "2016:09:01"}) {
    CHECK_MESSAGE(date_of(s) == "?", s);
  }
}

TEST_CASE("a date that doesn't exist is read as written, for others to refuse") {
  CHECK(date_of("2016-13") == "2016-13");
  CHECK(date_of("2016-02-30") == "2016-2-30");
  CHECK(date_of("2016-00-10") == "2016-0-10");
  CHECK(date_of("2016-10-00") == "2016-10-0");
  CHECK(date_of("201619") == "2016-19");
}

TEST_CASE("a day number counts from where the workbook does") {
  CHECK(to_iso(to_day(office_date("41307", Cell::Kind::number, 1462)->date)) == "2017-02-03");
}

}  // namespace
}  // namespace tmis::schema
