// The tables are those of the description of the processes; `who` acts in a case of several sides
// is looked at before they are asked.
#include "model.h"

#include <algorithm>
#include <sstream>

namespace tmis::walk {

States::States(std::string wrong, std::string_view table) : wrong_(std::move(wrong)) {
  std::istringstream lines{std::string{table}};
  std::string line, state, step, cell;
  std::vector<std::string> steps;
  while (std::getline(lines, line)) {
    std::istringstream words{line};
    if (line.empty()) continue;
    if (steps.empty()) {
      while (words >> step) steps.push_back(step);
      continue;
    }
    words >> state;
    for (const std::string& s : steps) {
      words >> cell;
      cells_[{state, s}] = cell == "." ? wrong_ : cell;
    }
  }
}

const std::string& States::at(const std::string& state, const std::string& step) const {
  const auto found = cells_.find({state, step});
  return found == cells_.end() ? wrong_ : found->second;
}

const States& item_states() {
  static const States states{"record.wrong-step:5", R"(
pass return reopen
draft audit.not-submitted:5 audit.not-submitted:5 audit.not-audited:5
submitted audited returned audit.not-audited:5
returned audit.not-submitted:5 = .
audited = audit.already-done:5 reopened
reopened . audited =
)"};
  return states;
}
const States& transfer_states() {
  static const States states{"transfer.wrong-step:5", R"(
confirm reject withdraw take
10 20 90 91 transfer.not-ready:5
20 30 90 91 transfer.not-ready:5
30 40 90 91 transfer.not-ready:5
40 . . 91 50
50 transfer.closed:5 transfer.closed:5 transfer.closed:5 =
90 transfer.closed:5 transfer.closed:5 transfer.closed:5 transfer.closed:5
91 transfer.closed:5 transfer.closed:5 transfer.closed:5 transfer.closed:5
)"};
  return states;
}
const States& rotation_states() {
  static const States states{"rotation.wrong-step:5", R"(
confirm reject withdraw end
applied in_force rejected withdrawn rotation.not-in-force:5
in_force = . . ended
ended rotation.closed:5 rotation.closed:5 rotation.closed:5 rotation.closed:5
rejected rotation.closed:5 rotation.closed:5 rotation.closed:5 rotation.closed:5
withdrawn rotation.closed:5 rotation.closed:5 rotation.closed:5 rotation.closed:5
)"};
  return states;
}
const States& project_states() {
  static const States states{"project.wrong-step:5", R"(
approve reject enrol assess close distribute confirm return correct
proposed registered rejected project.not-approved:5 . . . . . .
registered = . registered running project.no-results:5 . project.not-closed:5 . .
running . . running running results . project.not-closed:5 . .
results . . project.closed:5 project.closed:5 = distributed confirmed returned .
distributed . . . . . = confirmed returned .
returned . . . running results . . = .
confirmed . . . . . . = credits.confirmed:5 confirmed
)"};
  return states;
}
const States& credit_claim_states() {
  static const States states{"credits.wrong-step:5", R"(
withdraw confirm return correct
claimed withdrawn confirmed returned .
confirmed credits.confirmed:5 = credits.confirmed:5 confirmed
returned withdrawn . = .
withdrawn = . . .
)"};
  return states;
}
const States& submission_states() {
  static const States states{"submission.wrong-step:5", R"(
accept return recall
sent accepted returned recalled
accepted = submission.decided:5 submission.decided:5
returned . = =
recalled . = =
)"};
  return states;
}

Model::Model(const Country& start) : country(start), actors(start.officers) {
  for (Id t = 0; t < start.teachers.size(); ++t) {
    actors.push_back({start.teachers[t].number, {}, t, true});
    teachers.emplace_back();
    teachers.back().org = start.home[t];
  }
}

Id Model::org_of_code(const std::string& code) const {
  for (Id i = 0; i < country.orgs.size(); ++i) {
    if (country.orgs[i].code == code) return i;
  }
  return kNobody;
}

Id Model::authority_of(Id id) const {
  for (Id at = org(id).parent; at != kNobody; at = org(at).parent) {
    if (org(at).kind == "authority") return at;
  }
  return kNobody;
}

bool Model::below(Id id, Id above) const {
  for (Id at = id; at != kNobody; at = org(at).parent) {
    if (at == above) return true;
  }
  return false;
}

Id Model::common_authority(Id one, Id other) const {
  Id at = authority_of(one);
  while (at != kNobody && !below(other, at)) at = authority_of(at);
  return at;
}

Id Model::province_of(Id id) const {
  Id at = id;
  while (at != kNobody && org(at).level != "province") at = org(at).parent;
  return at;
}

std::vector<Id> Model::manages(Id actor, std::string_view kind) const {
  std::vector<Id> out;
  for (const Role& role : actors[actor].roles) {
    if (role.role == "manager" && org(role.org).kind == kind) out.push_back(role.org);
  }
  return out;
}

bool Model::manages_in(Id actor, std::string_view kind, Id where) const {
  const auto all = manages(actor, kind);
  return std::find(all.begin(), all.end(), where) != all.end();
}

std::vector<Id> Model::managers(Id where) const {
  std::vector<Id> out;
  for (Id a = 0; a < country.officers.size(); ++a) {
    if (where != kNobody && manages_in(a, org(where).kind, where)) out.push_back(a);
  }
  return out;
}

bool Model::same_person(const Last& last, Id actor, Id where) const {
  if (last.actor == kNobody || last.org == where) return false;
  const Id dossier = actors[actor].teacher;
  return last.actor == actor || (dossier != kNobody && actors[last.actor].teacher == dossier);
}

std::string Model::status(Id teacher, const std::string& day) const {
  const auto& line = teachers[teacher].line;
  auto after = line.upper_bound(day);
  return after == line.begin() ? "100" : std::prev(after)->second.status;
}

void Model::put_status(Id teacher, const std::string& code, const std::string& from,
                       const std::string& until) {
  if (status(teacher, from) != code) teachers[teacher].line[from] = {code, until, ""};
}

bool Model::claimed(Id teacher) const {
  const auto& all = teachers[teacher].claims;
  return !all.empty() && all.back().open;
}

bool Model::on_the_way(Id teacher) const {
  const auto& all = teachers[teacher].transfers;
  return !all.empty() && (all.back().state == "30" || all.back().state == "40");
}

Transfer* Model::open_transfer(Id teacher) {
  auto& all = teachers[teacher].transfers;
  return all.empty() || !all.back().open() ? nullptr : &all.back();
}

const Rotation* Model::in_force(Id teacher) const {
  for (const Rotation& r : teachers[teacher].rotations) {
    if (r.state == "in_force") return &r;
  }
  return nullptr;
}

bool Model::report_open(Id teacher) const {
  const auto& all = teachers[teacher].reports;
  return std::any_of(all.begin(), all.end(), [](const Report& r) { return r.state == "sent"; });
}

void Model::touch(Id teacher, bool by_business) {
  Teacher& t = teachers[teacher];
  for (Report& r : t.reports) r.changed = true;
  if (t.filled) t.complete = Known::maybe;
  if (by_business) t.signatures.clear();
}

void Model::other_content(Id teacher, const std::string& table) {
  const auto found = teachers[teacher].signatures.find(
      table == "annual_assessment" ? table : std::string{"dossier"});
  if (found == teachers[teacher].signatures.end()) return;
  if (found->second == "signed") found->second = "stale";
  if (found->second == "refused") found->second = "unsigned";
}

void Model::end_work(Id teacher) {
  std::erase_if(teachers[teacher].items,
                [](const auto& known) { return known.second.set == "work_experience"; });
}

}  // namespace tmis::walk
