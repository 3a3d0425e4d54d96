// What stands on a printed form: headings, blocks of fields, statements, places to sign.
// How it is drawn is left to pdf, and to workbook.
#pragma once

#include <string>
#include <vector>

#include "journal/desk.h"
#include "people/person.h"

namespace tmis::form {

/// A table on a form. The last two columns say where each row stands and who passed it.
struct Block {
  std::string title;
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;  // none: nothing was entered
};

struct Form {
  std::string title;
  std::string organisation;
  std::string name;
  std::string number;  // of the teacher
  std::vector<Block> blocks;
  std::vector<std::string> statements;  // paragraphs above the signatures
  std::vector<std::string> signatures;  // a line to sign on for each
  std::string content;                  // first symbols of the hash of the dossier's rows
};

/// The kinds there are: `dossier`, each table, `responsibility` (责任书), `commitment` (承诺书).
std::vector<std::string> kinds(Desk& desk);

/// The form `kind` of each of these persons. Throws form.unknown (2).
std::vector<Form> forms(Desk& desk, const Permit& permit, const std::string& kind,
                        const std::vector<people::Person>& persons);

}  // namespace tmis::form
