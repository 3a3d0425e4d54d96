// Rounding happens at two places only, credits and may_count; between them fractions stay exact.
#include "credits/calculation.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace tmis::credits {
namespace {

const Conversion* row_for(const RuleSet& rule, const Entry& entry) {
  const auto found = std::find_if(rule.conversions.begin(), rule.conversions.end(),
                                  [&](const auto& row) { return row.when.fits(entry.traits); });
  return found == rule.conversions.end() ? nullptr : &*found;
}

/// Where a cap holds: its id, and what tells one window of it from another.
struct CapWindow {
  std::string_view id;
  Window per;
  int year;                  // of a yearly cap
  std::string_view project;  // of one per project
  auto key() const { return std::tie(id, per, year, project); }
  friend bool operator<(const CapWindow& a, const CapWindow& b) { return a.key() < b.key(); }
};

CapWindow window_of(const RuleSet& rule, const Cap& cap, const Entry& entry) {
  CapWindow out{cap.id, cap.per, 0, {}};
  if (cap.per == Window::year) out.year = rule.cycles.year_of(entry.end);
  if (cap.per == Window::project) out.project = entry.id;
  return out;
}

}  // namespace

std::optional<Given> given(const RuleSet& rule, const Entry& entry) {
  if (entry.result != Result::pass) return Given{};
  const Conversion* row = row_for(rule, entry);
  if (row == nullptr) return std::nullopt;
  Fraction exact{row->each ? row->amount : entry.hours};
  if (row->each) {
    exact.times(entry.times);
  } else {
    exact.over(row->amount);
  }
  exact.times(row->factor);
  const auto weight = std::find_if(rule.weights.begin(), rule.weights.end(),
                                   [&](const auto& w) { return w.when.fits(entry.traits); });
  if (weight != rule.weights.end()) exact.times(weight->factor);
  Given out;
  out.credits = exact.rounded(rule.rounding);
  out.may_count = Fraction{out.credits}.times(row->counts_in_cycle).rounded(rule.rounding);
  return out;
}

void count(std::vector<Counting>& entries) {
  std::vector<Counting*> order;
  order.reserve(entries.size());
  for (Counting& c : entries) order.push_back(&c);
  std::sort(order.begin(), order.end(), [](const Counting* a, const Counting* b) {
    return std::tie(a->entry->end, a->entry->id) < std::tie(b->entry->end, b->entry->id);
  });
  std::map<CapWindow, Amount> used;
  for (Counting* c : order) {
    Amount counted = c->give.may_count;
    std::vector<Amount*> under;
    for (const Cap& cap : c->rule->caps) {
      if (!cap.group.fits(c->entry->traits)) continue;
      Amount& so_far = used[window_of(*c->rule, cap, *c->entry)];
      counted = std::min(counted, std::max(cap.at_most - so_far, Amount{}));
      under.push_back(&so_far);
    }
    for (Amount* so_far : under) *so_far += counted;
    c->counted = counted;
    c->surplus = c->give.may_count - counted;
  }
}

bool concerns(const Requirement& requirement, const std::vector<Counting>& entries) {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const Counting& c) { return requirement.group.fits(c.entry->traits); });
}

Amount total(const std::vector<Counting>& entries) {
  Amount sum;
  for (const Counting& c : entries) sum += c.counted;
  return sum;
}

std::vector<Counting> measured(const RuleSet& rule, const std::vector<Counting>& entries) {
  std::vector<Counting> out;
  for (const Counting& c : entries) {
    Counting here = c;
    if (c.rule == nullptr || c.rule->id != rule.id) {
      here.rule = &rule;
      here.give = given(rule, *c.entry).value_or(Given{});
    }
    out.push_back(here);
  }
  count(out);
  return out;
}

}  // namespace tmis::credits
