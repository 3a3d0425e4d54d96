// 160 bits and a hash: nothing to guess, so nothing to slow down.
#include "keys/recovery_code.h"

#include "keys/crockford.h"
#include "keys/hash.h"

namespace tmis::keys {
namespace {
constexpr std::size_t kCodeBytes = 20;
}

std::string new_recovery_code() { return in_groups(crockford(random_bytes(kCodeBytes))); }

std::optional<Secret> recovery_master(std::string_view typed) {
  auto code = from_crockford(typed, kCodeBytes);
  if (!code) return std::nullopt;
  Hash master = Hasher{}.update("tmis/recovery/1\n").update(*code).finish();
  wipe(*code);
  Secret out{bytes(master)};
  master.fill(0);
  return out;
}

}  // namespace tmis::keys
