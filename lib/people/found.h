// Founding a file: its tables, the field sets in force, the first organisation and its
// administrator.
#pragma once

#include <string>

#include "journal/desk.h"
#include "journal/transaction.h"
#include "keys/secret.h"
#include "people/credentials.h"
#include "people/organisation.h"

namespace tmis::people {

struct Founding {
  std::string schemas;  // folder of the field sets that come into force
  Organisation first;
  std::string admin;  // login of the system administrator
  bool dry_run = false;
};

/// Makes the file at `path`. Event 0, `genesis`, carries everything. When anything fails, no file
/// is left. Throws file.exists, org.code, usage.value, account.login, password.weak,
/// schema.invalid.
journal::Written found_file(const std::string& path, const Founding& founding,
                            const Secret& password, const Clock& clock, const KeepCode& keep_code);

/// Puts tables, field sets and settings into a database without any; for `found_file` and for
/// tests.
void lay_out(store::Database& db, const schema::Catalogue& catalogue);
journal::Written found(Desk& desk, const Organisation& first, const std::string& admin,
                       const Secret& password, const KeepCode& keep_code = {});

}  // namespace tmis::people
