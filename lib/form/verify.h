// Whether a form on paper is what the file says today, by the code at its foot.
#pragma once

#include <string>
#include <vector>

#include "journal/desk.h"

namespace tmis::form {

struct Verdict {
  std::string code;
  std::string kind, title;  // of the form
  bool valid = false;       // else stale: what stands on it has changed
  /// The rest only for those who may print or read the dossier.
  bool known = false;
  std::string number, name, organisation;
  std::string day, by;  // of the last printing with this code; login
  std::int64_t event = -1, times = 0;
  std::vector<std::string> changed;  // labels of the tables; the head of the form as well
};

/// Throws form.code (2) for a mistyped one, form.no-print (6) when no form of this file has it.
Verdict verify(Desk& desk, const std::string& code);

}  // namespace tmis::form
