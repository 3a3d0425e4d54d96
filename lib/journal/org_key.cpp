// The row of an organisation has the box key alone, under a commitment; the other half of each key
// stands in the event, bound to it by the key's id and the signature.
#include "journal/org_key.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "journal/versions.h"

namespace tmis::journal {
namespace {

using nlohmann::json;

constexpr std::string_view kRenewal = "tmis/org-key-renewal/1\n";

/// Empty where the first event is gone: then nothing holds.
std::string genesis_hash(store::Database& db) {
  auto first = db.statement("SELECT hash FROM event WHERE seq = 0");
  return first.step() ? to_hex(first.blob(0)) : "";
}

std::optional<Event> event_at(store::Database& db, std::int64_t seq) {
  auto row = db.statement("SELECT body FROM event WHERE seq = ?");
  row.with(seq);
  return row.step() ? from_body(row.blob(0)) : std::nullopt;
}

/// A public key that an event names; nothing where it is none.
std::optional<keys::PublicKey> public_key(const Event& event, std::string_view name) {
  const auto bytes = from_hex(argument(event, name).text);
  if (!bytes || bytes->size() != sizeof(keys::PublicKey)) return std::nullopt;
  return keys::to_array<sizeof(keys::PublicKey)>(*bytes);
}

/// Fills in what the event says, when it is of this organisation and these box keys.
void tell(const Event& event, std::string_view old_box, std::string_view box, Renewal& out) {
  const auto old_sign = public_key(event, "old_sign"), sign = public_key(event, "sign");
  const auto sig = from_hex(argument(event, "signature").text);
  if (event.kind != kRotate || argument(event, "code").text != out.to.code || !old_sign || !sign ||
      !sig || argument(event, "old_box").text != to_hex(old_box) ||
      argument(event, "box").text != to_hex(box) || old_box.size() != sizeof(keys::PublicKey) ||
      box.size() != sizeof(keys::PublicKey))
    return;
  out.from.sign = *old_sign;
  out.from.box = keys::to_array<sizeof(keys::PublicKey)>(old_box);
  out.to.sign = *sign;
  out.to.box = keys::to_array<sizeof(keys::PublicKey)>(box);
  if (argument(event, "old_key").text == keys::hex(out.from.id()) &&
      argument(event, "new_key").text == keys::hex(out.to.id()))
    out.sig = *sig;
}

}  // namespace

std::string canonical(const OrgKey& key) {
  const json all = {{"tmis_key", 1},
                    {"org", key.code},
                    {"name", key.name},
                    {"file", key.file},
                    {"genesis", key.genesis},
                    {"alg", std::string{keys::kKeyAlgorithm}},
                    {"sign", keys::hex(key.sign)},
                    {"box", keys::hex(key.box)}};
  // Also of a name that isn't UTF-8 any more: verify asks about whatever stands there.
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string Renewal::sign(const keys::KeyPair& from, const OrgKey& to) {
  return from.sign(std::string{kRenewal} + canonical(to));
}

bool Renewal::holds() const {
  return keys::verify(from.sign, std::string{kRenewal} + canonical(to), sig);
}

EventArgs to_args(const Renewal& renewal) {
  return {{"code", Value{renewal.to.code}},
          {"old_key", Value{keys::hex(renewal.from.id())}},
          {"old_sign", Value{keys::hex(renewal.from.sign)}},
          {"old_box", Value{keys::hex(renewal.from.box)}},
          {"new_key", Value{keys::hex(renewal.to.id())}},
          {"sign", Value{keys::hex(renewal.to.sign)}},
          {"box", Value{keys::hex(renewal.to.box)}},
          {"signature", Value{to_hex(renewal.sig)}}};
}

bool renews_organisation(const Event& event) {
  return event.kind == kRotate && !argument(event, "code").is_null();
}

std::vector<Renewal> renewals(Desk& desk, std::int64_t org) {
  const store::TableDef& table = store::program_table("organisation");
  const std::size_t code = table.column("code"), name = table.column("name"),
                    box = table.column("box");
  const auto all = versions(desk.db, table, org);
  const std::string genesis = genesis_hash(desk.db);
  std::vector<Renewal> out;
  for (std::size_t i = 1; i < all.size(); ++i) {
    const Values& before = all[i - 1].columns;
    const Values& now = all[i].columns;
    if (before[box].text == now[box].text) continue;
    Renewal& renewal = out.emplace_back();
    renewal.seq = all[i].seq;
    renewal.from = {before[code].text, before[name].text, desk.file_id(), genesis, {}, {}};
    renewal.to = {now[code].text, now[name].text, desk.file_id(), genesis, {}, {}};
    if (const auto event = event_at(desk.db, renewal.seq))
      tell(*event, before[box].text, now[box].text, renewal);
  }
  return out;
}

bool renewed_by(const std::vector<Renewal>& all, std::int64_t seq) {
  const auto its = [&](const Renewal& r) { return r.seq == seq; };
  const auto it = std::find_if(all.begin(), all.end(), its);
  return std::count_if(it, all.end(), its) == 1 && it->holds() &&
         (it == all.begin() || (it - 1)->to.sign == it->from.sign);
}

}  // namespace tmis::journal
