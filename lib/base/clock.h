// The only place that asks the system for the time. Everyone else gets a Clock through the Desk.
#pragma once

#include "base/date.h"

namespace tmis {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  Day today() const { return shanghai_day(now()); }
};

class SystemClock : public Clock {
 public:
  Instant now() const override;
};

/// For tests: stands still until it is set.
class FixedClock : public Clock {
 public:
  explicit FixedClock(Instant t) : now_(t) {}
  /// 09:00 on the day `iso` (YYYY-MM-DD), Shanghai time.
  static FixedClock on(std::string_view iso);
  Instant now() const override { return now_; }
  void set(Instant t) { now_ = t; }

 private:
  Instant now_;
};

/// Milliseconds of a clock that only goes forward; for progress and sessions, never for records.
std::int64_t steady_milliseconds();

}  // namespace tmis
