// Accounts for cron: a secret in a file instead of a password, a last day, and no step with a
// meaning.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "people/account.h"

namespace tmis::people {

struct Service {
  std::string login;
  std::string name;
  std::string role = "viewer";
  std::vector<std::string> commands;  // only these; may be empty for a viewer
  std::string until;                  // last day, YYYY-MM-DD, within ten years
  std::string org_code;
};

/// Keeps the secret (64 hex digits) before the account is made; when it throws, none is made.
using KeepSecret = std::function<void(const std::string& secret)>;

/// Throws account.login, account.exists (5), usage.value for a command that is none or has a
/// meaning.
Made add_service(Desk& desk, const Service& service, const KeepSecret& keep);
/// It logs in no more. Throws account.not-found, service.none (6) for another kind of account.
Made revoke_service(Desk& desk, std::string_view login, const std::string& reason);

}  // namespace tmis::people
