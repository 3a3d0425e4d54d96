// All of it are rows of key_wrap, written in the transaction of the command that gives or takes.
#include "people/key_giving.h"

#include <vector>

#include "base/error.h"
#include "keys/key_pair.h"
#include "keys/seal.h"

namespace tmis::people {
namespace {

using journal::account_key_name;
using journal::dossier_key_name;
using journal::org_key_name;

std::optional<keys::PublicKey> recovery_box(Desk& desk) {
  auto row = desk.db.statement("SELECT box FROM account_key WHERE state = 'recovery'");
  if (!row.step()) return std::nullopt;
  return keys::to_array<32>(row.blob(0));
}

std::vector<std::int64_t> integers(store::Statement& query) {
  std::vector<std::int64_t> out;
  while (query.step()) out.push_back(query.integer(0));
  return out;
}

/// Organisations whose key goes with the roles of an account.
std::vector<std::int64_t> keyed_organisations(Desk& desk, std::int64_t account) {
  auto rows = desk.db.statement(
      "SELECT DISTINCT org FROM grant_role WHERE account = ? AND role IN ('sysadmin', 'manager')");
  rows.with(account);
  return integers(rows);
}

/// The keys of a dossier that are held, up to its present one: rows lie under the key of their
/// time.
std::vector<journal::DossierKey> dossier_keys(Desk& desk, std::int64_t teacher,
                                              std::uint32_t present) {
  std::vector<journal::DossierKey> out;
  for (std::uint32_t number = 1; number <= present; ++number) {
    const std::string_view key = desk.keyring().dossier(desk.db, teacher, number);
    if (!key.empty()) out.push_back({number, key});
  }
  return out;
}

}  // namespace

OrganisationKey OrganisationKey::make() {
  OrganisationKey key{keys::random_secret(journal::kKeySize), {}};
  key.box = keys::BoxPair::of_organisation(key.seed).public_key();
  return key;
}

void keep_organisation_key(Desk& desk, std::int64_t org, const OrganisationKey& key) {
  const std::string name = org_key_name(org);
  give_to_recovery(desk, org, key.seed);
  journal::seal_key(desk.db, name, account_key_name(desk.actor.account), desk.signer->box_key(),
                    key.seed);
  const bool first = desk.db.number("SELECT count(*) FROM key_wrap WHERE child = 'index'") == 0;
  const Secret index = first ? keys::random_secret(journal::kKeySize) : Secret{desk.index_key()};
  journal::wrap_key(desk.db, desk.file_key(), journal::kIndexKey, name, key.seed, index);
}

void give_to_recovery(Desk& desk, std::int64_t org, const Secret& seed) {
  if (const auto box = recovery_box(desk))
    journal::seal_key(desk.db, org_key_name(org), journal::kRecoveryKey, *box, seed);
}

bool give_organisation_key(Desk& desk, std::int64_t org, std::int64_t account,
                           const keys::PublicKey& box) {
  const Secret* seed = desk.keyring().organisation(desk.db, org);
  if (seed == nullptr) return false;
  journal::seal_key(desk.db, org_key_name(org), account_key_name(account), box, *seed);
  return true;
}

bool give_keys(Desk& desk, std::int64_t account, const keys::PublicKey& box) {
  bool all = true;
  for (const std::int64_t org : keyed_organisations(desk, account))
    all = give_organisation_key(desk, org, account, box) && all;
  auto own = desk.db.statement(
      "SELECT t.row FROM account a JOIN teacher t ON t.row = a.teacher "
      "WHERE a.row = ? AND a.name IS NULL");
  own.with(account);
  if (!own.step()) return all;
  const std::int64_t teacher = own.integer(0);
  const auto present = desk.keyring().dossier(desk.db, teacher);
  if (!present) return false;
  for (const auto& key : dossier_keys(desk, teacher, present->number))
    journal::seal_key(desk.db, dossier_key_name(teacher, key.number), account_key_name(account),
                      box, Secret{key.key});
  return all;
}

void take_keys(Desk& desk, std::int64_t account) {
  const std::string parent = account_key_name(account);
  desk.db.statement("DELETE FROM key_wrap WHERE parent = ?").with(std::string_view{parent}).run();
}

void take_organisation_key(Desk& desk, std::int64_t org, std::int64_t account) {
  const std::string child = org_key_name(org), parent = account_key_name(account);
  desk.db.statement("DELETE FROM key_wrap WHERE child = ? AND parent = ?")
      .with(std::string_view{child}, std::string_view{parent})
      .run();
}

void reseal_keys(Desk& desk, std::int64_t account, const keys::PublicKey& box) {
  const std::string parent = account_key_name(account);
  std::vector<std::string> children;
  {
    auto rows = desk.db.statement("SELECT child FROM key_wrap WHERE parent = ?");
    rows.with(std::string_view{parent});
    while (rows.step()) children.emplace_back(rows.text(0));
  }
  for (const std::string& child : children) {
    if (const auto key = desk.keyring().any(desk.db, child))
      journal::seal_key(desk.db, child, parent, box, *key);
  }
}

void take_over(Desk& desk, std::int64_t account) {
  for (const std::int64_t org : keyed_organisations(desk, account)) {
    if (desk.keyring().organisation(desk.db, org) == nullptr) continue;
    const std::string child = org_key_name(org);
    auto founders = desk.db.statement(
        "SELECT a.row FROM account a JOIN key_wrap w ON w.parent = 'account:' || a.row "
        "WHERE w.child = ? AND NOT EXISTS (SELECT 1 FROM grant_role g WHERE g.account = a.row AND "
        "g.org = ?)");
    founders.with(std::string_view{child}, org);
    for (const std::int64_t founder : integers(founders)) take_organisation_key(desk, org, founder);
  }
}

namespace {
std::string batch_name(std::string_view id) { return "batch:" + std::string{id}; }

void take_from_parent(Desk& desk, const std::string& parent, std::int64_t teacher) {
  const std::string child = "dossier:" + std::to_string(teacher) + ":*";
  desk.db.statement("DELETE FROM key_wrap WHERE parent = ? AND child GLOB ?")
      .with(std::string_view{parent}, std::string_view{child})
      .run();
}
}  // namespace

BatchKey::BatchKey(Desk& desk, std::string_view id, std::int64_t to_org)
    : desk_(desk), name_(batch_name(id)), key_(keys::random_secret(journal::kKeySize)) {
  auto row = desk.db.statement("SELECT box FROM organisation WHERE row = ?");
  row.with(to_org);
  if (!row.step()) bug("organisation");
  const auto box = keys::to_array<32>(row.blob(0));
  journal::seal_key(desk.db, name_, org_key_name(to_org), box, key_);
}

void BatchKey::add(std::int64_t teacher) {
  const std::uint32_t present = desk_.dossier_key(teacher).number;
  for (const journal::DossierKey& key : dossier_keys(desk_, teacher, present))
    journal::wrap_key(desk_.db, desk_.file_key(), dossier_key_name(teacher, key.number), name_,
                      key_, Secret{key.key});
}

NewDossierKey take_dossier(Desk& desk, std::string_view id, std::int64_t teacher,
                           std::int64_t from_org, std::int64_t to_org) {
  const std::uint32_t present = desk.dossier_key(teacher).number;
  const Secret& receiver = desk.organisation_key(to_org);
  const std::string under = org_key_name(to_org);
  for (const journal::DossierKey& key : dossier_keys(desk, teacher, present))
    journal::wrap_key(desk.db, desk.file_key(), dossier_key_name(teacher, key.number), under,
                      receiver, Secret{key.key});
  take_from_parent(desk, batch_name(id), teacher);
  take_from_parent(desk, org_key_name(from_org), teacher);
  const Secret fresh = keys::random_secret(journal::kKeySize);
  NewDossierKey out;
  out.number = present + 1;
  const std::string name = dossier_key_name(teacher, out.number);
  journal::wrap_key(desk.db, desk.file_key(), name, under, receiver, fresh);
  out.check =
      keys::bytes(journal::dossier_check(fresh.view(), desk.file_key(), teacher, out.number));
  auto own = desk.db.statement(
      "SELECT a.row, k.box FROM account a LEFT JOIN account_key k ON k.account = a.row AND k.state "
      "= 'active' WHERE a.teacher = ? AND a.name IS NULL");
  own.with(teacher);
  while (own.step()) {
    out.given = !own.is_null(1);
    if (out.given)
      journal::seal_key(desk.db, name, account_key_name(own.integer(0)),
                        keys::to_array<32>(own.blob(1)), fresh);
  }
  desk.keyring().forget_dossier(teacher);
  return out;
}

NewDossierKey new_dossier_key(Desk& desk, std::int64_t teacher, std::uint32_t number,
                              std::int64_t org) {
  const Secret fresh = keys::random_secret(journal::kKeySize);
  journal::wrap_key(desk.db, desk.file_key(), dossier_key_name(teacher, number), org_key_name(org),
                    desk.organisation_key(org), fresh);
  const auto check = journal::dossier_check(fresh.view(), desk.file_key(), teacher, number);
  return {number, std::string{keys::bytes(check)}, true};
}

void take_from_batch(Desk& desk, std::string_view id, std::int64_t teacher) {
  take_from_parent(desk, batch_name(id), teacher);
}

DossierKeys::DossierKeys(Desk& desk, std::int64_t org)
    : desk_(desk), org_(org), org_key_(desk.organisation_key(org)) {}

std::string DossierKeys::make(std::int64_t teacher) {
  constexpr std::uint32_t kFirst = 1;
  const Secret key = keys::random_secret(journal::kKeySize);
  journal::wrap_key(desk_.db, desk_.file_key(), dossier_key_name(teacher, kFirst),
                    org_key_name(org_), org_key_, key);
  return std::string{
      keys::bytes(journal::dossier_check(key.view(), desk_.file_key(), teacher, kFirst))};
}

void DossierKeys::give(std::int64_t teacher, std::int64_t account, const keys::BoxPair& box) {
  const journal::DossierKey key = desk_.dossier_key(teacher);
  journal::seal_key(desk_.db, dossier_key_name(teacher, key.number), account_key_name(account),
                    box.public_key(), Secret{key.key});
}

}  // namespace tmis::people
