// Whose packages this file believes: the public keys of organisations of other files, taken in by
// an administrator who compared the fingerprint by paper or telephone. Never on first use; but a
// key that is trusted may sign its own successor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/desk.h"
#include "journal/org_key.h"

namespace tmis::exchange {

using journal::OrgKey;

/// What one organisation gives to another: its key, and how earlier ones led to it, the oldest
/// first. As JSON: {tmis_key: 1, org, name, file, genesis, alg, sign, box, renewals: [{sign, box,
/// signature}]}, hex; each renewal is the key before, with its signature over the next one.
struct KeyFile {
  OrgKey key;
  std::vector<journal::Renewal> renewals;
};

std::string to_json(const KeyFile& file);
/// Throws trust.malformed (3) naming `name`, also where a renewal doesn't hold.
KeyFile key_file_of(std::string_view json, const std::string& name);
/// 8 groups of 4 symbols of Crockford base32: the first 20 bytes of H("tmis/org-key/1\n" ‖ the
/// canonical JSON).
std::string fingerprint(const OrgKey& key);
/// Whether what somebody typed is this fingerprint; case, dashes and spaces don't count.
bool is_fingerprint(const OrgKey& key, std::string_view typed);

/// The key of an organisation of this file. Throws key.needed.
KeyFile own_key(Desk& desk, std::int64_t org);

/// `state`: trusted; renewed, when it has signed its successor: then it holds for what was on its
/// way; revoked. Of the keys of an organisation that aren't revoked, a later one has a higher row.
struct Trusted {
  std::int64_t row = 0;
  std::int64_t org = 0;  // in this file's tree
  OrgKey key;
  std::string state = "trusted";
};
/// By key id in hex.
std::optional<Trusted> trusted_key(Desk& desk, std::string_view key_id);
/// The key of `org` that is believed now; nothing for an organisation of this file itself.
std::optional<Trusted> trusted_org(Desk& desk, std::int64_t org);

/// Whether the key that is trusted now for organisation `code` has signed the one of this file, by
/// itself or by others between the two. Throws org.not-found (6).
bool signed_by_trusted(Desk& desk, const std::string& code, const KeyFile& file);

struct TrustDone {
  std::string fingerprint;
  std::string signed_by;  // id of the key that was trusted and has signed it, hex; else empty
  std::int64_t event = -1;
  bool unchanged = false;
};
/// From now on packages of organisation `code` are believed when they are signed with this key. The
/// one before is renewed when it has signed it, else revoked like all others. `compared`: somebody
/// vouches for the fingerprint; needed where no trusted key does. Throws org.not-found (6),
/// trust.other-org (3), trust.own (5), trust.fingerprint (8).
TrustDone trust(Desk& desk, const std::string& code, const KeyFile& file, bool compared);
/// None of its keys is believed any more. Throws trust.none (6).
TrustDone distrust(Desk& desk, const std::string& code, const std::string& reason);

}  // namespace tmis::exchange
