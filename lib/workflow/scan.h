// Papers by the number printed on them (evidence scan): whose is it, and was the original seen?
// Which field of which table holds such a number the field sets say (x-tmis-originals).
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "journal/desk.h"
#include "people/person.h"
#include "workflow/originals.h"

namespace tmis::workflow {

/// One paper that a number may mean.
struct Paper {
  people::Person teacher;
  std::string kind;
  bool seen = false;      // its original was seen already
  bool handed_in = true;  // its row was submitted or passed, or the paper itself was recorded
  const Code* refusal = nullptr;  // why it may not be ticked: denied.own-dossier
};

/// The numbers of all dossiers in reach, read once: each paper is found at once, however many
/// dossiers there are. In memory stand keyed hashes, of rows that have no seal the number itself.
class Papers {
 public:
  /// Asks for `evidence scan` at the organisation `org` (code; one's own when empty).
  Papers(Desk& desk, const std::string& org);

  /// The papers with this number, one for each teacher and kind. Throws evidence.number when it is
  /// empty.
  std::vector<Paper> find(const std::string& number);
  /// Records that the original was seen, in an event of its own.
  OriginalDone tick(const Paper& paper, const std::string& number);

 private:
  struct Known {
    std::int64_t teacher = 0;
    std::string kind;
    bool handed_in = true;
  };
  void read_rows();
  void read_recorded();
  void add(std::vector<Paper>& found, const Known& known, const std::string& number);

  Desk& desk_;
  Permit permit_;
  std::vector<std::string> kinds_;
  std::string identity_kind_;  // of the paper with the identity number; empty: none has it
  std::unordered_multimap<std::string, Known> by_number_;  // plain fields of rows
  std::unordered_multimap<std::string, Known> by_key_;     // what was recorded
};

}  // namespace tmis::workflow
