// A project is known by the file and row where it was registered; its id here is its own. What was
// sent back goes round again, so states alone don't say what is newer: how often it was sent back
// does.
#include "exchange/project_here.h"

#include <algorithm>
#include <utility>

#include "access/machine.h"
#include "base/text.h"
#include "journal/versions.h"
#include "people/organisation.h"
#include "people/person.h"
#include "workflow/credit_origin.h"

namespace tmis::exchange {
namespace {

using store::program_table;
using workflow::CreditPart;
using workflow::CreditProject;
using workflow::Enrolment;

/// Where a case stands, and how often it was sent back before.
struct Standing {
  std::string state = "none";
  std::int64_t returns = 0;
};

class Comparing {
 public:
  Comparing(Desk& desk, const Opened& p, const ProjectTold& told)
      : desk_(desk), p_(p), told_(told) {}

  ProjectHere run() {
    out_.is = told_.project;
    out_.is.authority = party(told_.authority);
    out_.is.institution = party(told_.institution);
    out_.is.school = party(told_.school);
    for (const ToldPart& part : told_.parts) {
      CreditPart is = part.is;
      is.row = 0;
      is.authority = party(part.authority);
      out_.parts[part.is.row] = {std::move(is), "none", {}};
    }
    if (out_.findings.empty() && !is_known_project()) find(codes::credits_other_project, {});
    if (out_.findings.empty()) look_at_code();
    if (out_.findings.empty()) look_at_people();
    if (out_.findings.empty()) look_at_states();
    return std::move(out_);
  }

 private:
  void find(const Code& code, Args args) {
    args.push_back(arg("id", shown(out_.known ? out_.known->id() : told_.project.name)));
    out_.findings.push_back({&code, 0, 0, "", "", std::move(args)});
  }
  bool is_ours(std::int64_t org) const { return org != 0 && people::works_here(desk_, org); }

  std::int64_t party(const std::string& code) {
    if (code.empty()) return 0;
    const auto* org = desk_.organisations().find(std::string_view{code});
    if (org == nullptr) {
      find(codes::credits_unknown_party, {arg("code", shown(code))});
      return 0;
    }
    return org->row;
  }

  /// The same project, sides and facts as are known here, or can be.
  bool is_known_project() {
    const CreditProject& is = out_.is;
    const std::int64_t sender = p_.from.org;
    const bool began_there = sender == is.registrar();
    if (is_ours(sender) || (began_there && told_.origin)) return false;
    const auto place = told_.origin.value_or(std::pair{p_.file.manifest.from_file, is.row});
    const bool began_here = place.first == desk_.file_id();
    const auto row = workflow::row_from(desk_, workflow::kProjectOrigin, place.first, place.second);
    if (row && exists(*row)) out_.known = workflow::project(desk_, *row);
    if (out_.known && !same_project(is, *out_.known)) return false;
    if (!out_.known && (began_here || is_ours(is.registrar()))) return false;
    out_.is.row = out_.known ? out_.known->row : 0;
    out_.hearer = p_.to == is.authority                            ? Hearer::authority
                  : is.institution != 0 && p_.to == is.institution ? Hearer::institution
                  : is_part_of(p_.to)                              ? Hearer::province
                                                                   : Hearer::school;
    know_parts();
    return told_.by == ProjectSide::authority ? sender == is.authority && authority_may_tell()
           : told_.by == ProjectSide::trainer ? sender == is.trainer() && trainer_may_tell()
                                              : is_part_of(sender) && province_may_tell();
  }

  bool exists(std::int64_t row) {
    auto find = desk_.db.statement("SELECT 1 FROM credit_project WHERE row = ?");
    find.with(row);
    return find.step();
  }

  static bool same_project(CreditProject a, const CreditProject& b) {
    a.row = b.row;
    a.state = b.state;
    a.reason = b.reason;
    return workflow::project_columns(a) == workflow::project_columns(b);
  }

  bool is_part_of(std::int64_t org) const {
    return std::any_of(out_.parts.begin(), out_.parts.end(),
                       [&](const auto& part) { return part.second.is.authority == org; });
  }

  void know_parts() {
    if (!out_.known) return;
    for (const CreditPart& known : workflow::parts_of(desk_, out_.known->row)) {
      for (auto& [row, part] : out_.parts) {
        if (part.is.authority != known.authority) continue;
        part.is.row = known.row;
        part.before = known.state;
      }
    }
  }

  const access::Organisation* above(std::int64_t org) const {
    return workflow::province_of(desk_.organisations(), org);
  }

  /// To a school or a province goes its own part of a national project alone; of a school-based one
  /// nothing but to the school, and to one that took over somebody with a place in it.
  bool authority_may_tell() const {
    if (out_.is.school_based())
      return out_.known && (p_.to == out_.is.school || !is_ours(out_.is.school));
    const bool own_part =
        out_.parts.size() == 1 && is_part_of(out_.hearer == Hearer::province ? p_.to : p_.from.org);
    return !out_.is.national() || out_.hearer == Hearer::institution || own_part;
  }

