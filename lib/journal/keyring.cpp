// A walk from child to parent over `key_wrap`, with everything remembered that was opened.
#include "journal/keyring.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/error.h"
#include "base/text.h"
#include "keys/seal.h"

namespace tmis::journal {
namespace {

enum Alg : std::int64_t { kWrapped = 1, kSealedTo = 2 };
constexpr std::string_view kOrg = "org:";
constexpr std::size_t kPage = 1024;  // keys in one piece of guarded memory

std::string additional(std::string_view file_id, std::string_view child, std::string_view parent) {
  std::string out = "tmis/wrap/1\n";
  out.append(file_id).append(child).append("\n").append(parent);
  return out;
}

void keep_wrap(store::Database& db, std::string_view child, std::string_view parent, Alg alg,
               std::string_view blob) {
  auto row = db.statement(
      "INSERT INTO key_wrap (child, parent, alg, blob) VALUES (?, ?, ?, ?) "
      "ON CONFLICT (child, parent) DO UPDATE SET alg = excluded.alg, blob = excluded.blob");
  row.with(child, parent, std::int64_t{alg}).bind_blob(4, blob).run();
}

/// The number behind `prefix`, or nothing.
std::optional<std::int64_t> row_of(std::string_view name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return std::nullopt;
  name.remove_prefix(prefix.size());
  std::int64_t row = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), row);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return row;
}

}  // namespace

std::string org_key_name(std::int64_t org) { return std::string{kOrg} + std::to_string(org); }
std::string earlier_key_name(std::int64_t org, std::string_view key_id) {
  return org_key_name(org) + ":" + std::string{key_id};
}
std::string account_key_name(std::int64_t account) { return "account:" + std::to_string(account); }
std::string dossier_key_name(std::int64_t teacher, std::uint32_t number) {
  return "dossier:" + std::to_string(teacher) + ":" + std::to_string(number);
}

void seal_key(store::Database& db, std::string_view child, std::string_view parent,
              const keys::PublicKey& receiver, const Secret& key) {
  keep_wrap(db, child, parent, kSealedTo, keys::seal_to(receiver, key));
}

void wrap_key(store::Database& db, std::string_view file_id, std::string_view child,
              std::string_view parent, const Secret& parent_key, const Secret& key) {
  keep_wrap(db, child, parent, kWrapped,
            keys::seal(parent_key, key.view(), additional(file_id, child, parent)));
}

namespace {

constexpr std::string_view kDossier = "dossier:";
constexpr std::size_t kWorthAWalk = 3;  // one of so many asked for

/// Whether a walk over all dossiers is the shorter way to `some` of them.
bool walk_is_shorter(store::Database& db, std::size_t some) {
  auto last = db.statement("SELECT max(row) FROM teacher");
  return last.step() && some * kWorthAWalk >= static_cast<std::size_t>(last.integer(0));
}

struct Asked {  // a dossier whose key is wanted
  std::int64_t teacher = 0;
  std::uint32_t number = 0;
  std::string check;
};

/// Those of `teachers` that the file has, in ascending order like them.
std::vector<Asked> asked_for(store::Database& db, std::span<const std::int64_t> teachers) {
  std::vector<Asked> out;
  out.reserve(teachers.size());
  auto rows = db.statement("SELECT row, key_number, key_check FROM teacher ORDER BY row");
  while (rows.step()) {
    while (!teachers.empty() && teachers.front() < rows.integer(0)) teachers = teachers.subspan(1);
    if (teachers.empty()) break;
    if (teachers.front() != rows.integer(0)) continue;
    out.push_back(
        {rows.integer(0), static_cast<std::uint32_t>(rows.integer(1)), std::string{rows.blob(2)}});
  }
  return out;
}

/// The one whose present key is called `child`, or nullptr.
const Asked* named(const std::vector<Asked>& asked, std::string_view child) {
  child.remove_prefix(kDossier.size());
  std::int64_t teacher = 0;
  std::uint32_t number = 0;
  const char* end = child.data() + child.size();
  const char* colon = std::from_chars(child.data(), end, teacher).ptr;
  if (colon == end || std::from_chars(colon + 1, end, number).ptr != end) return nullptr;
  const auto one = std::ranges::lower_bound(asked, teacher, {}, &Asked::teacher);
  return one != asked.end() && one->teacher == teacher && one->number == number ? &*one : nullptr;
}

struct Lying {  // a key under an organisation's
  std::string child;
  std::int64_t alg;
  std::string blob;
};

std::vector<Lying> under(store::Database& db, std::string_view parent) {
  std::vector<Lying> out;
  auto rows = db.statement("SELECT child, alg, blob FROM key_wrap WHERE parent = ?");
  rows.with(parent);
  while (rows.step())
    out.push_back({std::string{rows.text(0)}, rows.integer(1), std::string{rows.blob(2)}});
  return out;
}

}  // namespace

