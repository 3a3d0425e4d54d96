// Another key for an organisation, with everything that lay under the one before: the half of a
// renewal that is this file's own affair. What others are told of it is exchange/renewal's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "journal/transaction.h"
#include "keys/key_pair.h"

namespace tmis::people {

struct RenewedKey {
  keys::KeyPair before, after;
  std::size_t wrapped = 0;  // keys that lie under it now
  /// Logins that held the seed and don't any more, because nothing can be sealed to them: they wait
  /// for their first login, or are disabled. `accounts grant` gives it to them again.
  std::vector<std::string> left_out;
};

/// Gives organisation `org` (row) a new seed, within the transaction that says so: the row gets the
/// new public key; all keys under the old seed, and the old seed itself, lie under the new one; it
/// is sealed to the recovery key and to the accounts in use that held the old one. Throws
/// key.needed, journal.damaged. After the commit call `desk.keyring().forget(org)`.
RenewedKey renew_key(Desk& desk, journal::Transaction& tx, std::int64_t org);

}  // namespace tmis::people
