// Base64 with padding (RFC 4648, section 4), as signed notes have it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tmis::keys {

std::string base64(std::string_view bytes);
/// Nothing when a symbol is foreign or the padding is wrong.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace tmis::keys
