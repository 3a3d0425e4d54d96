// A row an organisation and policy; giving up one's own withdraws it, its versions stay in history.
#include "people/policy.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/error.h"
#include "base/text.h"
#include "journal/transaction.h"
#include "people/person.h"

namespace tmis::embedded {
extern const std::string_view policies_json;
}

namespace tmis::people {
namespace {

using store::program_table;

constexpr std::string_view kTable = "org_policy", kOn = "on", kOff = "off", kUsual = "usual";

struct PolicyData {
  std::vector<Policy> all;
  std::int64_t longest = 0;
};

const PolicyData& data() {
  static const PolicyData the_data = [] {
    const auto j = nlohmann::json::parse(embedded::policies_json);
    PolicyData out;
    out.longest = j.at("longest_days").get<std::int64_t>();
    for (const auto& p : j.at("policies")) {
      const auto& label = p.at("label");
      out.all.push_back({p.at("id").get<std::string>(),
                         {label.at("zh").get<std::string>(), label.at("en").get<std::string>()},
                         p.at("kind").get<std::string>() == "days",
                         p.at("usual").get<std::int64_t>()});
    }
    return out;
  }();
  return the_data;
}

const Policy* find_policy(std::string_view id) {
  const auto& all = known_policies();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Policy& p) { return p.id == id; });
  return found == all.end() ? nullptr : &*found;
}

/// Nothing: the usual one.
std::optional<std::int64_t> read_value(const Policy& policy, const std::string& word) {
  if (word == kUsual) return std::nullopt;
  if (!policy.days && (word == kOn || word == kOff)) return std::int64_t{word == kOn};
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n);
  const bool whole = error == std::errc{} && end == word.data() + word.size();
  if (policy.days && whole && n > 0 && n <= data().longest) return n;
  const std::string expected =
      policy.days ? "1–" + std::to_string(data().longest) + ", usual" : "on, off, usual";
  throw Error{codes::usage_value,
              {arg("value", word), arg("option", "VALUE"), arg("expected", expected)}};
}

struct Own {
  std::int64_t row = 0, value = 0;
};
std::optional<Own> own_row(store::Database& db, std::int64_t org, const std::string& id) {
  auto find = db.statement("SELECT row, value FROM org_policy WHERE org = ? AND policy = ?");
  find.with(org, std::string_view{id});
  return find.step() ? std::optional{Own{find.integer(0), find.integer(1)}} : std::nullopt;
}

}  // namespace

const std::vector<Policy>& known_policies() { return data().all; }

Policies::Policies(Desk& desk, std::int64_t at) : desk_(desk) {
  journal::each_row(
      desk.db, {program_table(kTable), {"org", "policy", "value"}, at},
      [&](const journal::PastRow& row) {
        settled_[{row.values[0].number, row.values[1].text}] = {row.values[2].number, row.seq};
      });
}

Policies::InForce Policies::in_force(std::string_view id, std::int64_t org) const {
  const Policy* policy = find_policy(id);
  if (policy == nullptr) bug(std::string{id});
  InForce out{policy->usual};
  for (auto at = std::optional{org}; at;) {
    const auto found = settled_.find({*at, std::string{id}});
    const bool first = out.seq < 0;
    if (found != settled_.end() && (first || (!policy->days && found->second.value != 0)))
      out = {found->second.value, *at, found->second.seq};
    if (policy->days && out.seq >= 0) break;
    const auto* here = desk_.organisations().find(*at);
    at = here == nullptr ? std::nullopt : here->parent;
  }
  return out;
}

std::vector<PolicyLine> policies(Desk& desk, const Permit& permit) {
  const Policies now{desk};
  journal::Events events{desk.db};
  std::vector<PolicyLine> out;
  for (const Policy& policy : known_policies()) {
    const auto found = now.in_force(policy.id, permit.about());
    PolicyLine line{&policy, found.value, "", "", ""};
    if (found.seq >= 0) {
      line.org_code = desk.organisations().find(found.org)->code;
      line.day = events.day(found.seq);
      line.by = events.at(found.seq).actor;
    }
    out.push_back(std::move(line));
  }
  return out;
}

Made settle_policy(Desk& desk, const PolicyChange& change) {
  const Policy* policy = find_policy(change.id);
  if (policy == nullptr) {
    std::vector<std::string> ids;
    for (const Policy& p : known_policies()) ids.push_back(p.id);
    throw Error{
        codes::usage_value,
        {arg("value", change.id), arg("option", "POLICY"), arg("expected", joined(ids, ", "))}};
  }
  const auto value = read_value(*policy, change.value);
  const Permit permit = desk.permit("org policy set", subject_of(desk, change.org_code));
  if (permit.lacks_reason(change.reason))
    throw Error{codes::usage_missing, {arg("what", "--reason"), arg("command", "org policy set")}};
  const std::int64_t org = permit.about();
  journal::Transaction tx{desk,
                          permit,
                          {.args = {{"org", Value{desk.organisations().find(org)->code}},
                                    {"policy", Value{policy->id}},
                                    {"value", Value{change.value}}},
                           .reason = change.reason}};
  const auto own = own_row(tx.db(), org, policy->id);
  const auto& table = program_table(kTable);
  if (value ? own && own->value == *value : !own) return {own ? own->row : 0, -1};
  std::int64_t row = own ? own->row : 0;
  if (!value) {
    tx.withdraw(table, row);
  } else {
    const Values columns{Value{org}, Value{policy->id}, Value{*value}};
    if (own) {
      tx.update(table, row, columns);
    } else {
      row = tx.insert(table, columns);
    }
  }
  return {row, tx.commit().seq};
}

}  // namespace tmis::people
