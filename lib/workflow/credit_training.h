// What confirmed credits write into the dossier: a training here, or a stay abroad (R23).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "workflow/credit_claim.h"
#include "workflow/credit_participants.h"

namespace tmis::workflow {

/// Of a project or a claim what its row in the dossier tells. Organisations by name.
struct Training {
  std::string case_id, name, institution, authority;
  CreditFacts facts;
  std::string start, end;  // YYYY-MM-DD
};
Training training_of(Desk& desk, const CreditProject& project);
Training training_of(Desk& desk, const CreditClaim& claim);

/// By step `confirm` or `correct`; `credits` in ten-thousandths. Returns the number of rows that
/// changed. Throws what write_effect does.
std::int64_t write_training(Desk& desk, journal::Transaction& tx, const Permit& permit,
                            std::string_view step, const Training& training, const Enrolment& e,
                            std::int64_t credits);

}  // namespace tmis::workflow
