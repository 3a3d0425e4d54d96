// A version of a rule set is a row that stays; which one is in force is its state. So what was
// confirmed under one can be computed again under the same.
#include "workflow/credit_rule.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/error.h"
#include "keys/hash.h"

namespace tmis::workflow {
namespace {

using credits::RuleSet;
using store::program_table;

constexpr std::size_t kVersionDigits = 16;
constexpr std::string_view kInForce = "in-force", kReplaced = "replaced", kKept = "kept",
                           kDefault = "default";
/// Levels that an authority sets for itself, and those that a higher one sets for all below.
constexpr std::array<std::string_view, 2> kLocal = {"district", "city"};
constexpr std::array<std::string_view, 2> kGeneral = {"province", "nation"};
constexpr std::string_view kNation = "00";

const store::TableDef& rule_table() { return program_table("credit_rule"); }

Values rule_columns(std::int64_t org, const RuleSet& set, std::string_view version,
                    std::string_view state) {
  return {Value{org}, Value{set.id}, Value{version}, Value{state}, Value{set.text}};
}

bool holds_together(const RuleSet& a, const RuleSet& b) {
  const auto ends_before = [](const RuleSet& x, const RuleSet& y) {
    return x.valid_until && y.valid_from && *x.valid_until < *y.valid_from;
  };
  return !ends_before(a, b) && !ends_before(b, a);
}

/// Two rule sets of one place and level must not hold on one day.
void check_overlap(const std::map<std::string, const RuleSet*>& in_force) {
  for (auto one = in_force.begin(); one != in_force.end(); ++one) {
    for (auto other = std::next(one); other != in_force.end(); ++other) {
      const RuleSet &a = *one->second, &b = *other->second;
      if (a.bound() && a.level == b.level && a.province == b.province && holds_together(a, b))
        throw Error{codes::credits_rule_overlap, {arg("rule", b.id), arg("other", a.id)}};
    }
  }
}

}  // namespace

std::string rule_version(const RuleSet& rule) {
  return keys::hex(keys::hash(rule.text)).substr(0, kVersionDigits);
}

RuleBook::RuleBook(Desk& desk) : desk_(desk) {
  {
    auto rows = desk.db.statement("SELECT row, org, rule_version, state, text FROM credit_rule");
    while (rows.step()) {
      rules_.push_back(std::make_unique<KnownRule>(
          KnownRule{credits::read_rule_set(rows.text(4)), std::string{rows.text(2)},
                    rows.integer(0), rows.integer(1), std::string{rows.text(3)}}));
    }
  }
  for (const RuleSet& set : credits::default_rules()) {
    rules_.push_back(std::make_unique<KnownRule>(
        KnownRule{set, rule_version(set), 0, 0, std::string{kDefault}}));
  }
  auto places = desk.db.statement("SELECT row, division FROM organisation");
  while (places.step()) divisions_[places.integer(0)] = places.text(1);
}

const RuleBook::Above& RuleBook::above(std::int64_t school) {
  const auto [known, fresh] = above_.try_emplace(school);
  Above& out = known->second;
  if (!fresh) return out;
  const auto& tree = desk_.organisations();
  std::string division;
  for (const auto* at = tree.find(school); at != nullptr;
       at = at->parent ? tree.find(*at->parent) : nullptr) {
    if (division.empty()) division = divisions_[at->row];
    if (at->kind == "authority") out.authorities.push_back(at->row);
  }
  out.province = division.substr(0, 2);
  return out;
}

const KnownRule* RuleBook::imported(std::int64_t org, std::string_view level,
                                    std::string_view province, Day day) const {
  for (const auto& rule : rules_) {
    if (rule->org == org && rule->state == (org == 0 ? kDefault : kInForce) &&
        rule->set.level == level && rule->set.province == province && rule->set.valid_on(day))
      return rule.get();
  }
  return nullptr;
}

const KnownRule* RuleBook::look(std::int64_t school, Day day) {
  const Above& of = above(school);
  for (const std::string_view level : kLocal) {
    for (const std::int64_t org : of.authorities) {
      if (const auto* found = imported(org, level, of.province, day)) return found;
    }
  }
  for (const std::string_view level : kGeneral) {
    const std::string_view province = level == kGeneral.back() ? kNation : of.province;
    for (auto org = of.authorities.rbegin(); org != of.authorities.rend(); ++org) {
      if (const auto* found = imported(*org, level, province, day)) return found;
    }
    if (const auto* found = imported(0, level, province, day)) return found;
  }
  return nullptr;
}

const KnownRule* RuleBook::bound(std::int64_t school, Day day) {
  const auto [known, fresh] = bound_.try_emplace({school, day.number});
  if (fresh) known->second = look(school, day);
  return known->second;
}

const KnownRule* RuleBook::version(std::string_view id, std::string_view wanted) const {
  const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const auto& rule) {
    return rule->set.id == id && rule->version == wanted;
  });
  return found == rules_.end() ? nullptr : found->get();
}

