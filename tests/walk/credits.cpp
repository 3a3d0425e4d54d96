// Steps of training projects up to their results. Amounts of credits are another property's affair;
// here it is who is credited for what, once, and by whom.
#include <algorithm>
#include <array>

#include "sheet/source.h"
#include "walk.h"
#include "workflow/credit_participants.h"
#include "workflow/credit_project.h"
#include "workflow/credit_results.h"

namespace tmis::walk {
namespace {

bool open_for_results(const std::string& state) {
  return state == "registered" || state == "running" || state == "returned";
}

}  // namespace

Project* Walk::project(const Step& s) {
  if (m_.projects.empty()) return nullptr;
  // The last ones, so that they come to their end.
  const std::size_t window = std::min<std::size_t>(m_.projects.size(), 12);
  return &m_.projects[m_.projects.size() - 1 - s.teacher % window];
}

/// Why somebody may not take a step of a project: no account of the right kind, or none of the
/// sides. `kinds`: of organisations whose managers may, joined by spaces.
std::string Walk::denied_project(Id actor, const std::vector<Id>& right_orgs,
                                 std::string_view kinds) const {
  bool any = false;
  for (const char* kind : {"school", "authority", "institution"}) {
    if (kinds.find(kind) == std::string_view::npos) continue;
    for (const Id org : m_.manages(actor, kind)) {
      any = true;
      if (std::find(right_orgs.begin(), right_orgs.end(), org) != right_orgs.end()) return {};
    }
  }
  return any ? "denied.relation:4" : "denied.role:4";
}

void Walk::add_project(const Step& s) {
  std::vector<Id> right;
  for (Id a = 0; a < m_.country.officers.size(); ++a) {
    if (!m_.manages(a, "school").empty() || !m_.manages(a, "authority").empty()) right.push_back(a);
  }
  if (s.choice % 4 == 0) right = m_.managers(0);  // of the nation
  const Id actor = choose(s, right);
  if (plural(actor)) return;
  const auto schools = m_.manages(actor, "school"), above = m_.manages(actor, "authority");
  Project p;
  p.kind = !schools.empty()                                            ? "school_based"
           : s.detail % 2 == 0 && !above.empty() && above.front() == 0 ? "national"
                                                                       : "ordinary";
  p.authority = !schools.empty() ? m_.authority_of(schools.front())
                : !above.empty() ? above.front()
                                 : kNobody;
  p.school = schools.empty() ? kNobody : schools.front();
  p.hours = 4 + s.detail % 20;
  p.end = later(today(), static_cast<std::int32_t>(s.choice % 3) / 2);
  std::vector<Id> institutions;
  for (Id o = 0; o < m_.country.orgs.size(); ++o) {
    if (m_.org(o).kind == "institution") institutions.push_back(o);
  }
  if (schools.empty()) p.institution = institutions[s.detail % institutions.size()];
  const std::string want = p.authority == kNobody ? "denied.role:4"
                           : schools.empty()      ? "registered"
                                                  : "proposed";
  const auto got = answer(actor, [&] {
    const auto done = workflow::add_project(
        place_.desk, {.name = unique("培训"),
                      .kind = p.kind,
                      .institution = schools.empty() ? m_.org(p.institution).code : "",
                      .mode = schools.empty() ? "1" : "",
                      .hours = p.hours,
                      .start = today(),
                      .end = p.end});
    p.id = done.id;
    return done.state;
  });
  expect("credits project add " + p.kind, actor, want, got);
  if (refused(got)) return;
  p.state = got;
  p.last = {actor, schools.empty() ? p.authority : p.school};
  m_.projects.push_back(std::move(p));
}

void Walk::decide_project(const Step& s) {
  Project* p = project(s);
  if (p == nullptr) return add_project(s);
  for (Project& other : m_.projects) {  // those that wait go first
    if (other.state == "proposed" && s.detail % 4 != 0) p = &other;
  }
  const std::string step = s.choice % 5 == 0 ? "reject" : "approve";
  const bool own_kind = p->kind == "school_based";
  const Id actor = choose(s, own_kind ? m_.managers(p->authority) : std::vector<Id>{});
  std::string want =
      denied_project(actor, own_kind ? std::vector{p->authority} : std::vector<Id>{}, "authority");
  if (want.empty()) want = project_states().at(p->state, step);
  if (!refused(want) && want != "=" && m_.same_person(p->last, actor, p->authority))
    want = "denied.same-person:4";
  const auto got = answer(actor, [&] {
    const auto done = workflow::decide_project(place_.desk, p->id, step, kReason);
    return done.unchanged ? "=" : done.state;
  });
  expect("credits project " + step + " " + p->id, actor, want, got);
  if (refused(got) || got == "=") return;
  p->state = got;
  p->last = {actor, p->authority};
  touched_projects_.push_back(static_cast<Id>(p - m_.projects.data()));
}

void Walk::enrol(const Step& s) { import_list(s, false); }
void Walk::assess(const Step& s) { import_list(s, true); }

/// A list of participants, or of their results.
void Walk::import_list(const Step& s, bool results) {
  Project* const p = project(s);
  if (p == nullptr) return add_project(s);
  const bool own_kind = p->kind == "school_based";
  const Id runs = own_kind ? p->school : p->institution;
  std::vector<Id> sides{runs}, right = m_.managers(runs);
  if (!results) {
    sides.push_back(p->authority);
    for (const Id a : m_.managers(p->authority)) right.push_back(a);
    for (Id o = 0; o < m_.country.orgs.size() && !own_kind; ++o) {
      if (m_.org(o).kind == "school" && m_.below(o, p->authority)) sides.push_back(o);
    }
  }
  const Id actor = choose(s, right);
  if (plural(actor) && !results) return;  // he would have to say for whom
  std::string want =
      denied_project(actor, sides, results ? "school institution" : "school institution authority");
  const Id org = acting_for(actor, sides);
  const bool by_part =
      results && std::any_of(p->parts.begin(), p->parts.end(),
                             [](const auto& part) { return open_for_results(part.second.state); });
  if (want.empty() && !by_part) want = project_states().at(p->state, results ? "assess" : "enrol");
  const auto in_reach = [&](Id t) {
    return org != kNobody && m_.org(org).kind == "school"
               ? m_.teachers[t].org == org
               : m_.below(m_.teachers[t].org, p->authority);
  };
  std::map<Id, Enrolled> next;
  bool bad = false;
  std::string csv = results ? "teacher_number,result,hours\n" : "teacher_number\n";
  constexpr std::array<const char*, 4> kResults = {"pass", "pass", "fail", "absent"};
  const auto add_line = [&](Id t, std::uint32_t luck) {
    Enrolled e = p->people[t];
    const std::string result = kResults[luck % kResults.size()];
    const std::int64_t hours = result == "pass" ? 1 + luck % p->hours : 0;
    csv += number(t) + "," + result + "," + std::to_string(hours) + "\n";
    if (e.result == result && e.hours == hours && e.state == "enrolled") return;
    e.result = result, e.hours = hours, e.state = "enrolled";
    next[t] = e;
  };
  if (results) {
    std::uint32_t luck = s.detail;
    for (const auto& [t, e] : p->people) {
      luck = luck * 1664525U + 1013904223U;
      if (!in_reach(t) || e.state == "confirmed") continue;
      if (by_part && !open_for_results(p->parts.at(e.part).state)) continue;
      if (luck >> 28U != 0) add_line(t, luck >> 8U);
    }
  } else {
    for (std::uint32_t i = 0; i < 1 + s.detail % 4; ++i) {
      Id t = (s.detail / 4 * 31 + i * 7) % m_.teachers.size();
      for (int tries = 0; tries < 400 && !in_reach(t) && s.detail % 16 != 0; ++tries)
        t = (t + 5) % m_.teachers.size();
      if (csv.find(number(t)) != std::string::npos) continue;
      csv += number(t) + "\n";
      if (!in_reach(t)) {
        bad = true;
      } else if (!p->people.contains(t)) {
        bad = bad || m_.gone(t, today());
        next[t] = {};
      }
    }
  }
  if (csv.find('\n') + 1 == csv.size()) return;  // nobody to write down
  if (want.empty() || !refused(want)) want = bad ? "rejected" : next.empty() ? "=" : "stored";
  const bool moves = results && !by_part && p->state != "running";
  if (want == "stored" && moves && m_.same_person(p->last, actor, org))
    want = "denied.same-person:4";
  if (want == "stored" && by_part) {
    for (const auto& [t, e] : next) {
      const Part& part = p->parts.at(e.part);
      if (part.state != "running" && m_.same_person(part.last, actor, org))
        want = "denied.same-person:4";
    }
  }
  const auto got = answer(actor, [&] {
    const auto source = sheet::open_bytes(csv, {"list.csv", "", "utf-8"});
    const workflow::ParticipantsImport how{.project = p->id};
    const auto report = results ? workflow::assess(place_.desk, *source, how)
                                : workflow::enrol(place_.desk, *source, how);
    return std::string{report.rejected > 0 ? "rejected" : report.stored ? "stored" : "="};
  });
  expect(std::string{results ? "credits assess " : "credits enrol "} + p->id, actor, want, got);
  touched_projects_.push_back(static_cast<Id>(p - m_.projects.data()));
  if (got != "stored") return;
  for (const auto& [t, e] : next) {
    p->people[t] = e;
    if (!by_part) continue;
    Part& part = p->parts.at(e.part);
    if (part.state != "running") part.last = {actor, org};
    part.state = "running";
  }
  if (moves) p->state = "running", p->last = {actor, org};
}

void Walk::close_project(const Step& s) {
  Project* const p = project(s);
  if (p == nullptr) return add_project(s);
  const Id runs = p->kind == "school_based" ? p->school : p->institution;
  const Id actor = choose(s, m_.managers(runs));
  std::string want = denied_project(actor, {runs}, "school institution");
  std::vector<Part*> parts;
  for (auto& [province, part] : p->parts) {
    if (part.state == "running" || part.state == "returned") parts.push_back(&part);
  }
  if (want.empty()) want = parts.empty() ? project_states().at(p->state, "close") : "results";
  if (want == "results") {
    const auto lacks = [&](const auto& one) {
      const Enrolled& e = one.second;
      if (!parts.empty() &&
          std::find(parts.begin(), parts.end(), &p->parts.at(e.part)) == parts.end())
        return false;
      return e.state != "confirmed" && e.result.empty();
    };
    bool same = parts.empty() && m_.same_person(p->last, actor, runs);
    for (const Part* part : parts) same = same || m_.same_person(part->last, actor, runs);
    want = today() < p->end                                         ? "project.not-ended:5"
           : std::any_of(p->people.begin(), p->people.end(), lacks) ? "project.results-missing:3"
           : same                                                   ? "denied.same-person:4"
                                                                    : "results";
  }
  const auto got = answer(actor, [&] {
    const auto done = workflow::close_project(place_.desk, p->id, "");
    return done.unchanged ? "=" : done.state;
  });
  expect("credits close " + p->id, actor, want, got);
  if (got != "results") return;
  for (auto& [t, e] : p->people) {
    const bool moves =
        parts.empty() || std::find(parts.begin(), parts.end(), &p->parts.at(e.part)) != parts.end();
    if (moves && e.state == "returned") e.state = "enrolled";
  }
  for (Part* part : parts) part->state = "results", part->last = {actor, runs};
  if (parts.empty()) p->state = "results", p->last = {actor, runs};
  touched_projects_.push_back(static_cast<Id>(p - m_.projects.data()));
}

void Walk::distribute(const Step& s) {
  Project* p = project(s);
  for (Project& other : m_.projects) {
    if (other.kind == "national" && s.detail % 8 != 0 && other.state == "results") p = &other;
  }
  if (p == nullptr) return add_project(s);
  const Id actor = choose(s, m_.managers(0));
  std::string want = denied_project(
      actor, p->authority == 0 ? std::vector<Id>{0} : std::vector<Id>{}, "authority");
  std::vector<Part*> again;
  for (auto& [province, part] : p->parts) {
    if (part.state == "results") again.push_back(&part);
  }
  if (want.empty()) {
    want = !again.empty() ? "distributed" : project_states().at(p->state, "distribute");
    if (p->state == "results" && p->kind != "national") want = "project.not-national:5";
    if (p->state == "distributed" && again.empty()) want = "=";
  }
  const auto got = answer(actor, [&] {
    const auto done = workflow::distribute_project(place_.desk, p->id);
    return done.done.unchanged ? "=" : done.done.state;
  });
  expect("credits distribute " + p->id, actor, want, got);
  if (got != "distributed") return;
  for (Part* part : again) part->state = "distributed", part->last = {actor, 0};
  if (!again.empty()) return;
  p->state = "distributed";
  p->last = {actor, 0};
  for (auto& [t, e] : p->people) {
    e.part = m_.province_of(m_.teachers[t].org);
    p->parts[e.part] = {"distributed", {actor, 0}};
  }
  touched_projects_.push_back(static_cast<Id>(p - m_.projects.data()));
}

}  // namespace tmis::walk
