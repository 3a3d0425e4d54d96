// A checkpoint: the head of the chain at a time, signed, in the hands of somebody else. Whoever
// holds one can tell later whether the file was cut, put back or written anew behind it.
//
//   tmis/<file id, hex>
//   <seq>
//   <base64 of the hash of event seq>
//   <time>
//   (an empty line)
//   — <organisation> <base64(key id[4] ‖ Ed25519("tmis/checkpoint/1\n" ‖ the four lines))>
//
// The short form, for paper: seq and the first 20 bytes of the hash in Crockford base32, in groups.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "journal/desk.h"
#include "journal/event.h"
#include "journal/verify.h"

namespace tmis::journal {

/// "12 603G-PEKK-K431-…", as it stands at the foot of forms.
std::string short_form(const Head& head);

/// The present head, signed by whoever sits at the desk, for `org` (code).
std::string checkpoint(Desk& desk, std::string_view org);

/// A checkpoint as it reads. The short form has 20 bytes of the hash, and neither file nor
/// signature.
struct Checkpoint {
  std::string file;
  std::int64_t seq = 0;
  std::string hash;
  std::string lines;  // what is signed
  std::string note;   // key id[4] ‖ signature

  /// Whether this key, with this id, signed it.
  bool signed_by(std::string_view key_id, const keys::PublicKey& key) const;
};
/// Throws checkpoint.malformed (3) for a text that is none.
Checkpoint read_checkpoint(std::string_view text);

/// What a checkpoint, whole or short, says against this file; nothing when it fits. Throws
/// checkpoint.malformed (3) for a text that is none.
std::optional<Discrepancy> against(Desk& desk, std::string_view checkpoint);

}  // namespace tmis::journal
