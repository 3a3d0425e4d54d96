// Slips on A4 pages, two or three a page with lines to cut along. What stands on them is slips'.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "form/pdf.h"
#include "form/slips.h"

namespace tmis::form {

/// Gives the number of pages. A slip stands on one page unless it is longer than one. Throws
/// form.no-font (7), file.unwritable.
std::int64_t write_slips_pdf(const std::vector<Slip>& slips, const Foot& foot,
                             const std::string& path);

}  // namespace tmis::form
