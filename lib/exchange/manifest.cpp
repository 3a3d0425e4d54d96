// nlohmann's objects are sorted maps and dump() writes no spaces: that is the canonical form.
#include "exchange/manifest.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "keys/base64.h"
#include "keys/hash.h"
#include "schema/json_document.h"

namespace tmis::exchange {
namespace {

using nlohmann::json;

constexpr std::size_t kHash = 64, kId = 32;
constexpr std::size_t kDepth = 16;

/// Why a manifest is none; never leaves this file.
struct Malformed {};

void want(bool holds) {
  if (!holds) throw Malformed{};
}

/// Exactly these keys; `may` one that can be missing.
void want_keys(const json& object, std::initializer_list<std::string_view> keys,
               std::initializer_list<std::string_view> may = {}) {
  want(object.is_object());
  for (const std::string_view key : keys) want(object.contains(key));
  for (const auto& [key, value] : object.items()) {
    const auto is = [&name = key](std::string_view known) { return known == name; };
    want(std::any_of(keys.begin(), keys.end(), is) || std::any_of(may.begin(), may.end(), is));
  }
}

std::string word(const json& object, const char* key) {
  const json& value = object.at(key);
  want(value.is_string());
  return value.get<std::string>();
}

std::string hex_word(const json& object, const char* key, std::size_t digits) {
  std::string value = word(object, key);
  want(is_hex(value, digits));
  return value;
}

std::int64_t number(const json& object, const char* key, std::int64_t least, std::int64_t most) {
  const json& value = object.at(key);
  want(value.is_number_integer());
  const auto n = value.get<std::int64_t>();
  want(n >= least && n <= most);
  return n;
}

void read_payload(const json& payload, Manifest& out) {
  want_keys(payload, {"hash", "plain_size", "seal", "size"});
  out.payload_hash = hex_word(payload, "hash", kHash);
  out.payload_size = number(payload, "size", 0, kMostPayload);
  out.plain_size = number(payload, "plain_size", 0, kMostPlain);
  want(payload.at("seal").is_object());
  for (const auto& [key, sealed] : payload.at("seal").items()) {
    want(is_hex(key, kId) && sealed.is_string());
    const auto bytes = keys::from_base64(sealed.get<std::string>());
    want(bytes.has_value());
    out.seal[key] = *bytes;
  }
}

Manifest read(const json& all) {
  constexpr std::int64_t kMost = std::int64_t{1} << 53;
  want_keys(all,
            {"campaign", "counts", "from", "head", "id", "kind", "min_reader", "n", "payload",
             "prev", "schema", "t", "to", "v"},
            {"ref", "x"});
  Manifest out;
  number(all, "v", 1, kMost);
  out.min_reader = number(all, "min_reader", 1, kMost);
  out.kind = word(all, "kind");
  out.id = hex_word(all, "id", kId);
  const json& from = all.at("from");
  want_keys(from, {"file", "key", "org"});
  out.from_org = word(from, "org");
  out.from_file = hex_word(from, "file", kId);
  out.from_key = hex_word(from, "key", kId);
  const json& to = all.at("to");
  want_keys(to, {"key", "org"});
  out.to_org = word(to, "org");
  out.to_key = hex_word(to, "key", kId);
  out.n = number(all, "n", 1, kMost);
  out.prev = hex_word(all, "prev", kHash);
  out.t = word(all, "t");
  const json& head = all.at("head");
  want_keys(head, {"hash", "seq"});
  out.head_seq = number(head, "seq", 0, kMost);
  out.head_hash = hex_word(head, "hash", kHash);
  out.schema = hex_word(all, "schema", kHash);
  out.campaign = word(all, "campaign");
  want(all.at("counts").is_object());
  for (const auto& [table, rows] : all.at("counts").items()) {
    want(rows.is_number_integer());
    out.counts[table] = rows.get<std::int64_t>();
  }
  read_payload(all.at("payload"), out);
  want((out.kind == kReceipt) == all.contains("ref"));
  if (all.contains("ref")) {
    const json& ref = all.at("ref");
    want_keys(ref, {"hash", "id"});
    out.ref = Manifest::Ref{hex_word(ref, "id", kId), hex_word(ref, "hash", kHash)};
  }
  return out;
}

}  // namespace

std::string to_text(const Manifest& m) {
  json seal = json::object();
  for (const auto& [key, sealed] : m.seal) seal[key] = keys::base64(sealed);
  json all = {{"v", 1},
              {"min_reader", m.min_reader},
              {"kind", m.kind},
              {"id", m.id},
              {"from", {{"org", m.from_org}, {"file", m.from_file}, {"key", m.from_key}}},
              {"to", {{"org", m.to_org}, {"key", m.to_key}}},
              {"n", m.n},
              {"prev", m.prev},
              {"t", m.t},
              {"head", {{"seq", m.head_seq}, {"hash", m.head_hash}}},
              {"schema", m.schema},
              {"campaign", m.campaign},
              {"counts", m.counts},
              {"payload",
               {{"hash", m.payload_hash},
                {"size", m.payload_size},
                {"plain_size", m.plain_size},
                {"seal", seal}}}};
  if (m.counts.empty()) all["counts"] = json::object();
  if (m.ref) all["ref"] = {{"id", m.ref->id}, {"hash", m.ref->hash}};
  return all.dump();
}

std::optional<Manifest> manifest_of(std::string_view text) {
  if (text.size() > kMostManifest) return std::nullopt;
  try {
    const json all = schema::read_json(text, kDepth);
    if (all.dump() != text) return std::nullopt;
    return read(all);
  } catch (const Malformed&) {
    return std::nullopt;
  } catch (const Error&) {  // document.syntax
    return std::nullopt;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

std::string manifest_hash(std::string_view text) { return keys::hex(keys::hash(text)); }

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace tmis::exchange
