// Accounts: logging in, the first login, officers' accounts, disabling and resetting.
// Making teachers' accounts in a batch is left to account_batch.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/desk.h"
#include "journal/transaction.h"
#include "keys/secret.h"
#include "people/organisation.h"

namespace tmis::people {

/// States of schemas/states/account.json. `initial`: the first login is still to come.
struct Account {
  std::int64_t row = 0;
  std::string login;
  std::string name;  // of a teacher: from the dossier's basic information
  std::optional<std::int64_t> teacher;
  std::int64_t org = 0;
  std::string org_code;
  std::string department;
  std::string state;
  std::string initial_until;
  std::vector<std::pair<std::string, std::string>> roles;  // role, code of the organisation
};

/// An initial password, shown or written once and then forgotten.
struct InitialPassword {
  std::string login;
  std::string name;
  std::string department;
  std::string password;
};

/// Keeps initial passwords for whoever hands them out. Called before the commit that makes them
/// valid: when it throws, no account is made or reset.
using HandOver = std::function<void(const std::vector<InitialPassword>&)>;

/// The account of the system administrator who founds a file, with a real password and key at once.
void first_administrator(Desk& desk, journal::Transaction& tx, std::int64_t org,
                         const std::string& login, const Secret& password);

/// Lets `login` sit at the desk: fills desk.actor and desk.signer. A teacher may be named by
/// number, staff number or identity number. The same answer and the same time for an unknown login
/// and a wrong password: login.refused. login.wait after five failures, login.disabled,
/// login.initial when only the initial password was given and `first_login` is false.
void log_in(Desk& desk, std::string_view login, const Secret& password, bool first_login = false);
/// The same with the master key of a session.
void sit_down(Desk& desk, std::int64_t account, Secret master);

/// Changes the password of whoever sits at the desk; for an account in state `initial` this is the
/// first login, which makes the key. Throws password.weak.
journal::Written change_password(Desk& desk, const Secret& new_password);

/// An account for an officer, with an initial password. Throws account.exists (5), role.exclusive
/// (5).
struct Officer {
  std::string login;
  std::string name;
  std::string role;
  std::string org_code;
  std::string teacher;  // links the account to a person's dossier; may be empty
};
struct NewAccount {
  Made made;
  InitialPassword password;
};
NewAccount add_officer(Desk& desk, const Officer& officer, const HandOver& hand_over = {});

/// The account with this login, or of the teacher named. Throws account.not-found.
Account account(Desk& desk, std::string_view login);
struct AccountFilter {
  std::string department;
  std::string state;
};
std::vector<Account> accounts(Desk& desk, const Permit& permit, const AccountFilter& filter);

/// The columns of a teacher's account with an initial password, for the batch.
Values teacher_account_columns(const std::string& login, std::int64_t teacher, std::int64_t org,
                               std::string initial_check, const std::string& initial_until);
inline constexpr int kInitialDays = 30;  // that an initial password holds

/// Steps of the account machine. `reset` gives a new initial password and closes the key.
Made disable(Desk& desk, std::string_view login, const std::string& reason);
Made enable(Desk& desk, std::string_view login);
NewAccount reset(Desk& desk, std::string_view login, const std::string& reason,
                 const HandOver& hand_over = {});
void unlock(Desk& desk, std::string_view login);

}  // namespace tmis::people
