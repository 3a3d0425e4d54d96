// How long to wait after failed logins. The counts stand in table login_failure, kept by people/.
#pragma once

#include <cstdint>

#include "base/date.h"

namespace tmis::access {

/// Milliseconds still to wait at `now` after `failures` in a row, the last at `last`: none before
/// the fifth, then 1 minute, doubling with each further one, 1 hour at most. A clock put back
/// doesn't lengthen it.
std::int64_t login_wait(std::int64_t failures, Instant last, Instant now);

}  // namespace tmis::access
