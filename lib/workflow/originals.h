// Originals (证件原件): which a dossier calls for, which were seen. Certificate numbers are sealed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "journal/transaction.h"
#include "people/person.h"

namespace tmis::workflow {

/// One that was recorded.
struct Original {
  std::int64_t row = 0;
  people::Person teacher;
  std::string kind;
  std::string number;  // masked
  bool seen = false;   // the original itself, not a copy
  std::string file_name, file_hash;
  std::string day;  // on which it was last recorded
  std::string by;   // login
};

struct NewOriginal {
  std::string teacher;
  std::string kind;    // one that a table calls for, by id or name
  std::string number;  // of the paper
  std::string file;    // a scan, whose hash is kept; may be empty
  bool seen = false;
};
struct OriginalDone {
  std::string id;     // original#ROW
  std::string state;  // seen, recorded
  std::int64_t event = -1;
  bool unchanged = false;
};
/// Records an original, or that one known already was seen. Throws usage.value for an unknown kind,
/// evidence.number (2) for an empty number, file.*.
OriginalDone add_original(Desk& desk, NewOriginal original);
/// The same where teacher, kind and the permit for this dossier are known already.
OriginalDone keep_original(Desk& desk, const Permit& permit, const people::Person& person,
                           const NewOriginal& original);

/// A number as it is compared: half-width, composed, upper case, without spaces around. Throws
/// evidence.number when nothing is left of it.
std::string paper_number(std::string number);
/// The keyed hash under which a paper of this kind is found. Throws key.needed.
std::string paper_key(Desk& desk, const std::string& kind, const std::string& number);

/// Those in the reach of a permit; `teacher` only this dossier.
std::vector<Original> originals(Desk& desk, const Permit& permit,
                                std::optional<std::int64_t> teacher);

/// An original of another file, within the transaction that takes its teacher over: `columns` as
/// they stood there, `open` gives what its seal holds. Sealed anew here.
void bring_original(
    Desk& desk, journal::Transaction& tx, Values columns, std::int64_t teacher,
    const std::function<std::string(std::string_view sealed, std::uint32_t version)>& open);

/// Whether an original of this kind was seen; with `number` the one that bears it.
bool original_seen(Desk& desk, std::int64_t teacher, const std::string& kind,
                   const std::string& number = {});

/// A kind that a dossier calls for more often than it was seen.
struct MissingOriginal {
  people::Person teacher;
  std::string kind;
  std::int64_t called = 0, seen = 0;
  std::vector<std::string> sets;  // tables that call for it
};
std::vector<MissingOriginal> missing_originals(Desk& desk, const Permit& permit,
                                               std::optional<std::int64_t> teacher);

}  // namespace tmis::workflow
