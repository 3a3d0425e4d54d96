// Addresses of schemas: a reference against the address it stands in (RFC 3986, section 5.2).
#pragma once

#include <string>
#include <string_view>

namespace tmis::schema {

/// `reference` as an absolute address, seen from `base`.
std::string resolve(std::string_view base, std::string_view reference);

/// The address without its fragment, and the fragment without # and without percent signs.
struct Address {
  std::string document, fragment;
};
Address split_fragment(std::string_view address);

}  // namespace tmis::schema
