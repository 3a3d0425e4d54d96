// Rows of trusted_key. A key that was believed once stays, so that what it signed can be told.
#include "exchange/trust.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "journal/transaction.h"
#include "keys/crockford.h"
#include "people/organisation.h"

namespace tmis::exchange {
namespace {

using nlohmann::json;
using store::program_table;

constexpr std::size_t kFingerprint = 20;  // bytes
constexpr std::size_t kMostKeyFile = 4096;

std::string canonical(const OrgKey& key) {
  const json all = {{"tmis_key", 1},
                    {"org", key.code},
                    {"name", key.name},
                    {"file", key.file},
                    {"genesis", key.genesis},
                    {"alg", std::string{keys::kKeyAlgorithm}},
                    {"sign", keys::hex(key.sign)},
                    {"box", keys::hex(key.box)}};
  return all.dump();
}

std::string fingerprint_bytes(const OrgKey& key) {
  const keys::Hash hash = keys::Hasher{}.update("tmis/org-key/1\n").update(canonical(key)).finish();
  return std::string{keys::bytes(hash).substr(0, kFingerprint)};
}

template <std::size_t N>
std::string hex_of(const json& all, const char* name) {
  auto value = all.at(name).get<std::string>();
  const auto bytes = from_hex(value);
  if (!bytes || bytes->size() != N) throw json::out_of_range::create(401, name, &all);
  return value;
}

keys::PublicKey public_key_of(const json& all, const char* name) {
  return keys::to_array<32>(*from_hex(hex_of<32>(all, name)));
}

Values columns_of(const Trusted& t) {
  return {Value{t.org},
          Value{t.key.name},
          Value{t.key.file},
          Value::blob(std::string{keys::bytes(t.key.id())}),
          Value::blob(std::string{keys::bytes(t.key.sign)}),
          Value::blob(std::string{keys::bytes(t.key.box)}),
          Value::blob(*from_hex(t.key.genesis)),
          Value{t.revoked ? "revoked" : "trusted"}};
}

constexpr std::string_view kSelectKey =
    "SELECT k.row, k.org, o.code, k.name, k.file, k.sign, k.box, k.genesis, k.state FROM "
    "trusted_key k JOIN organisation o ON o.row = k.org ";

Trusted key_in(const store::Statement& row) {
  Trusted t;
  t.row = row.integer(0);
  t.org = row.integer(1);
  t.key.code = row.text(2);
  t.key.name = row.text(3);
  t.key.file = row.text(4);
  t.key.sign = keys::to_array<32>(row.blob(5));
  t.key.box = keys::to_array<32>(row.blob(6));
  t.key.genesis = to_hex(row.blob(7));
  t.revoked = row.text(8) != "trusted";
  return t;
}

/// The subject of trusting: the organisation that trusts is the actor's own.
Permit permit_to_trust(Desk& desk) { return desk.permit("org trust"); }

void revoke(journal::Transaction& tx, Trusted old) {
  old.revoked = true;
  tx.update(program_table("trusted_key"), old.row, columns_of(old));
}

}  // namespace

std::string to_json(const OrgKey& key) { return json::parse(canonical(key)).dump(1) + "\n"; }

OrgKey org_key_of(std::string_view text, const std::string& file) {
  try {
    if (text.size() > kMostKeyFile) throw json::out_of_range::create(401, "size", nullptr);
    const json all = json::parse(text);
    if (all.at("tmis_key").get<int>() != 1 ||
        all.at("alg").get<std::string>() != keys::kKeyAlgorithm)
      throw json::out_of_range::create(401, "tmis_key", &all);
    OrgKey key;
    key.code = all.at("org").get<std::string>();
    key.name = all.at("name").get<std::string>();
    key.file = hex_of<16>(all, "file");
    key.genesis = hex_of<32>(all, "genesis");
    key.sign = public_key_of(all, "sign");
    key.box = public_key_of(all, "box");
    return key;
  } catch (const json::exception&) {
    throw Error{codes::trust_malformed, {arg("file", file)}};
  }
}

std::string fingerprint(const OrgKey& key) {
  return keys::in_groups(keys::crockford(fingerprint_bytes(key)));
}

bool is_fingerprint(const OrgKey& key, std::string_view typed) {
  return keys::from_crockford(typed, kFingerprint) == fingerprint_bytes(key);
}

OrgKey own_key(Desk& desk, std::int64_t org) {
  const auto o = people::organisation(desk, org);
  const keys::KeyPair pair = keys::KeyPair::of_organisation(desk.organisation_key(org));
  auto first = desk.db.statement("SELECT hash FROM event WHERE seq = 0");
  if (!first.step()) bug("genesis");
  return {o.code, o.name, desk.file_id(), to_hex(first.blob(0)), pair.sign_key(), pair.box_key()};
}

std::optional<Trusted> trusted_key(Desk& desk, std::string_view key_id) {
  const auto bytes = from_hex(key_id);
  if (!bytes) return std::nullopt;
  auto find = desk.db.statement(std::string{kSelectKey} + "WHERE k.key_id = ?");
  find.bind_blob(1, *bytes);
  return find.step() ? std::optional{key_in(find)} : std::nullopt;
}

std::optional<Trusted> trusted_org(Desk& desk, std::int64_t org) {
  auto find =
      desk.db.statement(std::string{kSelectKey} + "WHERE k.org = ? AND k.state = 'trusted'");
  find.with(org);
  return find.step() ? std::optional{key_in(find)} : std::nullopt;
}

TrustDone trust(Desk& desk, const std::string& code, const OrgKey& key) {
  const Permit permit = permit_to_trust(desk);
  const auto org = people::organisation(desk, code);
  if (key.code != code)
    throw Error{codes::trust_other_org, {arg("code", code), arg("other", shown(key.code))}};
  if (key.file == desk.file_id()) throw Error{codes::trust_own, {arg("code", code)}};
  TrustDone done{fingerprint(key), -1, false};
  const std::string id = keys::hex(key.id());
  journal::Transaction tx{
      desk, permit, {.args = {{"code", Value{code}}, {"fingerprint", Value{done.fingerprint}}}}};
  const auto now = trusted_org(desk, org.row);
  const auto known = trusted_key(desk, id);
  if (now && known && now->row == known->row && fingerprint(now->key) == done.fingerprint) {
    done.unchanged = true;
    return done;
  }
  if (known && known->org != org.row)
    throw Error{codes::trust_other_org, {arg("code", code), arg("other", known->key.code)}};
  if (now) revoke(tx, *now);
  Trusted next{0, org.row, key, false};
  if (known) {
    tx.update(program_table("trusted_key"), known->row, columns_of(next));
  } else {
    tx.insert(program_table("trusted_key"), columns_of(next));
  }
  done.event = tx.commit().seq;
  return done;
}

TrustDone distrust(Desk& desk, const std::string& code, const std::string& reason) {
  const Permit permit = permit_to_trust(desk);
  const auto org = people::organisation(desk, code);
  journal::Transaction tx{desk, permit, {.args = {{"code", Value{code}}}, .reason = reason}};
  const auto now = trusted_org(desk, org.row);
  if (!now) throw Error{codes::trust_none, {arg("code", code)}};
  revoke(tx, *now);
  return {fingerprint(now->key), tx.commit().seq, false};
}

}  // namespace tmis::exchange
