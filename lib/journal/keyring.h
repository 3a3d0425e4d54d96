// The keys that whoever sits at the desk can reach: from the own box key to organisation keys, from
// those to the keys of dossiers and to the index key. Rows of `key_wrap` lead from one to the next;
// what they give is compared with evidence, so that nobody slips in a key of his own.
//   alg 1: XChaCha20-Poly1305 under the parent's key,
//          AAD "tmis/wrap/1\n" ‖ file id[16] ‖ child ‖ "\n" ‖ parent
//   alg 2: crypto_box_seal to the parent's box key
//   names: `org:ROW`, `org:ROW:KEYID` (a seed that it had earlier, for what was sealed to it),
//   `dossier:TEACHER:NUMBER`, `batch:ID`, `index`; `account:ROW`, `recovery`
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "keys/box.h"
#include "keys/hash.h"
#include "keys/secret.h"
#include "store/database.h"

namespace tmis::journal {

inline constexpr std::size_t kKeySize = 32;

/// The key under which rows of a dossier are sealed, with its number; it stands in guarded memory
/// of the keyring.
struct DossierKey {
  std::uint32_t number = 0;
  std::string_view key;
};

class Keyring {
 public:
  /// From now on what is sealed to `pair` of `account` can be opened. `file_id` has 16 bytes.
  void unlock(std::string file_id, std::int64_t account, keys::BoxPair pair);
  /// The same with the recovery key.
  void unlock_recovery(std::string file_id, keys::BoxPair pair);

  /// The seed of an organisation, or nullptr when it isn't held. Throws journal.damaged when a wrap
  /// gives another key than the organisation's public one.
  const Secret* organisation(store::Database& db, std::int64_t org);
  /// The seed that an organisation had earlier, by the id of that key in hex. Throws
  /// journal.damaged when a wrap gives a key of another id.
  const Secret* earlier(store::Database& db, std::int64_t org, std::string_view key_id);
  /// The key of the keyed hashes of identity numbers; empty when it isn't held.
  std::string_view index(store::Database& db);
  /// The present key of a dossier; nothing when it isn't held.
  std::optional<DossierKey> dossier(store::Database& db, std::int64_t teacher);
  /// Has the present keys of many dossiers at hand, `teachers` in ascending order: one walk over
  /// the keys of all, where a search for each would take longer. What it doesn't open is left to
  /// `dossier`.
  void open_dossiers(store::Database& db, std::span<const std::int64_t> teachers);
  /// One of those at hand; touches no database and may be asked by several threads.
  const DossierKey* at_hand(std::int64_t teacher) const;
  /// One by its number, for rows that were sealed earlier; empty when it isn't held.
  std::string_view dossier(store::Database& db, std::int64_t teacher, std::uint32_t number);
  /// A copy of the key named, whatever it is of; nothing when it isn't held.
  std::optional<Secret> any(store::Database& db, const std::string& child);
  /// Opens an organisation's key anew when it is asked for again: it was renewed.
  void forget(std::int64_t org);
  /// The same for a dossier: it has a new key.
  void forget_dossier(std::int64_t teacher);

 private:
  struct Wrap {
    std::string parent;
    std::int64_t alg;
    std::string blob;
  };
  static std::vector<Wrap> wraps_of(store::Database& db, const std::string& child);
  const Secret* open(store::Database& db, const std::string& child);
  const Secret* open_parent(store::Database& db, std::string_view parent);
  std::optional<Secret> unwrap(store::Database& db, const std::string& child,
                               const std::string& parent, std::int64_t alg, std::string_view blob);
  void check(store::Database& db, const std::string& child, const Secret& key) const;
  std::string_view open_dossier(store::Database& db, const std::string& child);
  std::string_view open_in_page(store::Database& db, std::string_view child,
                                std::string_view parent, std::string_view blob);
  void check_dossier(const DossierKey& key, std::int64_t teacher, std::string_view check) const;
  unsigned char* next_place();
  std::string_view keep(const Secret& key);

  std::string file_id_;
  std::string own_;  // the parent name of the own pair
  std::optional<keys::BoxPair> pair_;
  std::unordered_map<std::string, std::optional<Secret>> opened_;  // organisations, batches, index
  // Keys of dossiers are many: each in a page of its own would be too dear.
  std::vector<Secret> pages_;
  std::size_t used_ = 0;
  std::unordered_map<std::string, std::string_view> dossiers_;
  std::unordered_map<std::int64_t, DossierKey> present_;
};

/// Names of keys in `key_wrap`.
std::string org_key_name(std::int64_t org);
std::string earlier_key_name(std::int64_t org, std::string_view key_id);
std::string account_key_name(std::int64_t account);
std::string dossier_key_name(std::int64_t teacher, std::uint32_t number);
inline constexpr std::string_view kIndexKey = "index";
inline constexpr std::string_view kRecoveryKey = "recovery";

/// Keeps `key` under the name `child`, sealed to the box key of `parent` (alg 2). A wrap that is
/// there already is replaced.
void seal_key(store::Database& db, std::string_view child, std::string_view parent,
              const keys::PublicKey& receiver, const Secret& key);
/// The same under the key of `parent` (alg 1).
void wrap_key(store::Database& db, std::string_view file_id, std::string_view child,
              std::string_view parent, const Secret& parent_key, const Secret& key);

/// Everything that lies under the key of organisation `org`, from now on under another seed.
/// Returns how many keys these are. Throws journal.damaged when one doesn't open.
std::size_t wrap_anew(store::Database& db, std::string_view file_id, std::int64_t org,
                      const Secret& before, const Secret& after);

/// What the row of a teacher keeps of the dossier key: BLAKE2b-128, keyed by it, of
/// "tmis/dossier/1\n" ‖ file id[16] ‖ teacher u64 ‖ number u32.
keys::Hash128 dossier_check(std::string_view key, std::string_view file_id, std::int64_t teacher,
                            std::uint32_t number);

}  // namespace tmis::journal
