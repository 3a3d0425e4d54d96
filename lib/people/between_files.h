// A person goes to a school with a file of its own, or comes from one: what becomes of the dossier
// that stays behind, and the account in the new file. Who may say so when is left to exchange/.
#pragma once

#include <cstdint>
#include <string>

#include "journal/desk.h"
#include "journal/transaction.h"
#include "people/account.h"

namespace tmis::people {

/// Nobody opens what is sealed in it any more: every wrap of its keys is taken away.
void close_dossier(Desk& desk, std::int64_t teacher);
/// Who comes from another file, within the transaction that takes him over. `identity`: number of
/// it.
struct Newcomer {
  std::int64_t teacher = 0;
  std::string number, name, identity;
  std::int64_t org = 0;
};
/// The own account, with a new initial password and the dossier's keys: a new one, or that of who
/// comes back. The dossier's keys lie under the organisation's already.
InitialPassword welcome(Desk& desk, journal::Transaction& tx, const Newcomer& who);

/// A dossier that came by reports belongs to another school from now on.
void stand_at(Desk& desk, journal::Transaction& tx, std::int64_t teacher, std::int64_t org);

/// Who takes part in something here and has no dossier in this file: a row with the number alone,
/// at `org`, which keeps it. Throws key.needed.
std::int64_t keep_number(Desk& desk, journal::Transaction& tx, std::string_view number,
                         std::int64_t org);

}  // namespace tmis::people
