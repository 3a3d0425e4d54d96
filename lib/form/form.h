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
  std::string category;  // heading above the first table of a category; else empty
  std::string title;     // empty where the category has this table only
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;  // none: nothing was entered
  bool none = false;                           // the only row says that there is nothing to enter
};

struct Form {
  std::string title;
  std::string organisation;
  people::Person person;
  std::string day;     // of printing
  bool cover = false;  // begins with a page of its own
  std::vector<Block> blocks;
  std::vector<std::string> statements;  // paragraphs above the signatures
  std::vector<std::string> signatures;  // a line to sign on for each
  std::string seal;                     // what is sealed below them
  std::string content;                  // hash of what stands on it (workflow/paper)
  std::string code;                     // of the paper, from it
};

/// The kinds there are: `dossier`, each table, `responsibility` (责任书), `commitment` (承诺书).
std::vector<std::string> kinds(Desk& desk);
/// What a kind is called.
std::string title(Desk& desk, const std::string& kind);

/// The form `kind` of each of these persons. Throws form.unknown (2).
std::vector<Form> forms(Desk& desk, const Permit& permit, const std::string& kind,
                        const std::vector<people::Person>& persons);

}  // namespace tmis::form
