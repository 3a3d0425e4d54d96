// Training projects (培训项目): who may register one, and the way a case finds its parties.
// Participants and results are credit_participants' and credit_results', confirmation
// credit_confirm's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/machine.h"
#include "journal/as_of.h"
#include "journal/desk.h"
#include "journal/transaction.h"

namespace tmis::workflow {

/// The facts that rules of credits ask for: codes training_category and training_mode, words of the
/// rule set, and a code country_region where it was abroad. Empty: none.
struct CreditFacts {
  std::string category, mode, course, activity, honour, country;
};

/// A row of credit_project. Organisations by row, 0: none; days YYYY-MM-DD.
struct CreditProject {
  std::int64_t row = 0;
  std::string code, name, kind;  // kind: ordinary, school_based, national
  std::int64_t authority = 0, institution = 0, school = 0;
  CreditFacts facts;
  std::int64_t hours = 0;  // class hours of the whole project
  std::string start, end;
  std::optional<std::int64_t> places, budget_hours;
  std::string year, state, reason;  // state: of the machine credit_project
  std::int64_t seq = -1;            // event of this version

  std::string id() const { return "project#" + std::to_string(row); }
  bool school_based() const { return kind == "school_based"; }
  bool national() const { return kind == "national"; }
  /// Who assesses it, and who registered it.
  std::int64_t trainer() const { return school_based() ? school : institution; }
  std::int64_t registrar() const { return school_based() ? school : authority; }
  /// What the machine asks for.
  Machine::Facts machine_facts() const;
};

/// A province's part of a national project (credit_part), with a state of its own.
struct CreditPart {
  std::int64_t row = 0, project = 0, authority = 0;
  std::string state, reason;
  std::int64_t seq = -1;
  std::string id() const { return "credit_part#" + std::to_string(row); }
};

/// The project that `word` names: project#N or its code.
std::optional<CreditProject> find_project(Desk& desk, const std::string& word);
CreditProject project(Desk& desk, std::int64_t row);
std::vector<CreditPart> parts_of(Desk& desk, std::int64_t project);
/// The state that answers a step which no part of the project can take any more: that of a part
/// which has more to say than "wrong step", else the project's own.
std::string state_for(Desk& desk, const CreditProject& p, std::string_view step);
/// All of the file, as of an event.
std::vector<CreditPart> all_parts(Desk& desk, std::int64_t at = journal::kNow);
Values project_columns(const CreditProject& p);
Values part_columns(const CreditPart& p);
/// The next version of a project or part in another state.
void put_project(journal::Transaction& tx, const CreditProject& p);
/// A project out of the columns of a row of its table, of whatever file.
CreditProject project_in(std::int64_t row, const Values& columns);
void put_part(journal::Transaction& tx, const CreditPart& p);

/// A project and the permit of the side that acts. `as`: code of the organisation acted for, where
/// one acts for several. Who may not give the command at all is told that, not which projects are
/// there. Throws project.not-found (6), denied.*, org.ambiguous.
struct AskedProject {
  CreditProject project;
  Permit permit;
};
AskedProject ask_project(Desk& desk, std::string_view command, const std::string& word,
                         const std::string& as = {});

/// The authority that confirms for a teacher of this organisation in a national project: its
/// province's, else the highest below the nation's. Nullptr where none stands above it.
const access::Organisation* province_of(const access::Organisations& tree, std::int64_t org);

struct NewProject {
  std::string code = {}, name = {}, kind = {};  // kind empty: ordinary, of a school school_based
  std::string org = {};                         // who registers it; one's own when empty
  std::string institution = {};                 // code; not of a school-based one
  std::string category = {}, mode = {},
              country = {};  // codes or labels; category empty: by level and kind
  std::string course = {}, activity = {}, honour = {};  // words of the rule set
  std::int64_t hours = 0;
  std::string start = {}, end = {}, year = {};  // year empty: that of the last day
  std::optional<std::int64_t> places = {}, budget_hours = {};
};
/// Throws usage.missing when `value` is empty.
const std::string& needed(const std::string& value, const std::string& option,
                          const std::string& command);

struct CaseDone {
  std::string id, state;
  std::int64_t event = -1;
  bool unchanged = false;
};
/// By an authority, or a school a school-based one, which its authority has to approve. Throws
/// usage.* (2), project.days (2), project.code-taken, project.institution, credits.no-authority
/// (5).
CaseDone add_project(Desk& desk, const NewProject& given);
/// By the authority of a school-based project: step approve or reject (with its reason).
CaseDone decide_project(Desk& desk, const std::string& word, std::string_view step,
                        const std::string& reason);

/// How many take part, and how far they are.
struct ProjectCount {
  std::int64_t enrolled = 0, assessed = 0, confirmed = 0, hours = 0;  // hours: of those assessed
};
struct ProjectLine {
  CreditProject project;
  ProjectCount count;
};
struct ProjectFilter {
  std::string year = {}, state = {}, kind = {};  // empty: all
};
/// Those that a permit for `credits project list` or `credits plan` shows: of organisations in
/// reach, of the authorities above one's own, whose projects are open to its teachers, and those in
/// which somebody within reach takes part, who may have come from elsewhere.
std::vector<ProjectLine> projects(Desk& desk, const Permit& permit, const ProjectFilter& filter);
bool sees(Desk& desk, const Permit& permit, const CreditProject& project);
/// All of the file, as of an event.
std::vector<CreditProject> all_projects(Desk& desk, std::int64_t at = journal::kNow);

}  // namespace tmis::workflow
