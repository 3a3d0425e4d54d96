// Accounts: officers' accounts, their roles, disabling and resetting. Making teachers' accounts in
// a batch is left to account_batch, passwords and keys to credentials.
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

/// States of schemas/states/account.json. `initial`: the first login is still to come. A teacher's
/// own account is disabled from the day on which employment has ended, whatever its row says.
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
  std::optional<std::string> commands;  // of a service: joined by commas, empty for all of its role
  std::string valid_until;              // of a service: its last day
  std::vector<std::pair<std::string, std::string>> roles;  // role, code of the organisation
  /// A teacher's own, by which the dossier is filled in; an officer's has a name in its row, even
  /// where it is linked to a dossier.
  bool own = false;
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
  bool keys_given =
      true;  // false: it opens no sealed field until someone who can gives it the keys
};
NewAccount add_officer(Desk& desk, const Officer& officer, const HandOver& hand_over = {});

/// The account with this login, or of the teacher named. Throws account.not-found.
Account account(Desk& desk, std::string_view login);
struct AccountFilter {
  std::string department = {};
  std::string state = {};
  bool services = false;  // accounts for cron only
};
std::vector<Account> accounts(Desk& desk, const Permit& permit, const AccountFilter& filter);

/// The columns of a teacher's account with an initial password, for the batch.
Values teacher_account_columns(const std::string& login, std::int64_t teacher, std::int64_t org,
                               std::string initial_check, const std::string& initial_until);
inline constexpr int kInitialDays = 30;  // that an initial password holds

/// Steps of the account machine. `reset` gives a new initial password and closes the key.
/// `suspect_since` (YYYY-MM-DD or empty) disputes what the key signed from that day on.
struct Closing {
  std::string reason = {};
  std::string suspect_since = {};
};
Made disable(Desk& desk, std::string_view login, const Closing& why);
Made enable(Desk& desk, std::string_view login);
NewAccount reset(Desk& desk, std::string_view login, const Closing& why,
                 const HandOver& hand_over = {});
void unlock(Desk& desk, std::string_view login);

/// Roles at organisations; `org_code` empty: the account's own. Granting a role that is held
/// already only gives its keys anew. Throws usage.value, role.exclusive (5), role.not-held (6),
/// role.last (5).
struct RoleChange {
  Made made;
  bool keys_given = true;
};
RoleChange grant(Desk& desk, std::string_view login, const std::string& role,
                 const std::string& org_code);
Made revoke(Desk& desk, std::string_view login, const std::string& role,
            const std::string& org_code, const std::string& reason);

}  // namespace tmis::people
