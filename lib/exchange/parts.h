// Inside this room and for its commands: packages on their way to their name, and what a command
// that was killed leaves of them. Parts are known by what they say, never by their name alone.
#pragma once

#include <cstdint>
#include <string>

#include "journal/desk.h"

namespace tmis::exchange {

/// Gives their names to packages that were committed when a crash came before the renaming. Before
/// anything asks whether a name is free.
void finish_parts(Desk& desk);

/// Takes away what commands of this file that were killed before their commit left in the folder of
/// `target`. Only within the transaction that writes `target`: nobody else of this file can be
/// writing then. Throws file.exists where a package of another file is being written to `target`.
void clear_parts(Desk& desk, const std::string& target);

/// Writes a package that was sent before once more, the same bytes. False when they are not kept
/// any more: its receipt has come.
bool write_again(Desk& desk, std::int64_t package, const std::string& target);
/// Lets go of the bytes: the receipt has come.
void forget_bytes(Desk& desk, std::int64_t package);

}  // namespace tmis::exchange
