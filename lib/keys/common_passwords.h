// Passwords that everyone tries first. The other rules are left to password.
#pragma once

#include <string_view>

namespace tmis::keys {

/// Whether `lower`, a password in lower case, is on the list.
bool is_common(std::string_view lower);

}  // namespace tmis::keys
