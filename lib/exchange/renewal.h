// An organisation renews its key, and others take the new one in without a telephone: the key that
// they trust has signed it. The file of `org key --out` leads from the first key to the present
// one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "exchange/trust.h"

namespace tmis::exchange {

struct KeyRenewed {
  KeyFile file;                       // the new key, for others
  std::string old_key;                // id, hex
  std::size_t wrapped = 0;            // keys that lie under the new one
  std::vector<std::string> left_out;  // logins, as people/key_renewal has it
  std::int64_t event = -1;
};

/// A new key for organisation `org` (row) of this file, in the event `key.rotate` that the old key
/// signs. Throws denied.*, key.needed, journal.damaged.
KeyRenewed renew(Desk& desk, std::int64_t org, const std::string& reason);

}  // namespace tmis::exchange
