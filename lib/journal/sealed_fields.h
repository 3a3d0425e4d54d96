// The sealed column of a row: its sensitive fields in one blob under the dossier's key.
//   alg u8 = 1 ‖ key number u32 ‖ nonce[24] ‖ XChaCha20-Poly1305 of the fields' canonical JSON
//   AAD: "tmis/seal/1\n" ‖ file id[16] ‖ table u16 ‖ row u64 ‖ seal_version u32
// File and row are those of the origin, so that a dossier which moves keeps its blobs; seal_version
// is the version of the row that made the blob, and stays when only plain columns change.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/value.h"
#include "journal/keyring.h"
#include "schema/field_set.h"

namespace tmis::journal {

/// Where a blob belongs: on another row or as another version it doesn't open.
struct SealPlace {
  std::string file_id;  // 16 bytes, of the file the row comes from
  std::uint16_t table = 0;
  std::int64_t row = 0;
  std::uint32_t version = 0;
};

/// Appends a blob to `out`. `nonce` has 24 bytes that were never used before.
void append_blob(const DossierKey& key, const SealPlace& place, std::string_view nonce,
                 std::string_view plain, std::string& out);
/// The number of the key that a blob wants. Throws journal.damaged when it is no blob.
std::uint32_t key_number(std::string_view blob);
/// Replaces `plain` by what was sealed. Throws journal.damaged when key or place are others.
void open_blob(std::string_view key, const SealPlace& place, std::string_view blob,
               std::string& plain);

/// Canonical JSON of the sensitive fields that aren't null, keys sorted by bytes.
void sealed_json(const schema::FieldSet& set, std::span<const Value> values, std::string& out);
/// The way back into `values`. Throws journal.damaged for anything that sealed_json doesn't write.
void from_sealed_json(const schema::FieldSet& set, std::string_view json, Values& values);

}  // namespace tmis::journal
