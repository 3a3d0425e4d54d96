// Rows are chosen first and written then: what is confirmed or handed in stays as it is.
#include "workflow/credit_follow.h"

#include <algorithm>
#include <vector>

#include "workflow/credit_claim.h"
#include "workflow/credit_participants.h"

namespace tmis::workflow {
namespace {

std::vector<CreditClaim> open_credit_claims(Desk& desk, std::int64_t teacher) {
  auto out = all_credit_claims(desk, journal::kNow, teacher);
  std::erase_if(out, [](const CreditClaim& c) {
    return Machine::of("credit_claim").look(c.state, "end").refusal != nullptr;
  });
  return out;
}

}  // namespace

bool follows(Desk& desk, const Enrolment& e) {
  return !e.result.empty() || !project(desk, e.project).school_based();
}

void end_school_based(journal::Transaction& tx, Desk& desk, std::int64_t teacher) {
  for (const Enrolment& e : enrolments_of(desk, teacher)) {
    if (!follows(desk, e)) tx.withdraw(store::program_table("credit_enrolment"), e.row);
  }
}

void move_credits(journal::Transaction& tx, Desk& desk, std::int64_t teacher, std::int64_t to_org) {
  end_school_based(tx, desk, teacher);
  const auto* authority = desk.organisations().authority_of(to_org);
  if (authority == nullptr) return;
  for (CreditClaim& c : open_credit_claims(desk, teacher)) {
    if (c.authority == authority->row) continue;
    c.authority = authority->row;
    put_credit_claim(tx, c);
  }
}

void end_credits(journal::Transaction& tx, Desk& desk, std::int64_t teacher) {
  for (CreditClaim& c : open_credit_claims(desk, teacher)) {
    c.state = Machine::of("credit_claim").step(c.state, "end").state;
    put_credit_claim(tx, c);
  }
}

}  // namespace tmis::workflow