std::size_t wrap_anew(store::Database& db, std::string_view file_id, std::int64_t org,
                      const Secret& before, const Secret& after) {
  const std::string parent = org_key_name(org);
  const auto old_pair = keys::BoxPair::of_organisation(before);
  const auto new_box = keys::BoxPair::of_organisation(after).public_key();
  const auto all = under(db, parent);
  for (const Lying& one : all) {
    const bool sealed = one.alg == kSealedTo;
    const auto key = sealed
                         ? old_pair.open(one.blob)
                         : keys::unseal(before, one.blob, additional(file_id, one.child, parent));
    if (!key) throw Error{codes::journal_damaged, {arg("what", one.child)}};
    if (sealed) {
      seal_key(db, one.child, parent, new_box, *key);
    } else {
      wrap_key(db, file_id, one.child, parent, after, *key);
    }
  }
  return all.size();
}

keys::Hash128 dossier_check(std::string_view key, std::string_view file_id, std::int64_t teacher,
                            std::uint32_t number) {
  std::string bytes = "tmis/dossier/1\n";
  bytes.append(file_id);
  keys::append_integer(bytes, static_cast<std::uint64_t>(teacher));
  keys::append_integer(bytes, number);
  return keys::keyed_hash128(key, bytes);
}

void Keyring::unlock(std::string file_id, std::int64_t account, keys::BoxPair pair) {
  *this = Keyring{};
  file_id_ = std::move(file_id);
  own_ = account_key_name(account);
  pair_.emplace(std::move(pair));
}

void Keyring::unlock_recovery(std::string file_id, keys::BoxPair pair) {
  unlock(std::move(file_id), 0, std::move(pair));
  own_ = kRecoveryKey;
}

const Secret* Keyring::organisation(store::Database& db, std::int64_t org) {
  return open(db, org_key_name(org));
}

const Secret* Keyring::earlier(store::Database& db, std::int64_t org, std::string_view key_id) {
  return open(db, earlier_key_name(org, key_id));
}

void Keyring::forget(std::int64_t org) { opened_.erase(org_key_name(org)); }

void Keyring::forget_dossier(std::int64_t teacher) {
  present_.erase(teacher);
  const std::string mine = "dossier:" + std::to_string(teacher) + ":";
  std::erase_if(dossiers_, [&](const auto& known) { return known.first.starts_with(mine); });
}

std::string_view Keyring::index(store::Database& db) {
  const Secret* key = open(db, std::string{kIndexKey});
  return key == nullptr ? std::string_view{} : key->view();
}

std::optional<DossierKey> Keyring::dossier(store::Database& db, std::int64_t teacher) {
  if (!pair_) return std::nullopt;
  if (const DossierKey* known = at_hand(teacher)) return *known;
  auto row = db.statement("SELECT key_number, key_check FROM teacher WHERE row = ?");
  row.with(teacher);
  if (!row.step()) return std::nullopt;
  const DossierKey found{static_cast<std::uint32_t>(row.integer(0)),
                         dossier(db, teacher, static_cast<std::uint32_t>(row.integer(0)))};
  if (found.key.empty()) return std::nullopt;
  check_dossier(found, teacher, row.blob(1));
  return present_.emplace(teacher, found).first->second;
}

void Keyring::open_dossiers(store::Database& db, std::span<const std::int64_t> teachers) {
  if (!pair_ || !walk_is_shorter(db, teachers.size())) return;
  const std::vector<Asked> asked = asked_for(db, teachers);
  present_.reserve(present_.size() + asked.size());
  auto wraps = db.statement(
      "SELECT child, parent, blob FROM key_wrap "
      "WHERE child >= 'dossier:' AND child < 'dossier;' AND alg = 1");
  while (wraps.step()) {
    const Asked* one = named(asked, wraps.text(0));
    if (one == nullptr || present_.contains(one->teacher)) continue;
    const DossierKey found{one->number,
                           open_in_page(db, wraps.text(0), wraps.text(1), wraps.blob(2))};
    if (found.key.empty()) continue;
    check_dossier(found, one->teacher, one->check);
    present_.emplace(one->teacher, found);
  }
}

const DossierKey* Keyring::at_hand(std::int64_t teacher) const {
  const auto known = present_.find(teacher);
  return known == present_.end() ? nullptr : &known->second;
}

std::string_view Keyring::dossier(store::Database& db, std::int64_t teacher, std::uint32_t number) {
  if (!pair_) return {};
  const std::string name = dossier_key_name(teacher, number);
  const auto known = dossiers_.find(name);
  if (known != dossiers_.end()) return known->second;
  return dossiers_.emplace(name, open_dossier(db, name)).first->second;
}

