// A training project between files: kind `results` from who trains (its institution, of a
// school-based one the school), kind `credit` from who decides.
#pragma once

#include <string>

#include "exchange/case_news.h"
#include "journal/desk.h"
#include "workflow/credit_project.h"

namespace tmis::exchange {

/// `state`: of the project, or of the one part that is told.
struct CreditsSent : CaseSent {
  std::int64_t participants = 0;
};
/// Tells another side where the project stands. Who trains tells the authority the results, once
/// they were handed in, and a school what it proposes. The authority tells who trains the project,
/// its participants and what it decided; a province its part of a national project, once that was
/// distributed; a school what was confirmed of its teachers. A province tells the nation what it
/// decided on its part, and its schools as above. `to` empty: of authority and who trains the
/// other; from a province the nation. Throws project.not-found (6), credits.here,
/// credits.none-there, project.not-closed, trust.needed (5), denied.*, key.needed, file.*.
CreditsSent send_credits(Desk& desk, const std::string& project, const std::string& as,
                         const std::string& to, const std::string& out);

}  // namespace tmis::exchange
