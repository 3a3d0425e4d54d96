// A person goes from one school of the file to another: the dossier with its keys, the account, and
// the end of the roles at the old school. Who may do it when is left to workflow/transfer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "journal/desk.h"
#include "journal/transaction.h"

namespace tmis::people {

struct Moved {
  bool key_given = true;  // false: the teacher opens the dossier only after a new initial password
  std::vector<std::string> ended;  // logins that lost their roles at the old school
};
/// Within the transaction that takes the person on. `batch`: by which the keys came. Throws
/// key.needed, role.last (5) when the old school would be left without an administrator.
Moved move_person(Desk& desk, journal::Transaction& tx, std::string_view batch,
                  std::int64_t teacher, std::int64_t from_org, std::int64_t to_org);

/// Throws role.last (5) when one of the person's accounts is the last administrator of `org`.
void want_no_last_role(Desk& desk, std::int64_t teacher, std::int64_t org);

}  // namespace tmis::people