/// Most dossiers are opened by an organisation's key, straight into a page: a piece of guarded
/// memory for each would cost an import more than sealing its rows.
std::string_view Keyring::open_dossier(store::Database& db, const std::string& child) {
  for (const Wrap& wrap : wraps_of(db, child)) {
    const bool by_key = wrap.alg == kWrapped && wrap.parent != own_;
    if (!by_key) {
      if (const auto key = unwrap(db, child, wrap.parent, wrap.alg, wrap.blob)) return keep(*key);
      continue;
    }
    const std::string_view key = open_in_page(db, child, wrap.parent, wrap.blob);
    if (!key.empty()) return key;
  }
  return {};
}

std::string_view Keyring::open_in_page(store::Database& db, std::string_view child,
                                       std::string_view parent, std::string_view blob) {
  const Secret* key = open_parent(db, parent);
  if (key == nullptr) return {};
  unsigned char* place = next_place();
  if (!keys::unseal_key(*key, blob, additional(file_id_, child, parent), place, kKeySize))
    return {};
  ++used_;
  return {reinterpret_cast<const char*>(place), kKeySize};
}

void Keyring::check_dossier(const DossierKey& key, std::int64_t teacher,
                            std::string_view check) const {
  if (keys::bytes(dossier_check(key.key, file_id_, teacher, key.number)) != check)
    throw Error{codes::journal_damaged, {arg("what", dossier_key_name(teacher, key.number))}};
}

std::optional<Secret> Keyring::any(store::Database& db, const std::string& child) {
  if (!pair_) return std::nullopt;
  for (const Wrap& wrap : wraps_of(db, child)) {
    if (auto key = unwrap(db, child, wrap.parent, wrap.alg, wrap.blob)) return key;
  }
  return std::nullopt;
}

/// Read at once: opening a parent asks the same question again.
std::vector<Keyring::Wrap> Keyring::wraps_of(store::Database& db, const std::string& child) {
  std::vector<Wrap> out;
  auto rows = db.statement("SELECT parent, alg, blob FROM key_wrap WHERE child = ?");
  rows.with(std::string_view{child});
  while (rows.step())
    out.push_back({std::string{rows.text(0)}, rows.integer(1), std::string{rows.blob(2)}});
  return out;
}

/// The key of an organisation or a batch; nothing else stands above others.
const Secret* Keyring::open_parent(store::Database& db, std::string_view parent) {
  if (!parent.starts_with(kOrg) && !parent.starts_with("batch:")) return nullptr;
  return open(db, std::string{parent});
}

const Secret* Keyring::open(store::Database& db, const std::string& child) {
  if (!pair_) return nullptr;
  const auto [place, fresh] = opened_.try_emplace(child);
  if (fresh) {  // in the map already while its wraps are tried, so that a ring of wraps ends
    std::optional<Secret> key = any(db, child);
    if (key) check(db, child, *key);
    opened_[child] = std::move(key);
  }
  const auto& found = opened_[child];
  return found ? &*found : nullptr;
}

std::optional<Secret> Keyring::unwrap(store::Database& db, const std::string& child,
                                      const std::string& parent, std::int64_t alg,
                                      std::string_view blob) {
  if (parent == own_) return alg == kSealedTo ? pair_->open(blob) : std::nullopt;
  const Secret* key = open_parent(db, parent);
  if (key == nullptr) return std::nullopt;
  if (alg == kSealedTo) return keys::BoxPair::of_organisation(*key).open(blob);
  return keys::unseal(*key, blob, additional(file_id_, child, parent));
}

/// An organisation's seed must give the public key that stands in evidence; an earlier one the key
/// by whose id it is called.
void Keyring::check(store::Database& db, const std::string& child, const Secret& key) const {
  if (!child.starts_with(kOrg)) return;
  bool same = key.size() == kKeySize;
  if (const auto org = row_of(child, kOrg)) {
    auto row = db.statement("SELECT box FROM organisation WHERE row = ?");
    row.with(*org);
    same = same && row.step() &&
           row.blob(0) == keys::bytes(keys::BoxPair::of_organisation(key).public_key());
  } else {
    same = same && child.ends_with(":" + keys::hex(keys::KeyPair::of_organisation(key).id()));
  }
  if (!same) throw Error{codes::journal_damaged, {arg("what", child)}};
}

unsigned char* Keyring::next_place() {
  if (pages_.empty() || used_ == kPage) {
    pages_.emplace_back(kPage * kKeySize);
    used_ = 0;
  }
  return pages_.back().data() + used_ * kKeySize;
}

std::string_view Keyring::keep(const Secret& key) {
  if (key.size() != kKeySize) return {};
  unsigned char* place = next_place();
  std::memcpy(place, key.data(), kKeySize);
  ++used_;
  return {reinterpret_cast<const char*>(place), kKeySize};
}

}  // namespace tmis::journal
