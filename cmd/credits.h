// The parts of `tmis credits`, a file each.
#pragma once

#include "cmd/verb.h"

namespace tmis::cmd {

void add_credit_register(Verb credits);
void add_credit_rules(Verb credits);
void add_credit_projects(Verb credits);
void add_credit_participants(Verb credits);
void add_credit_claims(Verb credits);
void add_credit_decisions(Verb credits);
void add_credit_ledger(Verb credits);

}  // namespace tmis::cmd
