// Which rule set of training credits binds whom: those that authorities imported for themselves and
// those below them, and the ones that the program brings along. What a rule set says is left to
// credits/.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "credits/rule_set.h"
#include "journal/desk.h"
#include "journal/transaction.h"

namespace tmis::workflow {

/// The version of a rule set: 16 hex digits, the beginning of the hash of its text.
std::string rule_version(const credits::RuleSet& rule);

/// A rule set and where it comes from.
struct KnownRule {
  credits::RuleSet set;
  std::string version;
  std::int64_t row = 0;  // of credit_rule; 0: the program brings it along
  std::int64_t org = 0;  // who imported it, or confirmed under it
  std::string state;     // in-force, replaced, kept; default: the program's
};

/// All rule sets of the file, as of now.
class RuleBook {
 public:
  explicit RuleBook(Desk& desk);

  /// Step 1 of how_to_compute, for those who stand at `school` on `day`: the district's, else the
  /// city's own; else the province's, else the nation's, as the highest authority above the school
  /// imported it, else as the program brings it along. Nullptr: nothing binds them.
  const KnownRule* bound(std::int64_t school, Day day);
  /// A certain version, in whatever state. Nullptr when the file hasn't it.
  const KnownRule* version(std::string_view id, std::string_view version) const;
  /// The one that a person means by an id: in force, else of the program, else the last replaced.
  /// Throws credits.rule-not-found (6).
  const KnownRule& named(std::string_view id) const;
  const std::vector<std::unique_ptr<KnownRule>>& all() const { return rules_; }

 private:
  struct Above {
    std::vector<std::int64_t> authorities;  // the nearest first
    std::string province;
  };
  const Above& above(std::int64_t school);
  const KnownRule* imported(std::int64_t org, std::string_view level, std::string_view province,
                            Day day) const;
  const KnownRule* look(std::int64_t school, Day day);

  Desk& desk_;
  std::vector<std::unique_ptr<KnownRule>> rules_;
  std::map<std::int64_t, std::string> divisions_;
  std::map<std::int64_t, Above> above_;
  std::map<std::pair<std::int64_t, std::int32_t>, const KnownRule*> bound_;
};

/// The row of credit_rule that holds the text of a rule set under which something is being
/// confirmed; made, in state `kept`, where it is the program's own.
std::int64_t keep_rule(journal::Transaction& tx, std::int64_t org, const KnownRule& rule);

/// The same of a rule set that another file confirmed under, by its text; gives its id and version.
/// Throws credits.rule-invalid (3).
std::pair<std::string, std::string> bring_rule(journal::Transaction& tx, std::int64_t org,
                                               std::string_view text);

struct RulesDone {
  std::int64_t fresh = 0, replaced = 0, unchanged = 0;
  std::vector<std::string> ids;  // in the order of the file
  std::int64_t event = -1;
};
/// Imports a file of rule sets for the actor's authority. The schema has been asked before. Throws
/// credits.rule-invalid (3), credits.rule-overlap (5).
RulesDone import_rules(Desk& desk, std::string_view json);

}  // namespace tmis::workflow
