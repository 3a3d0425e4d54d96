// The file's JSON is made and read here; the master's hex digits never pass through a JSON library,
// which would leave copies in ordinary memory.
#include "access/session.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "access/session_file.h"
#include "base/error.h"
#include "base/text.h"
#include "keys/hash.h"
#include "keys/seal.h"

namespace tmis::access {
namespace {

constexpr std::string_view kMaster = ",\"master\":\"";
constexpr std::string_view kEnd = "\"}";
constexpr std::string_view kSealed = "tmis/session/1\n";  // additional data of a sealed master

/// All of the file but the master.
struct Record {
  std::int64_t account = 0;
  std::string key;
  std::string boot;
  std::int64_t leader = 0;
  std::uint64_t leader_start = 0;
  std::int64_t terminal = 0;
  std::int64_t created = 0;
  std::int64_t used = 0;
  std::int64_t password_at = 0;
  bool sealed = false;
  Secret master;  // hex digits
};

Secret to_bytes(const Record& r) {
  std::string head = nlohmann::json{
      {"account", r.account},
      {"key", r.key},
      {"boot", r.boot},
      {"leader", r.leader},
      {"leader_start", r.leader_start},
      {"terminal", r.terminal},
      {"created", r.created},
      {"used", r.used},
      {"password_at", r.password_at},
      {"sealed",
       r.sealed}}.dump();
  head.pop_back();  // the closing brace: the master is the last member
  head.append(kMaster);
  Secret bytes{head.size() + r.master.size() + kEnd.size()};
  unsigned char* out = bytes.data();
  std::memcpy(out, head.data(), head.size());
  std::memcpy(out + head.size(), r.master.data(), r.master.size());
  std::memcpy(out + head.size() + r.master.size(), kEnd.data(), kEnd.size());
  return bytes;
}

/// Nothing when the bytes are no session: half written, or another program's.
std::optional<Record> from_bytes(const Secret& bytes) {
  const std::string_view all = bytes.view();
  const auto at = all.find(kMaster);
  if (at == std::string_view::npos || !all.ends_with(kEnd)) return std::nullopt;
  const auto digits = all.substr(at + kMaster.size());
  Record r;
  r.master = Secret{digits.substr(0, digits.size() - kEnd.size())};
  try {
    const nlohmann::json head = nlohmann::json::parse(std::string{all.substr(0, at)} + "}");
    r.account = head.at("account").get<std::int64_t>();
    r.key = head.at("key").get<std::string>();
    r.boot = head.at("boot").get<std::string>();
    r.leader = head.at("leader").get<std::int64_t>();
    r.leader_start = head.at("leader_start").get<std::uint64_t>();
    r.terminal = head.at("terminal").get<std::int64_t>();
    r.created = head.at("created").get<std::int64_t>();
    r.used = head.at("used").get<std::int64_t>();
    r.password_at = head.at("password_at").get<std::int64_t>();
    r.sealed = head.at("sealed").get<bool>();
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
  return r;
}

std::optional<Record> read_record(const std::string& path) {
  const auto file = OwnFile::open(path, false);
  return file ? from_bytes(file->read()) : std::nullopt;
}

bool is_live(const Record& r, const Surroundings& here) {
  const bool same_place = r.boot == here.boot && r.leader == here.leader &&
                          r.leader_start == here.leader_start && r.terminal == here.terminal;
  // Uptime goes forward within a boot: a session begun in the future was written by someone else.
  // It may have been used in it, by a command that looked at the clock after this one did.
  const bool in_time = r.created <= r.used && r.created <= here.uptime && r.password_at <= r.used &&
                       here.uptime - r.used <= kSessionIdle &&
                       here.uptime - r.created <= kSessionLife;
  return same_place && in_time;
}

/// The master key as it was remembered; nothing without its token.
std::optional<Secret> master_of(const Record& r, std::string_view token) {
  auto stored = keys::secret_from_hex(r.master.view());
  if (!stored || !r.sealed) return stored;
  const auto key = keys::secret_from_hex(token);
  if (!key || key->size() != keys::kSealKeySize) return std::nullopt;
  return keys::unseal(*key, stored->view(), kSealed);
}

void store(const std::string& path, const Surroundings& here, Record r) {
  if (here.leader_start == 0) throw Error{codes::session_no_leader};
  r.boot = here.boot;
  r.leader = here.leader;
  r.leader_start = here.leader_start;
  r.terminal = here.terminal;
  r.created = r.used = r.password_at = here.uptime;
  OwnFile::create(path).write(to_bytes(r).view());
}

}  // namespace

Sessions::Sessions(const keys::FileId& file, Surroundings here)
    : path_(here.folder + "/" + keys::hex(file) + "-" + std::to_string(here.leader) + ".json"),
      here_(std::move(here)) {}

void Sessions::remember(std::int64_t account, const keys::KeyId& key, const Secret& master) {
  make_own_folder(here_.folder);
  forget();
  Record r;
  r.account = account;
  r.key = keys::hex(key);
  r.master = keys::secret_to_hex(master);
  store(path_, here_, std::move(r));
}

std::string Sessions::remember_sealed(std::int64_t account, const keys::KeyId& key,
                                      const Secret& master) {
  make_own_folder(here_.folder);
  forget();
  const Secret token = keys::random_secret(keys::kSealKeySize);
  Record r;
  r.account = account;
  r.key = keys::hex(key);
  r.sealed = true;
  r.master = Secret{to_hex(keys::seal(token, master.view(), kSealed))};
  store(path_, here_, std::move(r));
  return to_hex(token.view());
}

std::optional<Session> Sessions::find(std::string_view token) {
  const auto r = read_record(path_);
  if (!r || !is_live(*r, here_)) {
    forget();
    return std::nullopt;
  }
  auto master = master_of(*r, token);
  const auto key = from_hex(r->key);
  if (!master || !key || key->size() != sizeof(keys::KeyId)) return std::nullopt;
  Session session;
  session.account = r->account;
  session.key = keys::to_array<sizeof(keys::KeyId)>(*key);
  session.master = std::move(*master);
  session.terminal = r->terminal != 0;
  session.password_age = std::max<std::int64_t>(0, here_.uptime - r->password_at);
  return session;
}

void Sessions::use(bool with_password) {
  const auto file = OwnFile::open(path_, true);
  if (!file) return;
  auto r = from_bytes(file->read());
  if (!r || !is_live(*r, here_)) return;
  r->used = std::max(r->used, here_.uptime);
  if (with_password) r->password_at = r->used;
  file->write(to_bytes(*r).view());
}

void Sessions::touch() { use(false); }
void Sessions::password_given() { use(true); }

void Sessions::forget_of(std::int64_t account) {
  const auto r = read_record(path_);
  if (r && r->account == account) forget();
}

bool Sessions::forget() {
  const auto file = OwnFile::open(path_, true);
  if (!file) return false;
  file->overwrite();
  return ::unlink(path_.c_str()) == 0;
}

}  // namespace tmis::access
