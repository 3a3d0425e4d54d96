// A document against a compiled schema. Only for the sources of this room.
#pragma once

#include <vector>

#include "schema/json_schema.h"

namespace tmis::schema {

std::vector<Validator::Fault> evaluate(const Validator::Program& program,
                                       const nlohmann::json& document);

}  // namespace tmis::schema
