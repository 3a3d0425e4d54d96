// What a fault is called and how a command ends with it. Which faults there are is left to codes.h.
#pragma once

namespace tmis {

/// Exit codes of the program (`tmis help exit-codes`). Scripts test for them.
enum class Exit {
  ok = 0,
  findings = 1,
  usage = 2,
  rejected = 3,
  denied = 4,
  conflict = 5,
  not_found = 6,
  unavailable = 7,
  integrity = 8,
  internal = 9,
  interrupted = 130,
};

/// A stable, never translated name of a fault, and how a command ends that stops with it.
struct Code {
  const char* name;
  Exit exit;
};

}  // namespace tmis
