// Hours into credits, credits into a cycle, a cycle against its requirements: steps 2 to 8 of
// how_to_compute. Pure: no file, no clock. Which entries there are and which rule set binds them is
// left to workflow/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "credits/rule_set.h"

namespace tmis::credits {

/// Steps 2 to 6: what an entry gives by itself.
struct Given {
  Amount credits;
  Amount may_count;  // before the caps
};
/// Nothing when no row of the conversion fits: credits.no-rule.
std::optional<Given> given(const RuleSet& rule, const Entry& entry);

/// An entry with the rule set and version that it was confirmed under.
struct Counting {
  const RuleSet* rule = nullptr;
  const Entry* entry = nullptr;
  Given give;
  Amount counted{}, surplus{};  // made by `count`, or as confirmed
};
/// Step 7, over a teacher's entries of one cycle under one rule set id; versions of it may differ.
/// Fills counted and surplus; leaves the order as it is.
void count(std::vector<Counting>& entries);

/// What a teacher has of a requirement, in a year of it or (year 0) in the cycle, before offsets.
struct Sum {
  std::size_t requirement = 0;  // place in the rule set
  int year = 0;
  Amount have;
  friend bool operator==(const Sum&, const Sum&) = default;
};
/// Sums that aren't nothing, in order of requirement and year.
using Sums = std::vector<Sum>;
Sums sums(const RuleSet& rule, const std::vector<Counting>& entries);
/// Whether sums under the one are sums under the other: two versions that differ in what they ask
/// or give, but not in what they add up.
bool same_sums(const RuleSet& a, const RuleSet& b);
/// As the table `credit_ledger` has them: "0=3600000 1@2017=240000", and back. Nothing when a text
/// isn't one, or names a requirement that the rule set hasn't.
std::string to_text(const Sums& sums);
std::optional<Sums> sums_from(const RuleSet& rule, std::string_view text);

/// One requirement over the cycle, or in one year of it.
struct Standing {
  const Requirement* requirement = nullptr;
  int year = 0;  // 0: the cycle
  Amount have;
  Amount shortfall;
  bool met = false;
};
/// Step 8, for the years from `first_year` to `last_year` (none where it is the smaller one). In
/// the order of the requirements, the years of each in a row.
std::vector<Standing> standings(const RuleSet& rule, const Sums& sums, int first_year,
                                int last_year);
/// Whether a requirement that isn't checked concerns a teacher: one of the entries is in its group.
bool concerns(const Requirement& requirement, const std::vector<Counting>& entries);
/// Sum of counted.
Amount total(const std::vector<Counting>& entries);

/// The paragraph `transfer`: the entries of one cycle measured under `rule`, each computed anew
/// from its hours; those confirmed under this id keep the credits they have. What no row of the
/// conversion fits counts nothing.
std::vector<Counting> measured(const RuleSet& rule, const std::vector<Counting>& entries);

}  // namespace tmis::credits
