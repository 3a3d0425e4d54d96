// Credits that teachers claim for self-directed study (自主研修), with the evidence for it; the
// authority above the school confirms (credit_confirm).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "people/person.h"
#include "workflow/credit_project.h"

namespace tmis::workflow {

/// A row of credit_claim.
struct CreditClaim {
  std::int64_t row = 0, teacher = 0, authority = 0;
  std::string name, institution;
  CreditFacts facts;
  std::int64_t hours = 0;
  std::optional<std::int64_t> times;
  std::string start, end;
  std::string evidence, file_name, file_hash;
  std::string state, reason;  // state: of the machine credit_claim
  std::int64_t seq = -1;
  std::string id() const { return "credit_claim#" + std::to_string(row); }
};
/// As of an event; only of one teacher when he is given.
std::vector<CreditClaim> all_credit_claims(Desk& desk, std::int64_t at = journal::kNow,
                                           std::optional<std::int64_t> teacher = std::nullopt);
/// Throws credits.not-found (6).
CreditClaim credit_claim(Desk& desk, const std::string& id);
void put_credit_claim(journal::Transaction& tx, const CreditClaim& claim);
Values credit_claim_columns(const CreditClaim& claim);
/// A claim out of the columns of a row of its table, of whatever file.
CreditClaim credit_claim_in(std::int64_t row, const Values& columns);

struct NewCreditClaim {
  std::string again = {};  // id of a returned one that is handed in again: what isn't given stays
  std::string name = {}, institution = {}, start = {}, end = {};
  std::string mode = {}, course = {}, activity = {}, honour = {},
              country = {};  // mode empty: other
  std::int64_t hours = 0;
  std::optional<std::int64_t> times = {};
  std::string evidence = {},
              file = {};  // what it rests on: a paper by name and number, a file to be shown
};
/// By the teacher. Throws claim.no-evidence (3), project.days, usage.* (2), credits.no-authority,
/// refusals of the step (5).
CaseDone claim_credits(Desk& desk, const NewCreditClaim& given);
CaseDone withdraw_credit_claim(Desk& desk, const std::string& id);

struct CreditClaimLine {
  CreditClaim claim;
  people::Person person;
};
/// One's own, or those addressed to an authority in reach; only in `state` unless it is empty.
std::vector<CreditClaimLine> credit_claims(Desk& desk, const Permit& permit,
                                           const std::string& state);

}  // namespace tmis::workflow
