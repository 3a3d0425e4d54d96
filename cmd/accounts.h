// What the files of the group `accounts` share.
#pragma once

#include <string>
#include <string_view>

#include "cmd/verbs.h"
#include "people/account.h"

namespace tmis::cmd {

void add_account_claims(Verb accounts);
void add_account_roles(Verb accounts);
void add_account_services(Verb accounts);

/// An account with a new initial password; says so when it has no keys yet.
Exit print_new_account(Context& ctx, const people::NewAccount& made, std::string_view key);
Exit print_moved(Context& ctx, const std::string& login, const people::Made& made,
                 std::string_view state);

}  // namespace tmis::cmd
