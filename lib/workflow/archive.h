// The paper archive (成长档案袋): which signed papers lie in which bag, and which of them don't
// yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "people/person.h"

namespace tmis::workflow {

struct FileRequest {
  std::string teacher;
  std::string bag;                 // as it stands on the bag
  std::vector<std::string> forms;  // sets that teachers sign; all that are signed when empty
};
struct FileDone {
  std::string number;              // of the teacher
  std::vector<std::string> forms;  // that were filed now
  std::int64_t unchanged = 0;      // that lay there already
  std::int64_t event = -1;
};
/// Files the papers of one dossier as they are signed now. Throws archive.not-signed (5) for a set
/// whose signature lacks, sign.no-set (2), usage.missing (2) for an empty bag.
FileDone file_papers(Desk& desk, const FileRequest& request);

/// A paper that lies in a bag. `outdated`: the content has changed since.
struct FiledPaper {
  people::Person teacher;
  std::string form, bag;
  std::string day, by;
  bool outdated = false;
};
/// Those in the reach of a permit; `teacher` only this dossier.
std::vector<FiledPaper> filed_papers(Desk& desk, const Permit& permit,
                                     std::optional<std::int64_t> teacher);

/// A signed paper that lies in no bag, or only in an earlier version.
struct Unfiled {
  people::Person teacher;
  std::string form;
  std::string signed_on;  // day
  std::string bag;        // of the earlier version
};
std::vector<Unfiled> unfiled(Desk& desk, const Permit& permit, std::optional<std::int64_t> teacher);

}  // namespace tmis::workflow
