// The proof that the matrix said yes: who, as what, where, how far. Only Matrix makes one.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.h"

namespace tmis {

namespace access {
class Matrix;

/// What a cell of the matrix adds to its relations (the words of permissions.json).
enum class Limit : unsigned {
  not_own = 1U << 0,       // never the own dossier
  audited = 1U << 1,       // only what has been audited
  unsealed = 1U << 2,      // no sealed field
  reported = 1U << 3,      // only dossiers that were reported upward
  reason = 1U << 4,        // a reason must be given
  school_based = 1U << 5,  // only school-based projects
  accounts = 1U << 6,      // only events about accounts
  no_reports = 1U << 7,    // no packages that report upward
  same_right = 1U << 8,    // only where the right to the command undone is held too
  small_groups = 1U << 9,  // no counts of fewer than three where the statistics protect them
};
}  // namespace access

class Permit {
 public:
  const std::string& command() const { return command_; }
  /// Role as accounts hold it: sysadmin, manager, viewer, teacher; empty for commands open to all.
  const std::string& role() const { return role_; }
  /// Row of the organisation that is acted for; 0 for commands without one.
  std::int64_t org() const { return org_; }
  const std::string& org_code() const { return org_code_; }
  /// Row of the organisation that the command is about: the one named, else the one acted for.
  std::int64_t about() const { return about_; }
  std::int64_t account() const { return account_; }

  /// Rows of the organisations in reach, sorted. Empty where only the own dossier is (`own`), and
  /// where all are.
  const std::vector<std::int64_t>& orgs() const { return orgs_; }
  bool everywhere() const { return everywhere_; }
  bool reaches(std::int64_t org) const;
  /// The own dossier, where that is all that may be seen or done.
  std::optional<std::int64_t> own() const { return own_; }

  /// Whether a reason must be given for what is permitted, and this is none: blanks are no reason.
  bool lacks_reason(std::string_view reason) const;
  bool limited(access::Limit limit) const { return (limits_ & static_cast<unsigned>(limit)) != 0; }
  /// Nullptr when this dossier may be touched, else why not: denied.own-dossier, denied.relation,
  /// or dossier.in-transfer for one of those on their way. In a case whose sides are known
  /// dossiers are those of the case: where they stand plays no part. For batches, which pass over
  /// what may not and say so.
  const Code* refusal(std::int64_t teacher, std::int64_t teacher_org) const;
  /// Whether the command writes into dossiers, which are closed to it while they move.
  bool writes_dossiers() const { return writes_dossiers_; }
  /// The dossiers (sorted) that are on their way to another school.
  void leave_out(std::vector<std::int64_t> moving) { moving_ = std::move(moving); }

  /// What the signature under it says (fill, audit, sign, …); empty where it says nothing.
  const std::string& meaning() const { return meaning_; }
  /// Whether the password must have been given within the last minutes (15); 0: a live session is
  /// enough.
  int password_minutes() const { return password_minutes_; }

 private:
  friend class access::Matrix;
  Permit() = default;

  std::string command_;
  std::string role_;
  std::string meaning_;
  std::int64_t account_ = 0;
  std::int64_t org_ = 0;
  std::string org_code_;
  std::int64_t about_ = 0;
  std::vector<std::int64_t> orgs_;
  bool everywhere_ = false;
  std::optional<std::int64_t> own_;
  std::optional<std::int64_t> person_;  // the actor's dossier, for `not_own`
  bool of_case_ = false;                // permitted as a side of a case
  bool writes_dossiers_ = false;
  std::vector<std::int64_t> moving_;
  unsigned limits_ = 0;
  int password_minutes_ = 0;
};

namespace access {
using tmis::Permit;
}

}  // namespace tmis
