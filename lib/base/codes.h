// Every way a command can end and every fault a row can have, each with a stable name.
// The texts of a code `x.y` are the catalogue entries `x.y` and `x.y.hint`; tests/house finds one
// without.
#pragma once

namespace tmis {

/// Exit codes of the program (cli.md, "Exit codes"). Scripts test for them.
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

namespace codes {

// What any command can meet.
inline constexpr Code internal{"internal", Exit::internal};
inline constexpr Code interrupted{"interrupted", Exit::interrupted};
inline constexpr Code usage{"usage", Exit::usage};
inline constexpr Code usage_unknown{"usage.unknown", Exit::usage};
inline constexpr Code usage_missing{"usage.missing", Exit::usage};
inline constexpr Code usage_value{"usage.value", Exit::usage};

// Files of the user's.
inline constexpr Code file_missing{"file.missing", Exit::not_found};
inline constexpr Code file_unreadable{"file.unreadable", Exit::unavailable};
inline constexpr Code file_unwritable{"file.unwritable", Exit::unavailable};
inline constexpr Code file_exists{"file.exists", Exit::conflict};
inline constexpr Code file_not_regular{"file.not-regular", Exit::usage};
inline constexpr Code file_ending{"file.ending", Exit::usage};

}  // namespace codes
}  // namespace tmis
