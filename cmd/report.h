// Reports that have a file of their own.
#pragma once

#include "cmd/verb.h"
#include "report/small_groups.h"

namespace tmis::cmd {

void add_report_stats(Verb group);
void add_report_activity(Verb group);
void add_report_dossiers(Verb group);
void add_report_credits(Verb report);
void add_report_business(Verb report);

/// A count that may be too small to be shown.
Value shown_count(const report::GroupCount& count);

}  // namespace tmis::cmd
