// The code for the safe: 160 bits from which the recovery key is made, shown once by `init`.
// What the recovery key may do is left to the accounts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "keys/secret.h"

namespace tmis::keys {

/// 8 groups of 4 symbols, Crockford base32, upper case: shown once, kept nowhere.
std::string new_recovery_code();

/// The master key of the recovery key pair: H("tmis/recovery/1\n" ‖ 20 bytes). Nothing when `typed`
/// is no code (any case, O as 0, I and L as 1, with or without dashes).
std::optional<Secret> recovery_master(std::string_view typed);

}  // namespace tmis::keys
