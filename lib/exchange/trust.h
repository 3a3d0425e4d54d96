// Whose packages this file believes: the public keys of organisations of other files, taken in by
// an administrator who compared the fingerprint by paper or telephone. Never on first use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "journal/desk.h"
#include "keys/key_pair.h"

namespace tmis::exchange {

/// What one organisation gives to another: its keys, and the first event of its file, on which all
/// its proofs rest. As JSON: {tmis_key: 1, org, name, file, genesis, alg, sign, box}, hex.
struct OrgKey {
  std::string code, name;
  std::string file;     // id, hex
  std::string genesis;  // hash of event 0, hex
  keys::PublicKey sign{}, box{};

  keys::KeyId id() const { return keys::key_id(sign, box); }
};

std::string to_json(const OrgKey& key);
/// Throws trust.malformed (3) naming `file`.
OrgKey org_key_of(std::string_view json, const std::string& file);
/// 8 groups of 4 symbols of Crockford base32: the first 20 bytes of H("tmis/org-key/1\n" ‖ the
/// canonical JSON).
std::string fingerprint(const OrgKey& key);
/// Whether what somebody typed is this fingerprint; case, dashes and spaces don't count.
bool is_fingerprint(const OrgKey& key, std::string_view typed);

/// The key of an organisation of this file. Throws key.needed.
OrgKey own_key(Desk& desk, std::int64_t org);

struct Trusted {
  std::int64_t row = 0;
  std::int64_t org = 0;  // in this file's tree
  OrgKey key;
  bool revoked = false;
};
/// By key id in hex.
std::optional<Trusted> trusted_key(Desk& desk, std::string_view key_id);
/// The key of `org` that is believed now; nothing for an organisation of this file itself.
std::optional<Trusted> trusted_org(Desk& desk, std::int64_t org);

struct TrustDone {
  std::string fingerprint;
  std::int64_t event = -1;
  bool unchanged = false;
};
/// From now on packages of organisation `code` are believed when they are signed with `key`; an
/// earlier key of it isn't any more. Throws org.not-found (6), trust.other-org (3), trust.own (5).
TrustDone trust(Desk& desk, const std::string& code, const OrgKey& key);
/// None of its keys is believed any more. Throws trust.none (6).
TrustDone distrust(Desk& desk, const std::string& code, const std::string& reason);

}  // namespace tmis::exchange