  /// Who trains tells the authority alone: of a project that it knows, or of one that a school
  /// below it proposes.
  bool trainer_may_tell() const {
    const auto* over = desk_.organisations().authority_of(out_.is.trainer());
    const bool parts_known = std::all_of(out_.parts.begin(), out_.parts.end(),
                                         [](const auto& part) { return part.second.is.row != 0; });
    return out_.hearer == Hearer::authority && parts_known &&
           (out_.is.school_based() ? over != nullptr && over->row == out_.is.authority
                                   : out_.known.has_value());
  }

  /// A province tells the nation what it decided, and the schools below it.
  bool province_may_tell() const {
    const PartHere& part = out_.parts.begin()->second;
    if (out_.hearer == Hearer::authority) return out_.known && part.is.row != 0;
    const auto* province = above(p_.to);
    return out_.hearer != Hearer::institution && province != nullptr &&
           province->row == p_.from.org;
  }

  void look_at_code() {
    if (!out_.known && !out_.is.code.empty() && workflow::find_project(desk_, out_.is.code))
      find(codes::project_code_taken, {arg("code", shown(out_.is.code))});
  }

  /// Whom the rows are about. A participant who isn't one of the receiver's is passed over in a
  /// school, kept by number in the institution, and refused in an authority.
  void look_at_people() {
    if (out_.known) {
      for (Enrolment& e : workflow::enrolments(desk_, out_.known->row))
        out_.there.emplace(e.teacher, std::move(e));
    }
    const bool wanted = out_.hearer == Hearer::authority || out_.hearer == Hearer::province;
    for (const ToldParticipant& told : told_.participants) {
      if (told_.by == ProjectSide::trainer && told_.project.state != "proposed" &&
          told.is.result.empty())
        p_.refuse(codes::package_forged);
      const auto found = people::find_person(desk_, told.number);
      if (found && found->number == told.number && fits(*found, told.is)) {
        out_.teachers[told.number] = found->row;
      } else if (wanted) {
        find(codes::teacher_not_found, {arg("word", shown(told.number))});
      }
    }
  }

  bool fits(const people::Person& person, const Enrolment& told) const {
    const auto there = out_.there.find(person.row);
    const bool here = there != out_.there.end();
    switch (out_.hearer) {
      case Hearer::institution:
        return true;
      case Hearer::school:
        return person.org == p_.to;
      case Hearer::province: {
        const auto* province = above(person.org);
        return here || (province != nullptr && province->row == p_.to);
      }
      case Hearer::authority:
        break;
    }
    if (told_.by == ProjectSide::province)
      return here && there->second.part == out_.parts.at(told.part).is.row;
    return here ||
           (out_.is.school_based() ? person.org == out_.is.school
                                   : desk_.organisations().is_below(person.org, out_.is.authority));
  }

  Standing standing(std::string_view table, std::int64_t row) const {
    Standing out;
    if (row == 0) return out;
    const auto& def = program_table(table);
    for (const auto& version : journal::versions(desk_.db, def, row)) {
      const std::string& state = version.columns[def.column("state")].text;
      out.returns += is_return(out.state, state) ? 1 : 0;
      out.state = state;
    }
    return out;
  }

  void look_at_states() {
    const CreditProject& is = out_.is;
    const auto turn = [&](std::string_view step) {
      return step == "assess" || step == "close" ? is.trainer()
             : step == "add"                     ? is.registrar()
                                                 : is.authority;
    };
    out_.moves =
        moves(standing("credit_project", is.row), {told_.project.state, told_.returns}, turn);
    for (const ToldPart& told : told_.parts) {
      PartHere& part = out_.parts.at(told.is.row);
      part.moves =
          moves(standing("credit_part", part.is.row), {told.is.state, told.returns},
                [&](std::string_view step) {
                  return step == "confirm" || step == "return" ? part.is.authority : turn(step);
                });
    }
  }

  /// `turn`: whose a step is. One that no steps of others lead to is a finding, unless it is old.
  template <class Turn>
  Moves moves(const Standing& here, const Standing& told, Turn turn) {
    const bool behind = told.returns < here.returns ||
                        (told.returns == here.returns && is_return(here.state, told.state));
    if (behind && here.state != "none") return {};
    const Machine& machine = Machine::of("credit_project");
    const auto certain = out_.is.machine_facts();
    const auto holds = [&](std::string_view fact) {
      return fact == "rest" || std::find(certain.begin(), certain.end(), fact) != certain.end();
    };
    const auto theirs = [&](std::string_view step) { return !is_ours(turn(step)); };
    const auto anybody = [](std::string_view) { return true; };
    if (machine.reaches(here.state, told.state, theirs, holds, certain))
      return {true, here.state != told.state};
    if (here.state == "none" || !machine.reaches(told.state, here.state, anybody, holds, certain)) {
      find(codes::credits_not_theirs, {arg("before", machine.state_text(here.state)),
                                       arg("state", machine.state_text(told.state))});
    }
    return {};
  }

  Desk& desk_;
  const Opened& p_;
  const ProjectTold& told_;
  ProjectHere out_;
};

}  // namespace

ProjectHere project_here(Desk& desk, const Opened& p, const ProjectTold& told) {
  return Comparing{desk, p, told}.run();
}

}  // namespace tmis::exchange
