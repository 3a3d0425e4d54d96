// Officers, keys and organisations are few and read at once; accounts when they are first asked
// for.
#include "journal/people_past.h"

#include <algorithm>

#include "base/text.h"

namespace tmis::journal {
namespace {

constexpr std::size_t kMostAccounts = 16384;
constexpr std::size_t kMostTrees = 16;
constexpr std::int64_t kDense = 1 << 24;  // rows up to here stand in a plain list

using store::program_table;

/// A column that files of this layout may not have.
Value value_of(const StoredVersion& v, const store::TableDef& table, std::string_view name) {
  const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                   [&](const auto& c) { return c.name == name; });
  return column == table.columns.end()
             ? Value{}
             : v.columns[static_cast<std::size_t>(column - table.columns.begin())];
}

std::optional<std::int64_t> number_or_none(const Value& value) {
  return value.is_null() ? std::nullopt : std::optional{value.number};
}

}  // namespace

PeoplePast::PeoplePast(Desk& desk) : db_(desk.db) {
  read_keys();
  read_grants();
  read_organisations();
  read_teachers();
}

void PeoplePast::read_keys() {
  const auto& table = program_table("account_key");
  const std::size_t account = table.column("account"), id = table.column("key_id"),
                    sign = table.column("sign"), state = table.column("state");
  for (const auto& [row, all] : all_versions(db_, table)) {
    Key key;
    key.row = row;
    key.account = all.front().columns[account].number;
    key.made = all.front().seq;
    const std::string& bytes = all.front().columns[sign].text;
    if (bytes.size() == key.sign.size()) std::copy_n(bytes.begin(), bytes.size(), key.sign.begin());
    key.recovery = all.front().columns[state].text == "recovery";
    const std::string& open = all.front().columns[state].text;
    for (const StoredVersion& v : all) {
      if (v.gone || v.columns[state].text != open) key.closed = std::min(key.closed, v.seq);
    }
    keys_[to_hex(all.front().columns[id].text)] = key;
  }
}

void PeoplePast::read_grants() {
  const auto& table = program_table("grant_role");
  const std::size_t account = table.column("account"), role = table.column("role"),
                    org = table.column("org");
  for (const auto& [row, all] : all_versions(db_, table)) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].gone) continue;
      grants_[all[i].columns[account].number].push_back(
          {row,
           {all[i].columns[role].text, all[i].columns[org].number},
           all[i].seq,
           i + 1 < all.size() ? all[i + 1].seq : kNow});
    }
  }
}

void PeoplePast::read_organisations() {
  const auto& table = program_table("organisation");
  organisations_ = all_versions(db_, table);
  for (const auto& [row, all] : organisations_) {
    org_by_code_[all.back().columns[table.column("code")].text] = row;
    for (std::size_t i = 1; i < all.size(); ++i) tree_changes_.push_back(all[i].seq);
  }
  std::sort(tree_changes_.begin(), tree_changes_.end());
}

void PeoplePast::add_teacher(std::int64_t row, std::int64_t seq, std::int64_t org) {
  const auto at = static_cast<std::size_t>(row);
  const bool dense = row >= 0 && row < kDense;
  if (dense && at >= first_org_.size()) first_org_.resize(at + 1);
  if (dense && first_org_[at] == 0) {
    first_org_[at] = org;
  } else if (teacher_org(row, kNow) != org) {
    moves_[row].emplace_back(seq, org);
  }
}

void PeoplePast::read_teachers() {
  const auto& table = program_table("teacher");
  const std::size_t org = table.column("org");
  auto past = db_.statement(
      "SELECT record, seq, body FROM history WHERE table_id = ? ORDER BY record, version");
  past.with(std::int64_t{table.number});
  while (past.step()) {
    try {
      add_teacher(past.integer(0), past.integer(1),
                  decode_columns(table, past.blob(2))[org].number);
    } catch (const Error&) {
      continue;  // found by its commitment
    }
  }
  auto live = db_.statement("SELECT row, seq, org FROM teacher ORDER BY row");
  while (live.step()) add_teacher(live.integer(0), live.integer(1), live.integer(2));
}

const PeoplePast::Key* PeoplePast::key(const std::string& id) const {
  const auto found = keys_.find(id);
  return found == keys_.end() ? nullptr : &found->second;
}

