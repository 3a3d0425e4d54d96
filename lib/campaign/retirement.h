// When people retire: the original age, and from a month on the stepwise delay. A campaign brings
// its own rule; without one the law holds as schemas/retirement.json has it (decision of the
// Standing Committee of the National People's Congress of 2024-09-13, in force 2025-01-01).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tmis::campaign {

/// A group of people with one original age, in months of life.
struct RetirementGroup {
  std::string id, zh, en;
  std::int32_t original_months = 0, every_months = 1, cap_months = 0;
};

/// Months are year * 12 + month − 1.
struct RetirementRule {
  std::int32_t base = 0;  // from which original month on the delay grows
  std::vector<RetirementGroup> groups;
  std::int32_t earlier_at_most = 0, later_at_most = 0;  // months that may be chosen around it

  /// Nullptr when there is no such group.
  const RetirementGroup* group(std::string_view id) const;
  /// The month in which someone born in `birth_month` reaches the original age of a group. Throws
  /// campaign.invalid for a group that the rule doesn't have.
  std::int32_t original_month(std::string_view group, std::int32_t birth_month) const;
  /// The same with the delay: original + min(cap, months since base div every + 1).
  std::int32_t due_month(std::string_view group, std::int32_t birth_month) const;
};

/// The object `retirement_rule` of a campaign file. Throws campaign.invalid.
RetirementRule read_retirement_rule(std::string_view json);
/// The law, where no campaign says it.
const RetirementRule& retirement_law();

/// Group of the rule: man; woman_worker in post category 4; else woman_cadre.
std::string retirement_group(std::string_view sex, std::string_view post_category);

}  // namespace tmis::campaign
