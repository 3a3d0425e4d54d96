// Asked of every cell: a look at single bytes, since three bytes begin all of these characters.
#include "schema/unseen.h"

namespace tmis::schema {
namespace {

/// Bytes of the unseen character at `i`; 0 when there is none.
std::size_t unseen_at(std::string_view s, std::size_t i) {
  const auto byte = [&](std::size_t k) {
    return i + k < s.size() ? static_cast<unsigned char>(s[i + k]) : 0U;
  };
  const auto third_within = [&](unsigned first, unsigned last) {
    return byte(2) >= first && byte(2) <= last;
  };
  switch (byte(0)) {
    case 0xD8:  // U+061C
      return byte(1) == 0x9C ? 2 : 0;
    case 0xE2:  // U+200B to U+202E, then U+2060 to U+2069
      if (byte(1) == 0x80) return third_within(0x8B, 0x8F) || third_within(0xAA, 0xAE) ? 3 : 0;
      return byte(1) == 0x81 && (byte(2) == 0xA0 || third_within(0xA6, 0xA9)) ? 3 : 0;
    case 0xEF:  // U+FEFF
      return byte(1) == 0xBB && byte(2) == 0xBF ? 3 : 0;
    default:
      return 0;
  }
}

}  // namespace

bool has_unseen(std::string_view s) {
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (unseen_at(s, i) > 0) return true;
  }
  return false;
}

void remove_unseen(std::string& s) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < s.size();) {
    const std::size_t n = unseen_at(s, i);
    if (n == 0) s[kept++] = s[i];
    i += n == 0 ? 1 : n;
  }
  s.resize(kept);
}

}  // namespace tmis::schema
