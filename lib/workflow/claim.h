// Disputes over one person (身份争议): an organisation claims whom another one holds. While one is
// open the dossier goes nowhere; the lowest authority above both decides. Neither side is told who
// the other is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/as_of.h"
#include "journal/desk.h"
#include "journal/transaction.h"

namespace tmis::workflow {

/// One dispute. What an asker may not see is left empty by `claims`.
struct Claim {
  std::int64_t row = 0;
  std::string id;
  std::int64_t dossier = 0;               // row of the teacher
  std::int64_t holder = 0, claimant = 0;  // organisations
  std::string name;                       // as the claimant writes it
  std::string state;                      // of the machine `claim`
  std::string outcome, reason;            // once closed
  std::int64_t opened = -1;               // event
};

/// Whether a dispute over this dossier is open: then there is no report upward of it, no transfer,
/// no confirmation of credits (person.claim-open).
bool claim_open(Desk& desk, std::int64_t teacher);
/// Dossiers with an open dispute, for batches; sorted.
std::vector<std::int64_t> claimed_dossiers(Desk& desk);

struct ClaimRequest {
  std::string id_number = {};  // one of the two: identity number …
  std::string teacher = {};    // … or teacher number
  std::string name = {};       // to know the case by
  std::string org = {};        // code of the claimant; one's own when empty
};
struct ClaimDone {
  std::string id, state;
  std::int64_t event = -1;
  std::string transfer = {};  // id of the one that was made
};
/// Throws teacher.not-found (6) when nobody holds the person, claim.own (5) when the claimant does,
/// claim.already-open (5), usage.missing (2).
ClaimDone open_claim(Desk& desk, const ClaimRequest& request);
/// By the claimant. Throws claim.not-found (6; also one of others), claim.wrong-step (5).
ClaimDone withdraw_claim(Desk& desk, const std::string& id);
/// What the authority finds: the holder keeps the dossier, the number is wrong on either side, or
/// the person belongs to the claimant: then a transfer begins where the holder has to let go.
enum class ClaimOutcome : std::uint8_t { keep, error, move };
/// By the lowest authority above both. Throws claim.not-found, claim.wrong-step, denied.relation
/// (4), claim.no-authority (5) where no authority of this file stands above both,
/// denied.own-dossier and denied.same-person (4) for one's own dossier and one's own claim; with
/// `move` transfer.already-open, transfer.no-authority, dossier.closed (5).
ClaimDone resolve_claim(Desk& desk, const std::string& id, ClaimOutcome outcome,
                        const std::string& reason);
/// The permits that the last three ask for, for whoever wants the password first.
Permit withdraw_permit(Desk& desk, const std::string& id);
Permit resolve_permit(Desk& desk, const std::string& id);

/// In the transaction of another command: the open claim to a dossier, made when there is none.
Claim claim_in(journal::Transaction& tx, Desk& desk, std::int64_t dossier, std::int64_t claimant,
               const std::string& name);
/// The person has another identity number from now on: open claims end.
void close_claims(journal::Transaction& tx, Desk& desk, std::int64_t dossier);

/// The lowest authority of the file above both; nullptr when there is none.
const access::Organisation* common_authority(const access::Organisations& tree, std::int64_t one,
                                             std::int64_t other);

/// As of event `at`, in their order.
std::vector<Claim> all_claims(Desk& desk, std::int64_t at = journal::kNow);
/// Those with a side in the reach of the permit; the side out of reach is 0, so is the dossier
/// where its holder is.
std::vector<Claim> claims(Desk& desk, const Permit& permit);

}  // namespace tmis::workflow
