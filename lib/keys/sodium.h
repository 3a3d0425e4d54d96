// The library, made ready before anything of this room runs. For this room's sources only.
#pragma once

#include <sodium.h>

#include <string_view>

namespace tmis::keys {

// Picks the fastest code for this machine; without it everything works, only slower.
inline const int kSodiumReady = sodium_init();

inline const unsigned char* data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace tmis::keys
