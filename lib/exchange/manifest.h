// What a package says of itself, before anything in it is opened: canonical JSON, the bytes that
// are signed.
//   v, min_reader      1: format; and the oldest reader that understands it: 1, or 2 where dossiers
//                      come with their road (report_lines)
//   kind               report, receipt, transfer, credit, results (rotation is for later)
//   id                 128 random bits in hex
//   from, to           {org, file, key}, {org, key}: codes, file id, ids of the organisations' keys
//   n, prev            counter of this channel from 1, hash of its last manifest (64 zeros first)
//   t, head            when; {seq, hash} of the sender's journal before the event that sends
//   schema, campaign   hash of the field sets in force; id of the campaign or empty
//   counts             {table: rows}
//   payload            {hash, size, plain_size, seal {key id: base64}}
//   ref                {id, hash}, only in a receipt: the package it is about
//   x                  anything; readers pass it over
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tmis::exchange {

inline constexpr std::int64_t kFormat = 2;  // the newest that this program reads
inline constexpr std::int64_t kRoadFormat = 2;
inline constexpr std::size_t kMostManifest = 65'536;                 // bytes
inline constexpr std::int64_t kMostPayload = std::int64_t{2} << 30;  // bytes
inline constexpr std::int64_t kMostPlain = std::int64_t{8} << 30;    // bytes
inline constexpr std::string_view kReport = "report";
inline constexpr std::string_view kReceipt = "receipt";
inline constexpr std::string_view kTransfer = "transfer";
inline constexpr std::string_view kRotation = "rotation";
inline constexpr std::string_view kCredits = "credit";
inline constexpr std::string_view kResults = "results";

struct Manifest {
  struct Ref {
    std::string id, hash;
  };

  std::int64_t min_reader = 1;
  std::string kind, id;
  std::string from_org, from_file, from_key;
  std::string to_org, to_key;
  std::int64_t n = 0;
  std::string prev;
  std::string t;
  std::int64_t head_seq = 0;
  std::string head_hash;
  std::string schema, campaign;
  std::map<std::string, std::int64_t> counts;
  std::string payload_hash;
  std::int64_t payload_size = 0, plain_size = 0;
  std::map<std::string, std::string> seal;  // bytes of the sealed file key, by receiver's key id
  std::optional<Ref> ref;
};

std::string to_text(const Manifest& manifest);
/// Nothing when the text isn't canonical, lacks a key, has an unknown one, or a value of another
/// form or beyond its limits. What `min_reader` means is left to the reader.
std::optional<Manifest> manifest_of(std::string_view text);

/// H of the manifest's bytes, in hex: how packages name one another.
std::string manifest_hash(std::string_view text);

/// Whether `text` is `digits` lower-case hex digits.
bool is_hex(std::string_view text, std::size_t digits);

}  // namespace tmis::exchange
