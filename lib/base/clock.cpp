// The system's clocks.
#include "base/clock.h"

#include <chrono>

namespace tmis {

Instant SystemClock::now() const {
  using namespace std::chrono;
  return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

FixedClock FixedClock::on(std::string_view iso) {
  const auto day = day_from_iso(iso);
  return FixedClock{{(day ? day->number : 0) * std::int64_t{86'400'000} + 3'600'000}};
}

std::int64_t steady_milliseconds() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace tmis
