// The statement of training credits (学分证明): a teacher's ledger of a cycle on paper, with the
// code of its content at the foot, which `form verify` knows.
#pragma once

#include <cstdint>
#include <string>

#include "journal/desk.h"
#include "workflow/credit_standing.h"

namespace tmis::form {

struct PrintedCredits {
  std::string code;
  std::int64_t event = -1;
};
/// Writes it as .pdf or .xlsx and records that it was printed, over which content. Throws
/// file.ending (2), file.unwritable, form.no-font (7).
PrintedCredits print_credits(Desk& desk, const Permit& permit, const workflow::Ledger& ledger,
                             const std::string& path);

}  // namespace tmis::form
