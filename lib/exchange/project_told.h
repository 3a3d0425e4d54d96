// Inside this room: what a package of kind credit or results tells of a training project. Like a
// transfer's case it travels as the rows that its sender's file has of it:
//   {"project": ROW}   first: its row in the sender's file
//   chain, event and checkpoint as in a report (report_lines): every version of the project, of a
//   national one's parts and of the participants' rows that the receiver is to have, of their
//   teachers' numbers and of the organisations that it names; from who didn't register it, where it
//   came from (credit_origin); to a school the confirmed entries, and the rules that they were
//   confirmed under
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exchange/road.h"
#include "workflow/credit_entries.h"
#include "workflow/credit_participants.h"
#include "workflow/credit_project.h"

namespace tmis::exchange {

/// What the sender is to the project: the authority that registered or approved it; who trains and
/// assesses (the institution, of a school-based one the school), who sends kind results; or, of a
/// national one, the authority that confirms a part of it.
enum class ProjectSide { authority, trainer, province };

/// A province's part. Rows are the sender's.
struct ToldPart {
  workflow::CreditPart is;
  std::string authority;     // code
  std::int64_t returns = 0;  // how often it was sent back so far
};
/// A participant, by the number alone.
struct ToldParticipant {
  std::string number;
  workflow::Enrolment is;  // rows are the sender's
};
/// A confirmed entry. Rows are the sender's.
struct ToldEntry {
  std::string number;
  workflow::BroughtEntry is;
};

struct ProjectTold {
  ProjectSide by = ProjectSide::authority;
  workflow::CreditProject project;  // of the newest version; organisations by the sender's rows
  std::int64_t returns = 0;         // how often it was sent back so far
  std::optional<std::pair<std::string, std::int64_t>> origin;  // file and row there
  std::string authority, institution, school;                  // codes; empty: none
  std::vector<ToldPart> parts;
  std::vector<ToldParticipant> participants;
  std::vector<ToldEntry> entries;
  std::vector<std::string> rules;  // texts

  /// Of the project; where one part alone is told, of that.
  const std::string& state() const {
    return parts.size() == 1 && by != ProjectSide::trainer ? parts.front().is.state : project.state;
  }
};

/// Whether a version that came after `before` sends the case back.
inline bool is_return(std::string_view before, std::string_view state) {
  return state == "returned" && before != state;
}

/// Check 12: the versions follow one another, each by the side whose step it was; results are of
/// who trains, decisions and confirmed entries of who confirms. Throws package.forged.
ProjectTold project_told(const LegProof& proof, std::int64_t row);

}  // namespace tmis::exchange