std::optional<PeoplePast::Account> PeoplePast::account(std::int64_t row, std::int64_t seq) {
  const auto& table = program_table("account");
  if (accounts_.size() > kMostAccounts) accounts_.clear();
  auto known = accounts_.find(row);
  if (known == accounts_.end()) known = accounts_.emplace(row, versions(db_, table, row)).first;
  const StoredVersion* v = at(known->second, seq);
  if (v == nullptr) return std::nullopt;
  const auto value = [&](std::string_view name) { return value_of(*v, table, name); };
  Account out;
  out.row = row;
  out.login = value("login").text;
  out.state = value("state").text;
  out.org = value("org").number;
  out.teacher = number_or_none(value("teacher"));
  out.named = !value("name").is_null();
  const Value commands = value("commands");
  out.service = !commands.is_null();
  for (const std::string_view command : split(commands.text, ',')) {
    if (!command.empty()) out.commands.emplace_back(command);
  }
  out.valid_until = value("valid_until").text;
  out.initial = value("initial").text;
  out.made = known->second.front().seq;
  return out;
}

std::vector<Grant> PeoplePast::grants(const Account& account, std::int64_t seq) const {
  std::vector<Grant> out;
  if (const auto all = grants_.find(account.row); all != grants_.end()) {
    for (const Grants& g : all->second) {
      if (g.from <= seq && seq < g.until) out.push_back(g.grant);
    }
  }
  if ((out.empty() || !account.named) && account.teacher) {
    if (const std::int64_t org = teacher_org(*account.teacher, seq); org != 0)
      out.push_back({"teacher", org});
  }
  return out;
}

std::optional<std::int64_t> PeoplePast::grant_row(std::int64_t account, const Grant& grant,
                                                  std::int64_t seq) const {
  const auto all = grants_.find(account);
  if (all == grants_.end()) return std::nullopt;
  for (const Grants& g : all->second) {
    if (g.grant == grant && g.from <= seq && seq < g.until) return g.row;
  }
  return std::nullopt;
}

bool PeoplePast::holds(std::int64_t account, std::string_view role, std::int64_t seq) const {
  const auto all = grants_.find(account);
  return all != grants_.end() &&
         std::any_of(all->second.begin(), all->second.end(), [&](const Grants& g) {
           return g.grant.role == role && g.from <= seq && seq < g.until;
         });
}

std::int64_t PeoplePast::teacher_org(std::int64_t teacher, std::int64_t seq) const {
  const auto at = static_cast<std::size_t>(teacher);
  std::int64_t org = teacher >= 0 && at < first_org_.size() ? first_org_[at] : 0;
  if (const auto moves = moves_.find(teacher); moves != moves_.end()) {
    for (const auto& [since, to] : moves->second) {
      if (since <= seq) org = to;
    }
  }
  return org;
}

std::int64_t PeoplePast::org(const std::string& code) const {
  const auto found = org_by_code_.find(code);
  return found == org_by_code_.end() ? 0 : found->second;
}

std::vector<access::Organisation> PeoplePast::organisations(std::int64_t seq) const {
  const auto& table = program_table("organisation");
  std::vector<access::Organisation> out;
  for (const auto& [row, all] : organisations_) {
    const StoredVersion* v = at(all, std::max(seq, all.front().seq));
    if (v == nullptr) continue;
    access::Organisation o;
    o.row = row;
    o.code = v->columns[table.column("code")].text;
    o.name = v->columns[table.column("name")].text;
    o.kind = v->columns[table.column("kind")].text;
    o.level = v->columns[table.column("level")].text;
    o.parent = number_or_none(v->columns[table.column("parent")]);
    out.push_back(std::move(o));
  }
  return out;
}

std::size_t PeoplePast::tree_number(std::int64_t seq) const {
  return static_cast<std::size_t>(
      std::upper_bound(tree_changes_.begin(), tree_changes_.end(), seq) - tree_changes_.begin());
}

const access::Organisations& PeoplePast::tree(std::int64_t seq) {
  const std::size_t before = tree_number(seq);
  if (const auto known = trees_.find(before); known != trees_.end()) return known->second;
  if (trees_.size() >= kMostTrees) trees_.clear();
  return trees_.emplace(before, access::Organisations{organisations(seq)}).first->second;
}

bool PeoplePast::staffed(std::int64_t org, std::int64_t seq) const {
  return std::any_of(grants_.begin(), grants_.end(), [&](const auto& account) {
    return std::any_of(account.second.begin(), account.second.end(), [&](const Grants& g) {
      return g.grant.org == org && g.from <= seq && seq < g.until;
    });
  });
}

access::Organisations PeoplePast::staffed_tree(std::int64_t seq) {
  auto all = organisations(seq);
  for (access::Organisation& o : all) o.staffed = staffed(o.row, seq);
  return access::Organisations{std::move(all)};
}

}  // namespace tmis::journal
