// What the walk believes: plain lists of who is where and which case stands how, with its own
// tables of states, written from the description of the processes and not from schemas/. Answers
// are words: a state; "=" where nothing changes; CODE:EXIT where it is refused.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "country.h"

namespace tmis::walk {

/// A table of states: in the first line steps, then a line for each state with an answer for each.
/// "." stands for the wrong step.
class States {
 public:
  States(std::string wrong, std::string_view table);
  const std::string& at(const std::string& state, const std::string& step) const;

 private:
  std::string wrong_;
  std::map<std::pair<std::string, std::string>, std::string> cells_;
};
const States& item_states();
const States& transfer_states();
const States& rotation_states();
const States& project_states();
const States& credit_claim_states();
const States& submission_states();

inline bool refused(std::string_view answer) { return answer.find(':') != std::string_view::npos; }

/// Who took the last step of a case, and for whom.
struct Last {
  Id actor = kNobody, org = kNobody;
};

struct Item {
  std::string id, set, state;
  bool school = false, audited_before = false, removal = false, untouched = true;
};
struct Spell {
  std::string status, until, cause;
};
struct Transfer {
  std::string id, state;
  Id to = kNobody, to_authority = kNobody, from = kNobody, from_authority = kNobody;
  bool rotating = false;
  Last last;
  bool open() const { return state < "50"; }
};
struct Rotation {
  std::string id, state, from, until;
  Id org = kNobody, authority = kNobody, host = kNobody;
  Last last;
  bool open() const { return state == "applied" || state == "in_force"; }
};
struct Claim {
  std::string id;
  bool open = true;
  Id holder = kNobody, claimant = kNobody;
};
struct CreditClaim {
  std::string id, state;
  Id authority = kNobody;
  Last last;
};
struct Report {
  std::string id, state;  // a submission of this dossier by its school, or an authority
  Id from = kNobody, to = kNobody;
  bool changed = false;  // something happened to the dossier since
};
enum class Known : std::uint8_t { no, yes, maybe };

struct Teacher {
  Id org = kNobody;
  bool filled = false;
  Known complete = Known::no;
  std::map<std::string, Item> items;  // by id
  std::set<std::string> years;        // assessed by the school
  std::map<std::string, Spell> line;  // the timeline of his status, by first day
  std::vector<Transfer> transfers;
  std::vector<Rotation> rotations;
  std::vector<Claim> claims;
  std::vector<CreditClaim> studies;
  std::vector<Report> reports;
  std::map<std::string, std::string> signatures;  // by set; what isn't here is asked for
  std::set<std::string> trainings;                // cases that credited him
  std::set<std::string> exchanges;                // cases that wrote a row of exchange_rotation
  std::set<std::string> arrivals;                 // transfers that brought him to a school
};

struct Enrolled {
  std::string state = "enrolled", result;
  std::optional<std::int64_t> hours;
  Id part = kNobody;  // the province, once distributed
};
struct Part {
  std::string state;
  Last last;
};
struct Project {
  std::string id, kind, state, end;
  Id authority = kNobody, institution = kNobody, school = kNobody;
  std::int64_t hours = 0;
  std::map<Id, Enrolled> people;
  std::map<Id, Part> parts;  // by province
  Last last;
};

class Model {
 public:
  explicit Model(const Country& country);

  const Country& country;
  std::vector<Actor> actors;  // officers, then teachers
  std::vector<Teacher> teachers;
  std::vector<Project> projects;
  std::map<Id, int> misses;  // applications that named the wrong school, by actor

  const Org& org(Id id) const { return country.orgs[id]; }
  Id org_of_code(const std::string& code) const;
  /// The nearest authority above; kNobody for the nation.
  Id authority_of(Id id) const;
  bool below(Id id, Id above) const;  // or the same
  Id common_authority(Id one, Id other) const;
  Id province_of(Id id) const;
  Id actor_of(Id teacher) const { return country.officers.size() + teacher; }

  /// Organisations of this kind that the actor manages; "sysadmin" and others never do.
  std::vector<Id> manages(Id actor, std::string_view kind) const;
  bool manages_in(Id actor, std::string_view kind, Id org) const;
  bool own(Id actor, Id teacher) const { return actors[actor].teacher == teacher; }
  /// Acts as a teacher: by the own account, or by one that has lost its roles at a school.
  bool teaches(Id actor) const {
    return actors[actor].own || (actors[actor].roles.empty() && actors[actor].teacher != kNobody);
  }
  bool same_person(const Last& last, Id actor, Id org) const;
  std::vector<Id> managers(Id org) const;  // all who manage it

  std::string status(Id teacher, const std::string& day) const;  // that holds on a day
  bool gone(Id teacher, const std::string& day) const { return status(teacher, day)[0] == '3'; }
  void put_status(Id teacher, const std::string& code, const std::string& from,
                  const std::string& until);
  bool claimed(Id teacher) const;
  bool on_the_way(Id teacher) const;
  Transfer* open_transfer(Id teacher);
  const Rotation* in_force(Id teacher) const;
  bool report_open(Id teacher) const;
  /// Something in the dossier is another thing than it was.
  void touch(Id teacher, bool by_business);
  /// What was signed in a table's set is signed no longer.
  void other_content(Id teacher, const std::string& table);
  /// His places of work have ended: those rows are the process's from now on, and no hand's.
  void end_work(Id teacher);
};

}  // namespace tmis::walk
