// Who asks: an account and the roles it holds. Whether it may is left to matrix, that it is who it
// says to session.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tmis::store {
class Database;
}

namespace tmis {

/// A role at an organisation: sysadmin, manager, viewer, teacher (columns of permissions.json).
struct Grant {
  std::string role;
  std::int64_t org = 0;  // row of the organisation

  friend bool operator==(const Grant&, const Grant&) = default;
};

/// An account that acts. `account` 0 is nobody: not logged in. All accounts of one person have the
/// same `teacher`, so that nobody audits himself by another account.
struct Actor {
  std::int64_t account = 0;
  std::string login;
  std::string name;
  std::optional<std::int64_t> teacher;      // row of the own dossier
  std::optional<std::int64_t> teacher_org;  // where that dossier stands
  std::vector<Grant> grants;
  bool service = false;               // an account for cron: no step with a meaning
  std::vector<std::string> commands;  // of a service account: only these; empty: what its roles may

  friend bool operator==(const Actor&, const Actor&) = default;
};

namespace access {

using tmis::Actor;
using tmis::Grant;

/// The account with its roles, in any state; nothing when there is none. A teacher's
/// own account holds the role teacher: that one isn't stored for each of thousands.
std::optional<Actor> read_actor(store::Database& db, std::int64_t account);
std::optional<Actor> read_actor(store::Database& db, std::string_view login);

}  // namespace access
}  // namespace tmis