const KnownRule& RuleBook::named(std::string_view id) const {
  const KnownRule* best = nullptr;
  const auto rank = [](const KnownRule& rule) {
    return rule.state == kInForce ? 3 : rule.state == kDefault ? 2 : rule.state == kReplaced;
  };
  for (const auto& rule : rules_) {
    if (rule->set.id == id && (best == nullptr || rank(*rule) >= rank(*best))) best = rule.get();
  }
  if (best == nullptr) throw Error{codes::credits_rule_not_found, {arg("rule", id)}};
  return *best;
}

std::int64_t keep_rule(journal::Transaction& tx, std::int64_t org, const KnownRule& rule) {
  if (rule.row != 0) return rule.row;
  {
    auto kept = tx.db().statement("SELECT row FROM credit_rule WHERE id = ? AND rule_version = ?");
    kept.with(std::string_view{rule.set.id}, std::string_view{rule.version});
    if (kept.step()) return kept.integer(0);
  }
  return tx.insert(rule_table(), rule_columns(org, rule.set, rule.version, kKept));
}

std::pair<std::string, std::string> bring_rule(journal::Transaction& tx, std::int64_t org,
                                               std::string_view text) {
  RuleSet set = credits::read_rule_set(text);
  std::string version = rule_version(set);
  const KnownRule rule{std::move(set), std::move(version), 0, org, std::string{kKept}};
  keep_rule(tx, org, rule);
  return {rule.set.id, rule.version};
}

RulesDone import_rules(Desk& desk, std::string_view json) {
  const auto sets = credits::read_rule_file(json);
  const Permit permit = desk.permit("credits rule import");
  journal::Transaction tx{
      desk, permit, {.args = {{"rules", Value{static_cast<std::int64_t>(sets.size())}}}}};
  const RuleBook book{desk};  // under the lock: of two imports the later one sees the first
  std::map<std::string, const RuleSet*> in_force;
  for (const auto& rule : book.all()) {
    if (rule->org == permit.org() && rule->state == kInForce) in_force[rule->set.id] = &rule->set;
  }
  for (const RuleSet& set : sets) in_force[set.id] = &set;
  check_overlap(in_force);
  RulesDone done;
  for (const RuleSet& set : sets) {
    done.ids.push_back(set.id);
    const std::string version = rule_version(set);
    const KnownRule *same = nullptr, *before = nullptr;
    for (const auto& rule : book.all()) {
      if (rule->org != permit.org() || rule->set.id != set.id) continue;
      if (rule->version == version) same = rule.get();
      if (rule->state == kInForce) before = rule.get();
    }
    if (before != nullptr && before == same) {
      ++done.unchanged;
      continue;
    }
    ++(before == nullptr ? done.fresh : done.replaced);
    if (before != nullptr)
      tx.update(rule_table(), before->row,
                rule_columns(before->org, before->set, before->version, kReplaced));
    const Values columns = rule_columns(permit.org(), set, version, kInForce);
    if (same != nullptr) {
      tx.update(rule_table(), same->row, columns);
    } else {
      tx.insert(rule_table(), columns);
    }
  }
  if (done.fresh + done.replaced > 0) done.event = tx.commit().seq;
  return done;
}

}  // namespace tmis::workflow
