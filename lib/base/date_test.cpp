#include "base/date.h"

#include <doctest/doctest.h>

#include "base/clock.h"

using namespace tmis;

TEST_CASE("days and dates are the same thing counted two ways") {
  for (int n = -30'000; n < 60'000; n += 17) {
    const Civil c = to_civil({n});
    CHECK(to_day(c).number == n);
    CHECK(day_from_iso(to_iso(Day{n})) == Day{n});
  }
}

TEST_CASE("a day that doesn't exist is no date") {
  CHECK(exists({2016, 2, 29}));
  CHECK_FALSE(exists({2017, 2, 29}));
  CHECK_FALSE(exists({2016, 13, 1}));
  CHECK_FALSE(exists({1666, 1, 1}));
  CHECK_FALSE(day_from_iso("2016-2-1"));
  CHECK_FALSE(month_from_iso("2016-00"));
}

TEST_CASE("a spreadsheet's day number is the day it shows") {
  CHECK(to_iso(day_from_serial(42614)) == "2016-09-01");
  CHECK(to_iso(day_from_serial(25569)) == "1970-01-01");
}

TEST_CASE("an instant belongs to the day of Shanghai, and its text reads back") {
  const auto t = instant_from_iso("2017-02-25T23:59:59.999+08:00");
  REQUIRE(t);
  CHECK(to_iso(shanghai_day(*t)) == "2017-02-25");
  CHECK(to_iso(*t) == "2017-02-25T23:59:59.999+08:00");
  CHECK(to_iso(shanghai_day({t->milliseconds + 1})) == "2017-02-26");
  CHECK_FALSE(instant_from_iso("2017-02-25 23:59"));
}

TEST_CASE("a fixed clock stands on the day it was set to") {
  CHECK(to_iso(FixedClock::on("2017-02-13").today()) == "2017-02-13");
}
