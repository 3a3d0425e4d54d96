// The wait after failed logins.
#include "access/login_wait.h"

#include <doctest/doctest.h>

using namespace tmis;
using namespace tmis::access;

namespace {
const Instant kLast{1'000'000'000};
std::int64_t minutes(std::int64_t failures) { return login_wait(failures, kLast, kLast) / 60'000; }
}  // namespace

TEST_CASE("four failures cost nothing, the fifth a minute, and it doubles to an hour") {
  CHECK(minutes(0) == 0);
  CHECK(minutes(4) == 0);
  CHECK(minutes(5) == 1);
  CHECK(minutes(6) == 2);
  CHECK(minutes(10) == 32);
  CHECK(minutes(11) == 60);
  CHECK(minutes(12) == 60);
  CHECK(minutes(1'000'000) == 60);
}

TEST_CASE("the wait runs out") {
  CHECK(login_wait(5, kLast, {kLast.milliseconds + 59'999}) == 1);
  CHECK(login_wait(5, kLast, {kLast.milliseconds + 60'000}) == 0);
  CHECK(login_wait(5, kLast, {kLast.milliseconds + 999'000'000}) == 0);
}

TEST_CASE("a clock put back doesn't lengthen the wait") {
  CHECK(login_wait(5, kLast, {0}) == 60'000);
}
