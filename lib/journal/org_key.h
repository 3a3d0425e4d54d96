// The public key of an organisation, and how one leads to the next: each renewal is an event
// `key.rotate` that names the organisation and carries the word of the key before. Whom another
// file believes is left to exchange/trust.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "journal/event.h"
#include "keys/key_pair.h"

namespace tmis::journal {

/// What one organisation gives to another: its keys, and the first event of its file, on which all
/// its proofs rest.
struct OrgKey {
  std::string code, name;
  std::string file;     // id, hex
  std::string genesis;  // hash of event 0, hex
  keys::PublicKey sign{}, box{};

  keys::KeyId id() const { return keys::key_id(sign, box); }
};

/// Canonical JSON {alg, box, file, genesis, name, org, sign, tmis_key: 1}, hex: the bytes of
/// fingerprints and renewals.
std::string canonical(const OrgKey& key);

/// From one key of an organisation to its next. `seq`: the event that says so in the file itself.
struct Renewal {
  std::int64_t seq = -1;
  OrgKey from, to;
  std::string sig;  // Ed25519 of `from` over "tmis/org-key-renewal/1\n" ‖ canonical(to)

  static std::string sign(const keys::KeyPair& from, const OrgKey& to);
  /// Whether the key before has signed the new one.
  bool holds() const;
};

/// The command, in the words of the matrix, that renews a key, and the kind of its event.
inline constexpr std::string_view kRenewCommand = "org key --renew";
inline constexpr std::string_view kRotate = "key.rotate";
/// What the event says of a renewal.
EventArgs to_args(const Renewal& renewal);
/// Whether an event of the kind kRotate is about an organisation's key, not about the signer's own.
bool renews_organisation(const Event& event);

/// The renewals of an organisation (row), the oldest first: one for each version of its row that
/// has another box key than the one before. Where the event doesn't tell of just these keys, `sig`
/// is empty and the renewal doesn't hold.
std::vector<Renewal> renewals(Desk& desk, std::int64_t org);
/// Whether event `seq` made just one of these renewals, and it holds and begins with the key with
/// which the one before it ended.
bool renewed_by(const std::vector<Renewal>& all, std::int64_t seq);

}  // namespace tmis::journal
