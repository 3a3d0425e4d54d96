// Transfer of a person between schools (调动): the receiving school applies, its authority
// confirms, the releasing school and its authority let go, the receiving school takes the file over
// (调档). Who may take which step when, the machine `transfer` and the matrix say.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "journal/desk.h"
#include "people/person.h"
#include "workflow/case_file.h"

namespace tmis::workflow {

inline constexpr std::string_view kTransferTable = "transfer_case";

struct TransferApplication {
  std::string teacher = {};        // teacher number or identity number, in full
  std::string from = {}, to = {};  // codes; `to` empty: one's own
  std::string type = {};           // code transfer_type 1 or 2, or its label; empty: 1
  std::string month =
      {};  // YYYY-MM from which the person serves here; empty: that of the taking over
  std::string position = {};       // of the new row of work experience; empty: the one held before
  std::string rotation_type = {};  // with type 2: code rotation_type
  std::string reason = {};
  std::string from_authority =
      {};  // code; where `from` has a file of its own and stands alone here
};
struct TransferDone {
  std::string id, state;
  std::int64_t event = -1;
  std::int64_t rows = 0;  // of the dossier that changed with it
  bool unchanged = false;
  bool key_given = true;           // false: the teacher needs a new initial password
  std::vector<std::string> ended;  // logins that lost roles at the old school
  Findings findings;               // what moves unfinished
};

/// Where the releasing school has a file of its own nobody is looked for: the person is named by
/// teacher number (transfer.number-only, 2), and its authority too where it isn't known
/// (usage.missing). Throws teacher.not-found (6) for any mismatch of person and school, after five
/// of them transfer.wait (4) for a while; transfer.same-school (2), transfer.already-open,
/// transfer.no-authority, dossier.closed, person.claim-open (5).
TransferDone apply_transfer(Desk& desk, const TransferApplication& given);
Permit apply_permit(Desk& desk, const std::string& to);

/// One step of a case. `as`: code of the organisation acted for.
struct TransferStep {
  std::string id = {}, as = {}, note = {};
  /// Where the receiving school has a file of its own: seals the dossier for it, when the releasing
  /// school confirms.
  std::function<void(journal::Transaction&, const CaseFile&)> release = {};
  /// … and there, when it is taken over: brings the dossier in; the teacher's row. `key_given` is
  /// its affair.
  std::function<std::int64_t(journal::Transaction&, const CaseFile&)> arrive = {};
  /// … and once the case has written what it writes into the dossier.
  std::function<void(journal::Transaction&)> arrived = {};
};
/// Throws transfer.not-found (6), denied.relation, denied.own-dossier, denied.same-person (4), the
/// refusals of the machine, and where the school lets go and where the file is taken over
/// transfer.rotation-open, transfer.submission-open, person.claim-open, role.last (5), key.needed.
TransferDone confirm_transfer(Desk& desk, const TransferStep& step);
TransferDone reject_transfer(Desk& desk, const TransferStep& step);
TransferDone withdraw_transfer(Desk& desk, const TransferStep& step);
TransferDone take_transfer(Desk& desk, const TransferStep& step);
/// The permit that a step asks for.
Permit transfer_permit(Desk& desk, const std::string& command, const TransferStep& step);

/// In another transaction: an authority decided that the person belongs to the claimant; the case
/// begins where the releasing school has to let go. Returns its id.
std::string settle_transfer(Desk& desk, journal::Transaction& tx, std::int64_t teacher,
                            std::int64_t to_org, const std::string& reason);
/// In another transaction: the person has been let go by another case; those open besides it end.
void lose_transfers(Desk& desk, journal::Transaction& tx, const CaseFile& winner);
/// In another transaction: the person's employment has ended, open cases end with it.
void close_transfers(Desk& desk, journal::Transaction& tx, std::int64_t teacher);

/// A case as lists show it.
struct TransferLine {
  CaseFile file;
  std::string name, since;  // of the person; day of the last step
  std::optional<Turn> turn;
};
struct TransferFilter {
  std::string state, teacher;
  bool waiting_for_me = false;  // only those whose next step is the actor's
  bool all = false;             // closed ones as well
};
/// Those in which the permit's owner has a side or which are about the own dossier.
std::vector<TransferLine> transfers(Desk& desk, const Permit& permit, const TransferFilter& filter);
/// One of them; throws transfer.not-found.
TransferLine transfer(Desk& desk, const Permit& permit, const std::string& id);
/// Who was taken over by another school, up to a day (YYYY-MM-DD): number and name, with the
/// organisation that let go, without department.
struct Departure {
  people::Person person;
  std::string day;
};
std::vector<Departure> departures(Desk& desk, const std::string& until);
/// What of the dossier is unfinished: items that wait, signatures that are missing, a post that the
/// new school hasn't entered yet.
Findings unfinished(Desk& desk, std::int64_t teacher);

}  // namespace tmis::workflow
