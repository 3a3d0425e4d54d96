// Members in the order of their names' bytes, without spaces: that is the canonical form.
#include "journal/event.h"

#include <algorithm>
#include <concepts>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "base/text.h"
#include "keys/initial_password.h"

namespace tmis::journal {
namespace {

using nlohmann::json;

/// nlohmann would round a fraction; type_error as for its own refusals.
std::int64_t integer(const json& value) {
  if (!value.is_number_integer()) throw json::type_error::create(302, "no integer", &value);
  return value.get<std::int64_t>();
}

Value to_value(const json& value) {
  return value.is_number_integer() ? Value{integer(value)} : Value{value.get<std::string>()};
}

/// The members of an object, in the order in which they come. A text alone is quoted by nlohmann,
/// whose objects ask for memory when they are destroyed: no step may need any on its way back.
class Members {
 public:
  Members& add(std::string_view name, std::string_view text) {
    return raw(name, json(always_utf8(text)).dump());
  }
  template <std::integral Number>
  Members& add(std::string_view name, Number number) {
    return raw(name, std::to_string(number));
  }
  Members& raw(std::string_view name, std::string_view value) {
    out_.append(out_.empty() ? "{" : ",").append(json(always_utf8(name)).dump()).append(":");
    out_.append(value);
    return *this;
  }
  std::string text() const { return out_.empty() ? "{}" : out_ + "}"; }

 private:
  std::string out_;
};

/// Sorted; of two with one name the later counts.
std::string args_text(const EventArgs& args) {
  std::map<std::string_view, const Value*> sorted;
  for (const auto& [name, value] : args) sorted[name] = &value;
  Members out;
  for (const auto& [name, value] : sorted) {
    value->kind == Value::Kind::integer ? out.add(name, value->number) : out.add(name, value->text);
  }
  return out.text();
}

}  // namespace

std::string to_body(const Event& e) {
  Members out;
  out.add("actor", e.actor).raw("args", args_text(e.args)).add("file", e.file).add("key", e.key);
  out.add("kind", e.kind);
  if (!e.meaning.empty()) out.add("meaning", e.meaning);
  out.add("n", e.n).add("org", e.org).add("prev", e.prev);
  out.add("reason", e.reason).add("role", e.role);
  if (e.n > 0) out.add("root", e.root);
  out.add("seq", e.seq).add("t", e.t).add("tool", e.tool).add("v", 1);
  return out.text();
}

std::optional<Event> from_body(std::string_view text) {
  const json body = json::parse(text, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  try {
    Event e;
    e.seq = integer(body.at("seq"));
    e.actor = body.at("actor").get<std::string>();
    e.role = body.at("role").get<std::string>();
    e.org = body.at("org").get<std::string>();
    e.kind = body.at("kind").get<std::string>();
    e.meaning = body.value("meaning", "");
    e.reason = body.at("reason").get<std::string>();
    e.file = body.at("file").get<std::string>();
    e.key = body.at("key").get<std::string>();
    e.prev = body.at("prev").get<std::string>();
    e.root = body.value("root", "");
    e.t = body.at("t").get<std::string>();
    e.tool = body.at("tool").get<std::string>();
    e.n = static_cast<std::uint64_t>(integer(body.at("n")));
    for (const auto& [name, value] : body.at("args").items())
      e.args.emplace_back(name, to_value(value));
    // Not body.dump(): it calls itself for each level, and a body comes from anywhere.
    if (to_body(e) != text) return std::nullopt;
    return e;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

keys::Hash chain_hash(std::string_view body, std::string_view sig) {
  keys::Hasher hasher;
  hasher.update("tmis/chain/1\n");
  hasher.update(body);
  hasher.update(sig);
  return hasher.finish();
}

bool proves_first_login(const Event& event, std::string_view check) {
  const auto signature = from_hex(argument(event, "first_login").text);
  const auto file = from_hex(event.file), key = from_hex(event.key);
  return signature && file && key &&
         keys::is_first_login(check, *signature, *file, *key, event.actor);
}

std::string signed_bytes(std::string_view body) { return "tmis/event/1\n" + std::string{body}; }

Head head(store::Database& db) {
  auto last = db.statement("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1");
  Head found;
  if (last.step() && last.blob(1).size() == found.hash.size()) {
    found.seq = last.integer(0);
    std::copy_n(last.blob(1).begin(), found.hash.size(), found.hash.begin());
  }
  return found;
}

std::string last_time(store::Database& db) {
  auto last = db.statement("SELECT body FROM event ORDER BY seq DESC LIMIT 1");
  const auto event = last.step() ? from_body(last.blob(0)) : std::nullopt;
  return event ? event->t : "";
}

std::vector<Event> events_of_kind(store::Database& db, std::string_view kind) {
  auto rows = db.statement(
      "SELECT body FROM event WHERE instr(body, CAST('\"kind\":\"' || ? || '\"' AS BLOB)) > 0 "
      "ORDER BY seq");
  rows.with(kind);
  std::vector<Event> out;
  while (rows.step()) {
    auto event = from_body(rows.blob(0));
    if (event && event->kind == kind) out.push_back(std::move(*event));  // others may quote it
  }
  return out;
}

Value argument(const Event& event, std::string_view name) {
  for (const auto& [known, value] : event.args) {
    if (known == name) return value;
  }
  return {};
}

}  // namespace tmis::journal
