// One event a command that writes: who did what, when, over which rows, chained to the one before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.h"
#include "keys/hash.h"
#include "store/database.h"

namespace tmis::journal {

/// The kind of event that erases versions of rows, and the only one that may.
inline constexpr std::string_view kErase = "erase";

/// Named facts of an event: ids, codes, counts, hashes of files. Never values of sealed fields.
using EventArgs = std::vector<std::pair<std::string, Value>>;

/// The body of an event. Hex is lower case; `t` is base/date's to_iso(Instant).
struct Event {
  std::int64_t seq = 0;
  std::string actor;  // login
  std::string role;
  std::string org;   // code of the organisation acted for
  std::string kind;  // the command: "record.import"
  std::string
      meaning;  // fill, audit, confirm, sign, report, transfer, credit, lock, commit; or empty
  std::string reason;
  std::string file;  // id of the file
  std::string key;   // id of the signing key
  std::string prev;  // hash of the event before; 64 zeros for the first
  std::string root;  // Merkle root over the items; empty when n = 0
  std::string t;
  std::string tool;  // version of the program
  std::uint64_t n = 0;
  EventArgs args;
};

/// Canonical JSON: keys sorted by bytes, no spaces, integers and strings only.
std::string to_body(const Event& event);
/// Nothing when the text is no body of an event, or not in canonical form.
std::optional<Event> from_body(std::string_view body);

/// H("tmis/chain/1\n" ‖ body ‖ sig).
keys::Hash chain_hash(std::string_view body, std::string_view sig);
/// Whether the event, signed by a key that it brings itself, carries the signature of the initial
/// password with this check (keys/initial_password): its first login.
bool proves_first_login(const Event& event, std::string_view check);

/// What is signed: "tmis/event/1\n" ‖ body.
std::string signed_bytes(std::string_view body);

/// The last event: seq −1 and zeros in a file without one.
struct Head {
  std::int64_t seq = -1;
  keys::Hash hash{};
};
Head head(store::Database& db);
/// Its number alone.
inline std::int64_t head_seq(store::Database& db) { return head(db).seq; }
/// The events of one kind, in their order; those that can't be read are left out.
std::vector<Event> events_of_kind(store::Database& db, std::string_view kind);
/// What an event says under a name; null where it says nothing.
Value argument(const Event& event, std::string_view name);
/// Its time as it stands there; empty in a file without events.
std::string last_time(store::Database& db);

}  // namespace tmis::journal
