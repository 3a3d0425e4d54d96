// Reports that have a file of their own.
#pragma once

#include "cmd/verb.h"

namespace tmis::cmd {

void add_report_stats(Verb group);
void add_report_activity(Verb group);

}  // namespace tmis::cmd
