// Inside this room: a package that passed checks 1 to 10, for those who read what is in it.
#pragma once

#include "exchange/channel.h"
#include "exchange/package_file.h"

namespace tmis::exchange {

struct Opened {
  PackageFile file;
  std::string hash;     // of the manifest
  Trusted from;         // the signer
  std::int64_t to = 0;  // organisation of this file
  Secret key;           // of the payload
  bool begins = false;  // the first one of its channel here, and the sender's n-th
  std::string reason;
  bool sets_aside = false;  // dossiers that rest on another content

  /// The key of the payload, by the seed that it is sealed to. Throws package.damaged.
  void open_key(const Secret& seed);
  [[noreturn]] void refuse(const Code& code, Args more = {}) const;
  /// What the event says that reads it.
  journal::Act act(journal::EventArgs more) const;
  /// The row that says it was read.
  PackageRow row() const;
};

/// The seed of `org`'s key with this id (hex): the present one, or one that was renewed since;
/// nullptr: of none.
const Secret* seed_of(Desk& desk, std::int64_t org, const std::string& key_id);

/// 13: record.rejected with all that doesn't fit.
[[noreturn]] void reject(Findings findings);

}  // namespace tmis::exchange
