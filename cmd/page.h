// A list as a page that needs nothing else: it can be mailed, read on a telephone, and printed.
#pragma once

#include <string>

#include "cmd/answer.h"

namespace tmis::cmd {

/// HTML, well-formed as XML too: the title, the note, the charts, then the tables of the page or
/// the list itself.
std::string page(const Answer& answer, const std::string& title);

}  // namespace tmis::cmd
