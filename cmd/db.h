// The verb of `tmis db` that stands in a file of its own.
#pragma once

#include "cmd/verb.h"

namespace tmis::cmd {

void add_db_salvage(Verb db);

}  // namespace tmis::cmd
