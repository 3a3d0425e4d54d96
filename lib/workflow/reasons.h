// Reasons for which items are given back: a list that each installation keeps in its schemas
// (return-reasons.json). Own words are always possible.
#pragma once

#include <string>
#include <vector>

#include "schema/field_set.h"

namespace tmis::workflow {

/// In the order of the file `path`; none when there is no such file. Throws audit.reasons (3) when
/// it isn't of the form {"reasons": [{"zh": …, "en": …}, …]}.
std::vector<schema::Label> return_reasons(const std::string& path);

}  // namespace tmis::workflow
