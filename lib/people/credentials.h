// Proving who one is: passwords, the keys behind them, the recovery code.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "journal/desk.h"
#include "journal/transaction.h"
#include "keys/password.h"
#include "keys/secret.h"
#include "people/account.h"

namespace tmis::people {

/// Makes the key of whoever founds a file, before there is an account for it.
void sit_down_as_founder(Desk& desk, journal::Transaction& tx);
/// The account of the founder, its system administrator, with a real password at once.
void first_administrator(Desk& desk, journal::Transaction& tx, std::int64_t org,
                         const std::string& login, const Secret& password);

/// Lets `login` sit at the desk: fills desk.actor and desk.signer. A teacher may be named by
/// number, staff number or identity number. The same answer and the same time for an unknown login
/// and a wrong password: login.refused. login.wait after five failures, login.disabled,
/// login.expired, login.initial when only the initial password was given and `first_login` is
/// false.
void log_in(Desk& desk, std::string_view login, const Secret& password, bool first_login = false);
/// In a conversation, before each step: whoever sits here may have lost account, key or roles
/// meanwhile. Throws login.required when there is no account or key any more.
void stay_seated(Desk& desk);
/// The same as `log_in` with the master key of a session.
void sit_down(Desk& desk, std::int64_t account, Secret master);

/// What is known of whoever sits at the desk and would be guessed first.
keys::PasswordOwner password_owner(Desk& desk);
/// Changes the password of whoever sits at the desk; for an account in state `initial` this is the
/// first login, which makes the key. With `new_key` the account gets another key as well (the
/// password has leaked): the old one signs the change and is closed. Throws password.weak.
journal::Written change_password(Desk& desk, const Secret& new_password, bool new_key = false);

/// Keeps the recovery code before the file is made; when it throws, no file is made.
using KeepCode = std::function<void(const std::string& code)>;
/// Makes the recovery key and hands out its code. Returns the id of the key, in hex.
std::string make_recovery_key(journal::Transaction& tx, const KeepCode& keep);

/// A system administrator by the recovery code: a new account, or an old one that gets a new
/// initial password, at `org_code` (empty: the organisation at the top). Throws recovery.code (4),
/// role.exclusive (5) for one that has another role there.
NewAccount recover(Desk& desk, std::string_view code, const std::string& login,
                   const std::string& org_code, const HandOver& hand_over);

}  // namespace tmis::people
