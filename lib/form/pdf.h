// Forms on A4 pages. Widths and heights are in points (1/72 inch), as PDF has them.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "form/form.h"

namespace tmis::form {

/// What stands at the foot of every page beside the code and "page n of m".
struct Foot {
  std::string checkpoint;  // number of the last event and its hash, short
  std::string time;        // of printing
};

/// Writes each form `copies` times, with a bookmark for each person, to `path`; gives the number of
/// pages. Throws form.no-font (7) when no font has Chinese characters, file.unwritable.
std::int64_t write_pdf(std::span<const Form> forms, const Foot& foot, int copies,
                       const std::string& path);

}  // namespace tmis::form
