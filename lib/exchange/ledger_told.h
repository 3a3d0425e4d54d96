// Inside this room: the training credits of a person who goes to a school with a file of its own.
// They travel in the sealed dossier, among what it rests on: every version of his confirmed entries
// and the rules they were confirmed under; of his claims, and of his places in projects with the
// project, his part of a national one and its organisations; where a project or claim came from
// (credit_origin, credit_claim_origin).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exchange/report_writer.h"
#include "exchange/road.h"
#include "workflow/credit_claim.h"
#include "workflow/credit_entries.h"
#include "workflow/credit_participants.h"
#include "workflow/credit_project.h"

namespace tmis::exchange {

/// A project in which the person has a place, or a claim of his. Rows are the sender's.
struct ToldCase {
  std::string id;                                  // there: project#N or credit_claim#N
  std::pair<std::string, std::int64_t> place;      // file and row where it began
  std::optional<workflow::CreditProject> project;  // one of the two
  std::optional<workflow::CreditClaim> claim;
  std::string authority, institution, school;  // codes; empty: none
  workflow::Enrolment takes_part;              // of a project
  std::optional<workflow::CreditPart> part;    // of a national one, once it is distributed
  std::string part_authority;                  // code

  /// Code of who confirms.
  const std::string& confirmer() const { return part ? part_authority : authority; }
};
/// A confirmed entry, in the versions that say something else about the result; the oldest first.
struct ToldConfirmed {
  const ToldCase* of = nullptr;
  std::vector<workflow::BroughtEntry> versions;  // rows are the sender's
};
struct LedgerTold {
  std::vector<ToldCase> cases;
  std::vector<ToldConfirmed> entries;
  std::vector<std::string> rules;  // texts
};

/// Into a package before its chain.
void write_ledger(Desk& desk, ReportWriter& writer, std::int64_t teacher);

/// Check 12, of the teacher with this row there: what was confirmed is what he has in the case, and
/// was confirmed and corrected by whose case it is, or came to the sender's file itself. Throws
/// package.forged.
LedgerTold ledger_told(const LegProof& proof, std::int64_t teacher);

}  // namespace tmis::exchange
