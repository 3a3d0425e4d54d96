// All in whole months: the law counts none smaller.
#include "campaign/retirement.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/error.h"

namespace tmis::embedded {
extern const std::string_view retirement;
}

namespace tmis::campaign {

const RetirementGroup* RetirementRule::group(std::string_view id) const {
  const auto found =
      std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.id == id; });
  return found == groups.end() ? nullptr : &*found;
}

std::int32_t RetirementRule::original_month(std::string_view id, std::int32_t birth_month) const {
  const RetirementGroup* found = group(id);
  if (found == nullptr) throw Error{codes::campaign_invalid, {arg("what", std::string{id})}};
  return birth_month + found->original_months;
}

std::int32_t RetirementRule::due_month(std::string_view id, std::int32_t birth_month) const {
  const std::int32_t original = original_month(id, birth_month);
  if (original < base) return original;
  const RetirementGroup& of = *group(id);
  return original + std::min(of.cap_months, (original - base) / of.every_months + 1);
}

RetirementRule read_retirement_rule(std::string_view text) {
  try {
    const auto j = nlohmann::json::parse(text);
    RetirementRule rule;
    rule.base = month_from_iso(j.at("base_month").get<std::string>()).value_or(0);
    for (const auto& g : j.at("groups")) {
      rule.groups.push_back({g.at("id").get<std::string>(), g.value("zh", ""), g.value("en", ""),
                             g.at("original_months").get<std::int32_t>(),
                             g.at("every_months").get<std::int32_t>(),
                             g.at("cap_months").get<std::int32_t>()});
    }
    if (const auto flexible = j.find("flexible"); flexible != j.end()) {
      rule.earlier_at_most = flexible->value("earlier_at_most_months", 0);
      rule.later_at_most = flexible->value("later_at_most_months", 0);
    }
    return rule;
  } catch (const nlohmann::json::exception& e) {
    throw Error{codes::campaign_invalid, {arg("what", std::string{e.what()})}};
  }
}

const RetirementRule& retirement_law() {
  static const RetirementRule law = read_retirement_rule(
      nlohmann::json::parse(embedded::retirement).at("retirement_rule").dump());
  return law;
}

std::string retirement_group(std::string_view sex, std::string_view post_category) {
  if (sex == "1") return "man";
  return post_category == "4" ? "woman_worker" : "woman_cadre";
}

}  // namespace tmis::campaign
