// Signatures (签字确认) of teachers over the audited content of a set: by their
// own key, or in ink, recorded by the manager. What was signed and changed since is stale by
// itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "people/person.h"
#include "workflow/standing.h"

namespace tmis::workflow {

struct SignDone {
  std::string id;     // signature#ROW
  std::string state;  // signed, refused
  std::int64_t event = -1;
  bool unchanged = false;
};
/// The teacher at the desk signs one of the own sets. Throws sign.not-audited (5), sign.no-set (2).
SignDone confirm(Desk& desk, const std::string& set);
/// The teacher at the desk objects to one of the own sets: it is not signed until it was changed or
/// the teacher signs after all. Throws usage.missing without a reason, sign.already-done (5).
SignDone refuse(Desk& desk, const std::string& set, const std::string& reason);
/// A signature in ink: `paper` names where the sheet is filed, or the code at its foot; then it
/// must be that form, and over the present content: sign.other-print, sign.stale-print (5).
SignDone record_signature(Desk& desk, const std::string& teacher, const std::string& set,
                          const std::string& paper);

/// One set of one dossier.
struct SignLine {
  people::Person teacher;
  std::string set;
  SetStanding standing;
  std::string day;  // of the signature; empty without one
  std::string by;   // login, of the file where it was given
};
/// Signatures that were made, stale ones too.
std::vector<SignLine> signatures(Desk& desk, const Permit& permit,
                                 std::optional<std::int64_t> teacher);
/// What is there to sign and isn't, or is stale.
std::vector<SignLine> missing_signatures(Desk& desk, const Permit& permit);

}  // namespace tmis::workflow
