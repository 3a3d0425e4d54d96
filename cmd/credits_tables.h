// Columns and cells that several commands about training credits have in common.
#pragma once

#include <vector>

#include "cmd/answer.h"
#include "workflow/credit_standing.h"

namespace tmis::cmd {

/// Credits and hours: exact decimals as text, in sheets as numbers.
inline Column amount_column(std::string key) { return {std::move(key), Kind::number, {}, {}, 2}; }
inline Value amount(credits::Amount amount) { return Value{credits::to_text(amount)}; }

/// requirement, label, year, at_least, have, short.
Values requirement_cells(const workflow::RequirementLine& line);
Table requirements_table(const std::vector<workflow::RequirementLine>& lines);

}  // namespace tmis::cmd
