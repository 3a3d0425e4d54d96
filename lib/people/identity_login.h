// Logging in by identity number. The number is sealed, and whoever isn't let in yet can't look one
// up: an account is found by a tag that takes its password to make.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "journal/desk.h"
#include "keys/secret.h"
#include "people/account_row.h"

namespace tmis::people {

/// 18 digits, the last of which may be X.
bool looks_like_identity_number(std::string_view word);

/// From now on `account`, a teacher's own, is found by this number with this password alone. An
/// empty number: by none.
void keep_identity_login(Desk& desk, std::int64_t account, std::string_view number,
                         const Secret& password);
/// The same with an initial password.
void keep_initial_identity_login(Desk& desk, std::int64_t account, std::string_view number,
                                 std::string_view password);

/// The account whose owner has this number, if the password is right. Takes one Argon2id.
std::optional<StoredAccount> account_by_identity(Desk& desk, std::string_view number,
                                                 const Secret& password);
/// Under which name failures with this number are counted: so few bits of a hash that they tell of
/// nobody.
std::string failures_of_identity(Desk& desk, std::string_view number);

}  // namespace tmis::people
