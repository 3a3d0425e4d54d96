// Officers for tests, without the time that passwords take.
#pragma once

#include <optional>
#include <string>

#include "base/text.h"
#include "journal/transaction.h"
#include "journal/versions.h"
#include "keys/initial_password.h"
#include "people/account_row.h"
#include "people/key_giving.h"

namespace tmis::people {

inline constexpr const char* kTestInitial = "0000-1111-2222-3333";

/// An account with `kTestInitial` as its initial password, by whoever sits at the desk.
inline void add_test_staff(Desk& desk, const std::string& login, const std::string& role,
                           std::int64_t org, const access::Subject& where,
                           std::optional<std::int64_t> teacher = std::nullopt) {
  journal::Transaction tx{desk, desk.permit("accounts staff", where), {}};
  const auto account =
      tx.insert(store::program_table("account"),
                Values{Value{login}, Value{login}, or_null(teacher), Value{org}, Value{"initial"},
                       Value::blob(keys::initial_check(kTestInitial, login, keys::Salt{})), Value{},
                       Value{}, Value{}});
  tx.insert(store::program_table("grant_role"), Values{Value{account}, Value{role}, Value{org}});
  tx.commit();
}

/// The first login of `desk.actor`, as change_password does it; then the desk has its key.
inline void test_first_login(Desk& desk, const std::string& initial) {
  const auto& table = store::program_table("account");
  Values columns = journal::versions(desk.db, table, desk.actor.account).back().columns;
  const std::string login = desk.actor.login;
  const auto signer = keys::InitialSigner::of(columns[table.column("initial")].text, login,
                                              Secret{std::string_view{initial}});
  columns[table.column("state")] = Value{"active"};
  columns[table.column("initial")] = Value{};
  Secret master = keys::new_master();
  const keys::KeyPair key{master};
  journal::Transaction tx{desk, desk.permit("passwd"), {.kind = "key.activate"}};
  tx.act().args.emplace_back(
      "first_login",
      Value{to_hex(signer.value().sign(desk.file_key(), keys::bytes(key.id()), login))});
  tx.insert(store::program_table("account_key"), key_columns(desk.actor.account, key, "active"));
  give_keys(desk, desk.actor.account, key.box_key());
  tx.update(table, desk.actor.account, columns);
  desk.take_key(desk.actor.account, std::move(master));
  tx.commit();
}

}  // namespace tmis::people
