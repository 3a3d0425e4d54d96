// A row of `account` as this room's services read and write it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/value.h"
#include "people/account.h"

namespace tmis::people {

/// An account with what only its own room needs of it.
struct StoredAccount {
  Account account;
  std::string initial;  // check of the initial password; empty without one
};

/// SELECT for `read_account`, of account a, its organisation o and its dossier t.
std::string_view account_select();
StoredAccount read_account(const store::Statement& row);

/// Whether it is the own account of someone whose employment has ended.
bool has_left(Desk& desk, const Account& account);
/// The account as it is today: disabled when its owner has left.
StoredAccount as_employed(Desk& desk, StoredAccount account);

/// By login, or of the teacher named; nothing when there is none.
std::optional<StoredAccount> find_account(Desk& desk, std::string_view login);
/// The same; throws account.not-found.
StoredAccount stored_account(Desk& desk, std::string_view login);
/// The columns, as Transaction wants them.
Values account_columns(const StoredAccount& account);

/// Throws account.login for a name that is none: 2 to 32 letters, digits, `.`, `-`, `_` of ASCII.
void check_login(std::string_view login);
/// A fresh initial password for the account, into its row.
InitialPassword give_initial(Desk& desk, StoredAccount& account);
/// Gives the keys of its roles to an account that has this initial password. False when one of them
/// isn't held by whoever sits at the desk.
bool give_keys_for_now(Desk& desk, std::int64_t account, const InitialPassword& given);

/// The columns of a key record; no account: the recovery key.
Values key_columns(std::optional<std::int64_t> account, const keys::KeyPair& key,
                   std::string_view state);
/// Closes the account's keys: `revoked` by an administrator, `rotated` by the owner. What they
/// signed stays valid.
void close_keys(Desk& desk, journal::Transaction& tx, std::int64_t account, std::string_view state);
/// Throws service.role (5) for a service, role.exclusive (5) when the role excludes one that the
/// account holds there.
void want_role_free(Desk& desk, const Account& account, const std::string& role, std::int64_t org);
/// The role at the organisation, unless it is held. Whether it is new.
bool give_role(Desk& desk, journal::Transaction& tx, std::int64_t account, std::string_view role,
               std::int64_t org);

}  // namespace tmis::people
