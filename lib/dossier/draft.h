// What was typed into a form that isn't stored yet, kept on this machine until it is. It is sealed
// for the account: a draft may hold what the file itself holds only sealed.
//   $XDG_STATE_HOME/tmis/drafts/<file id>-<32 hex digits>, mode 0600: keys/seal of a JSON object
//   under crypto_kdf(master, 1, "tmisdrft"), AAD "tmis/draft/1\n" ‖ the file's name. The digits are
//   BLAKE2b-128, keyed by crypto_kdf(master, 2, "tmisdrft"), of what is filled in: the name tells
//   nothing either.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "journal/desk.h"

namespace tmis::dossier {

struct Draft {
  std::string at;                                           // the field that comes next, by id
  std::string saved;                                        // when, ISO
  std::uint32_t version = 0;                                // of the row that is being changed
  std::vector<std::pair<std::string, std::string>> values;  // field id, value as files have it
};

/// The place of one draft: of one row or new row (`what`), by whoever sits at the desk.
class DraftPlace {
 public:
  /// `folder`: of this machine's state.
  DraftPlace(Desk& desk, const std::string& folder, const std::string& what);

  /// What was kept; nothing when there is none, or it can't be opened by this account's key.
  std::optional<Draft> kept() const;
  /// Lasting when it returns; a draft that was kept before is replaced. In a rehearsal nothing is
  /// written. Throws session.unsafe, file.unwritable.
  void keep(const Draft& draft) const;
  void forget() const;

 private:
  Desk& desk_;
  std::string folder_, name_;
};

}  // namespace tmis::dossier
