// Rows of trusted_key. A key that was believed once stays, so that what it signed can be told. Keys
// between the trusted one and its last successor get rows too: packages of theirs may be on the
// way.
#include "exchange/trust.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "journal/transaction.h"
#include "keys/crockford.h"
#include "people/organisation.h"
#include "schema/json_document.h"

namespace tmis::exchange {
namespace {

using nlohmann::json;
using store::program_table;

constexpr std::size_t kFingerprint = 20;                    // bytes
constexpr std::size_t kMostKeyFile = std::size_t{1} << 20;  // bytes: some thousand renewals
constexpr std::size_t kKeyDepth = 16;

std::string fingerprint_bytes(const OrgKey& key) {
  const keys::Hash hash =
      keys::Hasher{}.update("tmis/org-key/1\n").update(journal::canonical(key)).finish();
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

void read_pair(const json& all, OrgKey& key) {
  key.sign = public_key_of(all, "sign");
  key.box = public_key_of(all, "box");
}

/// From the newest to the oldest: what each has signed is known already. No key comes twice.
void read_renewals(const json& all, KeyFile& file) {
  const json earlier = all.value("renewals", json::array());
  std::set<keys::PublicKey> seen{file.key.sign};
  OrgKey next = file.key;
  for (auto it = earlier.rbegin(); it != earlier.rend(); ++it) {
    journal::Renewal renewal{-1, next, next,
                             *from_hex(hex_of<keys::kSignatureSize>(*it, "signature"))};
    read_pair(*it, renewal.from);
    if (!renewal.holds() || !seen.insert(renewal.from.sign).second)
      throw json::out_of_range::create(401, "signature", &all);
    next = renewal.from;
    file.renewals.push_back(std::move(renewal));
  }
  std::reverse(file.renewals.begin(), file.renewals.end());
}

Values columns_of(const Trusted& t) {
  return {Value{t.org},
          Value{t.key.name},
          Value{t.key.file},
          Value::blob(std::string{keys::bytes(t.key.id())}),
          Value::blob(std::string{keys::bytes(t.key.sign)}),
          Value::blob(std::string{keys::bytes(t.key.box)}),
          Value::blob(*from_hex(t.key.genesis)),
          Value{t.state}};
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
  t.state = row.text(8);
  return t;
}

/// The subject of trusting: the organisation that trusts is the actor's own.
Permit permit_to_trust(Desk& desk) { return desk.permit("org trust"); }

void set_state(journal::Transaction& tx, Trusted key, const char* state) {
  key.state = state;
  tx.update(program_table("trusted_key"), key.row, columns_of(key));
}

/// Those that still count for something.
std::vector<Trusted> believed(Desk& desk, std::int64_t org) {
  std::vector<Trusted> out;
  auto rows = desk.db.statement(std::string{kSelectKey} +
                                "WHERE k.org = ? AND k.state <> 'revoked' ORDER BY k.row");
  rows.with(org);
  while (rows.step()) out.push_back(key_in(rows));
  return out;
}

/// The successors of `now` in the file, the last one being its key; none unless `now` has signed
/// the first of them, and so on, and all are new here: one that was revoked isn't believed again
/// without a fingerprint.
std::vector<OrgKey> successors(Desk& desk, const Trusted& now, const KeyFile& file) {
  const auto from = std::find_if(file.renewals.begin(), file.renewals.end(), [&](const auto& r) {
    return journal::canonical(r.from) == journal::canonical(now.key);
  });
  std::vector<OrgKey> out;
  for (auto it = from; it != file.renewals.end(); ++it) {
    if (trusted_key(desk, keys::hex(it->to.id()))) return {};
    out.push_back(it->to);
  }
  return out;
}

}  // namespace

std::string to_json(const KeyFile& file) {
  json all = json::parse(journal::canonical(file.key));
  for (const journal::Renewal& r : file.renewals) {
    all["renewals"].push_back({{"sign", keys::hex(r.from.sign)},
                               {"box", keys::hex(r.from.box)},
                               {"signature", to_hex(r.sig)}});
  }
  return all.dump(1) + "\n";
}

KeyFile key_file_of(std::string_view text, const std::string& name) {
  try {
    if (text.size() > kMostKeyFile) throw json::out_of_range::create(401, "size", nullptr);
    const json all = schema::read_json(text, kKeyDepth);
    if (all.at("tmis_key").get<int>() != 1 ||
        all.at("alg").get<std::string>() != keys::kKeyAlgorithm)
      throw json::out_of_range::create(401, "tmis_key", &all);
    KeyFile file;
    file.key.code = all.at("org").get<std::string>();
    file.key.name = all.at("name").get<std::string>();
    file.key.file = hex_of<16>(all, "file");
    file.key.genesis = hex_of<32>(all, "genesis");
    read_pair(all, file.key);
    read_renewals(all, file);
    return file;
  } catch (const json::exception&) {
    throw Error{codes::trust_malformed, {arg("file", name)}};
  } catch (const Error&) {  // document.syntax
    throw Error{codes::trust_malformed, {arg("file", name)}};
  }
}

std::string fingerprint(const OrgKey& key) {
  return keys::in_groups(keys::crockford(fingerprint_bytes(key)));
}

bool is_fingerprint(const OrgKey& key, std::string_view typed) {
  return keys::from_crockford(typed, kFingerprint) == fingerprint_bytes(key);
}

KeyFile own_key(Desk& desk, std::int64_t org) {
  const auto o = people::organisation(desk, org);
  const keys::KeyPair pair = keys::KeyPair::of_organisation(desk.organisation_key(org));
  auto first = desk.db.statement("SELECT hash FROM event WHERE seq = 0");
  if (!first.step()) bug("genesis");
  return {{o.code, o.name, desk.file_id(), to_hex(first.blob(0)), pair.sign_key(), pair.box_key()},
          journal::renewals(desk, org)};
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

bool signed_by_trusted(Desk& desk, const std::string& code, const KeyFile& file) {
  const auto now = trusted_org(desk, people::organisation(desk, code).row);
  return now && !successors(desk, *now, file).empty();
}

TrustDone trust(Desk& desk, const std::string& code, const KeyFile& file, bool compared) {
  const Permit permit = permit_to_trust(desk);
  const auto org = people::organisation(desk, code);
  const OrgKey& key = file.key;
  if (key.code != code)
    throw Error{codes::trust_other_org, {arg("code", code), arg("other", shown(key.code))}};
  if (key.file == desk.file_id()) throw Error{codes::trust_own, {arg("code", code)}};
  TrustDone done{fingerprint(key), {}, -1, false};
  journal::Transaction tx{
      desk, permit, {.args = {{"code", Value{code}}, {"fingerprint", Value{done.fingerprint}}}}};
  const auto now = trusted_org(desk, org.row);
  const auto known = trusted_key(desk, keys::hex(key.id()));
  if (now && known && now->row == known->row && fingerprint(now->key) == done.fingerprint) {
    done.unchanged = true;
    return done;
  }
  const auto after = now ? successors(desk, *now, file) : std::vector<OrgKey>{};
  if (after.empty() && !compared) throw Error{codes::trust_fingerprint, {arg("file", code)}};
  if (known && known->org != org.row)
    throw Error{codes::trust_other_org, {arg("code", code), arg("other", known->key.code)}};
  const auto& table = program_table("trusted_key");
  if (!after.empty()) {
    done.signed_by = keys::hex(now->key.id());
    tx.act().args.emplace_back("signed_by", Value{done.signed_by});
    set_state(tx, *now, "renewed");
    for (const OrgKey& one : after) {
      tx.insert(table,
                columns_of({0, org.row, one, &one == &after.back() ? "trusted" : "renewed"}));
    }
  } else {
    for (const Trusted& old : believed(desk, org.row)) {
      if (!known || old.row != known->row) set_state(tx, old, "revoked");
    }
    const Values columns = columns_of({0, org.row, key});
    if (known) {
      tx.update(table, known->row, columns);
    } else {
      tx.insert(table, columns);
    }
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
  for (const Trusted& old : believed(desk, org.row)) set_state(tx, old, "revoked");
  return {fingerprint(now->key), {}, tx.commit().seq, false};
}

}  // namespace tmis::exchange
