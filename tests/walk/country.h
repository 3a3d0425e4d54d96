// A country in one file: five levels, 60 organisations with their officers, 2,000 teachers. Made
// once, copied for each walk. People sit down by their keys, which spares the time that a password
// takes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "journal/desk.h"
#include "people/person.h"

namespace tmis::walk {

/// Organisations, officers and teachers are known by their place in these lists, so that a list of
/// steps means the same in every copy.
using Id = std::size_t;
inline constexpr Id kNobody = static_cast<Id>(-1);

struct Org {
  std::int64_t row = 0;
  std::string code, kind, level;
  Id parent = kNobody;
};
struct Role {
  std::string role;
  Id org = kNobody;
};
/// An account; of a teacher without roles.
struct Actor {
  std::string login;
  std::vector<Role> roles;
  Id teacher = kNobody;  // whose dossier is his own
  bool own = false;      // a teacher's own account
};

/// What a walk begins with.
struct Country {
  std::vector<Org> orgs;
  std::vector<Actor> officers;
  std::vector<people::Person> teachers;
  std::vector<std::string> identities;  // of the teachers
  std::vector<Id> home;                 // school of each teacher
  std::map<std::string, std::string> masters, initials;
};

/// Makes it in a new file.
Country make_country(const std::string& path, std::size_t teachers);

/// A file of it that is open, and who sits at its desk.
class Place {
 public:
  Place(const std::string& path, const Country& start);

  FixedClock clock;
  Desk desk;
  std::map<std::string, std::string> masters, initials;

  /// Throws login.required as `sit_down` does. A first login is done when it is needed, by keys
  /// that `by` gives (empty: whoever sits here).
  void sit(const std::string& login, const std::string& by = {});
  void add_staff(const std::string& login, const std::string& role, std::int64_t org,
                 std::optional<std::int64_t> teacher = std::nullopt);

 private:
  void first_login();
};

}  // namespace tmis::walk
