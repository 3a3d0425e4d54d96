// Printing forms: who may, for whom, into which file, and the event that says so.
#pragma once

#include <cstdint>
#include <string>

#include "journal/desk.h"

namespace tmis::form {

struct PrintOptions {
  std::string kind = "dossier";
  std::string teacher =
      {};  // number, staff number or identity number; empty: all of the organisation
  std::string org_code = {}, department = {};
  int copies = 2;
  std::string out;  // .pdf or .xlsx
};

struct Printed {
  std::int64_t forms = 0;
  std::int64_t pages = 0;  // 0 in a workbook
  std::int64_t event = -1;
};

/// Writes the file and records that it was printed, over which content. Throws form.unknown (2),
/// form.nobody (6), form.no-font (7), file.ending (2), file.unwritable (7).
Printed print(Desk& desk, const PrintOptions& how);

}  // namespace tmis::form
