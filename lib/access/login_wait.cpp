// 5 failures: 1 minute; 6: 2; 7: 4 … 1 hour.
#include "access/login_wait.h"

#include <algorithm>

namespace tmis::access {
namespace {
constexpr std::int64_t kFree = 5;
constexpr std::int64_t kFirst = 60'000;
constexpr std::int64_t kLongest = 3'600'000;
}  // namespace

std::int64_t login_wait(std::int64_t failures, Instant last, Instant now) {
  if (failures < kFree) return 0;
  const std::int64_t doublings = std::min<std::int64_t>(failures - kFree, 10);
  const std::int64_t whole = std::min(kFirst << doublings, kLongest);
  const std::int64_t left = last.milliseconds + whole - now.milliseconds;
  return std::clamp<std::int64_t>(left, 0, whole);
}

}  // namespace tmis::access
