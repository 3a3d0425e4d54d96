// The relations of a cell, one after another, and the order among those that fit.
#include "access/question.h"

#include <algorithm>
#include <tuple>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"

namespace tmis::access {
namespace {

/// Ranks: the own dossier when it is named; the organisations concerned, the nearest first;
/// everywhere; the own dossier when nothing is named, so that a manager who is a teacher lists his
/// school.
constexpr std::size_t kOwnNamed = 0;
constexpr std::size_t kNear = 1;
constexpr std::size_t kEverywhere = 1'000'000;
constexpr std::size_t kOwnUnnamed = 1'000'001;

}  // namespace

void Question::consider(const Holding& holding) {
  const Cell& cell = *holding.cell;
  const bool top = !holding.org->parent.has_value();
  if ((cell.root && !top) || (cell.national && holding.org->level != "national")) return;
  if (cell.has(Relation::own)) add_own(holding);
  if (cell.has(Limit::not_own) && is_own()) {
    refused_own_ = true;
    return;
  }
  if (cell.has(Relation::everywhere)) {
    candidates_.push_back({holding, kEverywhere, {}, false, true});
  }
  if (cell.has(Relation::side)) add_side(holding);
  add_tree(holding);
}

void Question::add_own(const Holding& holding) {
  if (!actor_.teacher) return;
  if (subject_.teacher && !is_own()) return;
  if (subject_.org && *subject_.org != holding.org->row) return;
  candidates_.push_back({holding, subject_.teacher ? kOwnNamed : kOwnUnnamed, {}, true, false});
}

void Question::add_side(const Holding& holding) {
  const std::int64_t here = holding.org->row;
  if (subject_.org && *subject_.org != here) return;
  const auto is_here = [&](const Party& p) {
    return p.org == here && (holding.cell->side.empty() || holding.cell->side == p.side);
  };
  const auto& parties = subject_.parties;
  if (parties.empty()) {  // a list: the own organisation is a side, and what else is in reach
    std::vector<std::int64_t> orgs = reach(holding);
    if (!std::binary_search(orgs.begin(), orgs.end(), here))
      orgs.insert(std::lower_bound(orgs.begin(), orgs.end(), here), here);
    candidates_.push_back({holding, kNear, std::move(orgs), false, false, false});
  } else if (std::any_of(parties.begin(), parties.end(), is_here)) {
    candidates_.push_back({holding, kNear, {here}, false, false, true});
  }
}

/// H, B, D and F together: organisations of the tree, sorted.
std::vector<std::int64_t> Question::reach(const Holding& holding) const {
  const Cell& cell = *holding.cell;
  const std::int64_t here = holding.org->row;
  std::vector<std::int64_t> orgs;
  if (cell.has(Relation::below)) orgs = tree_.with_below(here);
  if (cell.has(Relation::directly) && subject_.account_role == "sysadmin") {
    orgs = tree_.children(here);
  }
  if (cell.has(Relation::first_above) && subject_.account_role == "sysadmin" &&
      holding.org->parent) {
    const Organisation* above = tree_.find(*holding.org->parent);
    if (above != nullptr && !above->staffed) {
      orgs.insert(std::lower_bound(orgs.begin(), orgs.end(), above->row), above->row);
    }
  }
  std::erase(orgs, here);
  if (cell.has(Relation::here)) {
    orgs.insert(std::lower_bound(orgs.begin(), orgs.end(), here), here);
  }
  return orgs;
}

void Question::add_tree(const Holding& holding) {
  const bool in_tree = holding.cell->has(Relation::here) || holding.cell->has(Relation::below) ||
                       holding.cell->has(Relation::directly) ||
                       holding.cell->has(Relation::first_above);
  if (!in_tree) return;
  std::vector<std::int64_t> orgs = reach(holding);
  std::size_t rank = kNear;
  for (const std::int64_t named : named_orgs()) {
    if (!std::binary_search(orgs.begin(), orgs.end(), named)) return;
    rank = std::max(rank, kNear + tree_.steps_up(named, holding.org->row).value_or(0));
  }
  candidates_.push_back({holding, rank, std::move(orgs), false, false});
}

std::vector<std::int64_t> Question::named_orgs() const {
  std::vector<std::int64_t> orgs;
  if (subject_.org) orgs.push_back(*subject_.org);
  if (subject_.teacher) orgs.push_back(subject_.teacher_org.value_or(0));
  return orgs;
}

const Candidate& Question::best() {
  const auto key = [](const Candidate& c) { return std::tuple{c.rank, c.holding.column}; };
  std::stable_sort(candidates_.begin(), candidates_.end(),
                   [&](const Candidate& a, const Candidate& b) { return key(a) < key(b); });
  const Candidate& first = candidates_.front();
  std::vector<std::string> organisations;
  for (const Candidate& c : candidates_) {
    const std::string& code = c.holding.org->code;
    if (c.rank == first.rank && !c.everywhere && !c.own &&
        std::find(organisations.begin(), organisations.end(), code) == organisations.end()) {
      organisations.push_back(code);
    }
  }
  if (organisations.size() > 1) {
    throw Error{codes::org_ambiguous,
                {arg("orgs", joined(organisations, text("access.list-separator")))}};
  }
  return first;
}

}  // namespace tmis::access
