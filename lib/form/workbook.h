// The same forms as a workbook: a sheet a table, the persons one below the other.
#pragma once

#include <memory>
#include <vector>

#include "form/form.h"
#include "sheet/table.h"

namespace tmis::form {

/// Fills `writer`; the caller finishes it.
void write_workbook(const std::vector<Form>& forms, sheet::Writer& writer);

}  // namespace tmis::form
