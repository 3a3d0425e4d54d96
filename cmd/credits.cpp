// tmis credits: training credits, from the rules to the teacher's ledger.
#include "cmd/credits.h"

#include "cmd/verbs.h"

namespace tmis::cmd {

void add_credits(Verb app) {
  Verb group = app.verb("credits");
  add_credit_register(group);
  add_credit_rules(group);
  add_credit_projects(group);
  add_credit_participants(group);
  add_credit_claims(group);
  add_credit_decisions(group);
  add_credit_ledger(group);
}

}  // namespace tmis::cmd
