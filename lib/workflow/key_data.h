// Changes of key data (关键信息变更: what was made with the account — name, sex, birth date,
// identity number): proposed by the manager who saw the document, carried up with the dossier, in
// force when the authority accepts. The old values hold until then.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossier/edit.h"
#include "journal/desk.h"
#include "journal/transaction.h"
#include "people/person.h"

namespace tmis::workflow {

struct ProposeRequest {
  std::string teacher;
  dossier::Assignments values;  // field=value, of the fields made with the account
  std::string reason;
};
struct ProposeDone {
  std::string id;     // key_data_proposal#ROW
  std::string state;  // of the machine `change`
  std::int64_t event = -1;
  bool unchanged = false;
};
/// Throws change.field (2) for another field, change.original (5) while the document wasn't seen (a
/// new identity number: the one that bears it), change.already-open (5), record.rejected (3),
/// person.claimed-elsewhere (3) when somebody has the new number, record.reason (2).
ProposeDone propose(Desk& desk, const ProposeRequest& request);
/// Before it is sent. Throws change.not-found (6), change.wrong-step (5).
ProposeDone withdraw_proposal(Desk& desk, const std::string& id, const std::string& reason);
/// The permits that they ask for.
Permit propose_permit(Desk& desk, const std::string& teacher);
Permit withdraw_proposal_permit(Desk& desk, const std::string& id);

/// One field of a proposal; the identity number masked, values that can't be opened as ***.
struct ProposedField {
  std::int64_t row = 0;
  people::Person teacher;
  std::string field, label;
  std::string before, after;  // `before`: what stands in the dossier, while undecided
  std::string state, reason;
  std::string day, by;  // on which it came into its state
  std::string submission;
};
/// Those under way, with `all` the decided ones too; `teacher` only this dossier.
std::vector<ProposedField> proposals(Desk& desk, const Permit& permit,
                                     std::optional<std::int64_t> teacher, bool all);

/// Dossiers with a proposal that waits to be sent; sorted.
std::vector<std::int64_t> waiting_proposals(Desk& desk);
/// Rows of key_data_proposal of one dossier that go with the next submission.
std::vector<std::int64_t> proposals_to_send(Desk& desk, std::int64_t teacher);
/// In the transaction that sends: the proposal of a dossier goes with the submission.
void carry_proposal(journal::Transaction& tx, Desk& desk, std::int64_t submission,
                    std::int64_t teacher);
/// In the transaction of a decision (accept, return, recall) about a dossier of a submission. True
/// when the dossier has new values by it: with `apply`, in the file in which the school works.
bool decide_proposal(journal::Transaction& tx, Desk& desk, std::int64_t submission,
                     std::int64_t teacher, std::string_view step, bool apply);

/// A proposal of another file, its columns taken into this one with the submission that carried it.
/// `open`: opens what it holds with the dossier's key.
void keep_proposal(
    journal::Transaction& tx, Desk& desk, const Values& columns, std::int64_t teacher,
    std::int64_t submission,
    const std::function<std::string(std::string_view sealed, std::uint32_t version)>& open);
/// Whether a change to the number with this index was accepted for the dossier.
bool number_accepted(Desk& desk, std::int64_t teacher, std::string_view id_index);

}  // namespace tmis::workflow
