// The old seed is kept under the new one: packages on their way are sealed to it.
#include "people/key_renewal.h"

#include <optional>

#include "people/key_giving.h"
#include "people/organisation.h"

namespace tmis::people {
namespace {

struct KeyHolder {
  std::int64_t account = 0;
  std::string login;
  std::optional<keys::PublicKey> box;  // none while nobody is to use the account
};

/// Accounts that have the seed of an organisation.
std::vector<KeyHolder> key_holders(store::Database& db, std::int64_t org) {
  std::vector<KeyHolder> out;
  auto rows = db.statement(
      "SELECT a.row, a.login, (SELECT k.box FROM account_key k WHERE k.account = a.row AND "
      "k.state = 'active' AND a.state = 'active') FROM key_wrap w JOIN account a ON w.parent = "
      "'account:' || a.row WHERE w.child = ? ORDER BY a.login");
  rows.with(std::string_view{journal::org_key_name(org)});
  while (rows.step()) {
    KeyHolder& holder = out.emplace_back();
    holder.account = rows.integer(0);
    holder.login = rows.text(1);
    if (!rows.is_null(2)) holder.box = keys::to_array<sizeof(keys::PublicKey)>(rows.blob(2));
  }
  return out;
}

/// Seals the seed to whoever held the one before; gives the logins of those who can't have it.
std::vector<std::string> hand_round(Desk& desk, std::int64_t org, const Secret& seed) {
  const auto all = key_holders(desk.db, org);
  const std::string name = journal::org_key_name(org);
  desk.db.statement("DELETE FROM key_wrap WHERE child = ?").with(std::string_view{name}).run();
  give_to_recovery(desk, org, seed);
  std::vector<std::string> left_out;
  for (const KeyHolder& holder : all) {
    if (holder.box) {
      journal::seal_key(desk.db, name, journal::account_key_name(holder.account), *holder.box,
                        seed);
    } else {
      left_out.push_back(holder.login);
    }
  }
  return left_out;
}

}  // namespace

RenewedKey renew_key(Desk& desk, journal::Transaction& tx, std::int64_t org) {
  const Secret& old_seed = desk.organisation_key(org);
  const OrganisationKey fresh = OrganisationKey::make();
  RenewedKey out{
      keys::KeyPair::of_organisation(old_seed), keys::KeyPair::of_organisation(fresh.seed), 0, {}};
  change_box(desk, tx, org, fresh.box);
  out.wrapped = journal::wrap_anew(desk.db, desk.file_key(), org, old_seed, fresh.seed);
  journal::wrap_key(desk.db, desk.file_key(),
                    journal::earlier_key_name(org, keys::hex(out.before.id())),
                    journal::org_key_name(org), fresh.seed, old_seed);
  out.left_out = hand_round(desk, org, fresh.seed);
  return out;
}

}  // namespace tmis::people
