// Inside this room: what a package tells of a training project, held against what this file knows
// of it. That is check 13: others decide for themselves, nobody for a side that works in this file.
// What is stored of it is credits_in's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "exchange/opened.h"
#include "exchange/project_told.h"
#include "workflow/credit_participants.h"
#include "workflow/credit_project.h"

namespace tmis::exchange {

/// Who is told. A school may be the one that trains.
enum class Hearer { institution, school, authority, province };

/// How news stands to what is known here. `takes`: as new, or newer; what is old changes nothing.
/// `steps`: to another state.
struct Moves {
  bool takes = false, steps = false;
};

/// A part as it is to be, by rows of this file; row 0: it isn't here yet.
struct PartHere {
  workflow::CreditPart is;
  std::string before;  // state here; "none"
  Moves moves;
};

struct ProjectHere {
  workflow::CreditProject is;  // as it is to be, by rows of this file
  std::optional<workflow::CreditProject> known;
  Hearer hearer = Hearer::school;
  Moves moves;
  std::map<std::int64_t, PartHere> parts;             // by row in the sender's file
  std::map<std::int64_t, workflow::Enrolment> there;  // participants that are here, by teacher
  std::map<std::string, std::int64_t> teachers;       // rows here, by number
  Findings findings;                                  // all that stands against it

  /// How the news about a participant stands.
  const Moves& moves_of(const workflow::Enrolment& told) const {
    const auto part = parts.find(told.part);
    return part == parts.end() ? moves : part->second.moves;
  }
};

/// Looks, and writes nothing.
ProjectHere project_here(Desk& desk, const Opened& p, const ProjectTold& told);

}  // namespace tmis::exchange
