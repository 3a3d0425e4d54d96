// Decisions about credits: confirmed, sent back, corrected; and study of one's own.
#include <algorithm>
#include <array>

#include "walk.h"
#include "workflow/credit_claim.h"
#include "workflow/credit_confirm.h"

namespace tmis::walk {
/// Confirms a project or one's part of it, or sends it back.
void Walk::confirm_project(const Step& s) {
  Project* const p = project(s);
  if (p == nullptr) return add_project(s);
  const bool back = s.choice % 4 == 0, partial = s.detail % 2 == 0;
  std::vector<Id> sides;
  for (const auto& [province, part] : p->parts) sides.push_back(province);
  if (sides.empty()) sides.push_back(p->authority);
  const Id actor = choose(s, m_.managers(sides[s.detail % sides.size()]));
  std::string want = denied_project(actor, sides, "authority");
  const Id org = acting_for(actor, sides);
  const auto mine = p->parts.find(org);
  Part* const part = mine == p->parts.end() ? nullptr : &mine->second;
  std::string& state = part != nullptr ? part->state : p->state;
  Last& last = part != nullptr ? part->last : p->last;
  std::vector<Id> done;
  bool rest = false;
  if (want.empty()) {
    want = project_states().at(state, back ? "return" : "confirm");
    if (!back && state == "results" && p->kind == "national") want = "project.not-distributed:5";
    if (!refused(want) && (!back || want != "=") && m_.same_person(last, actor, org))
      want = "denied.same-person:4";
  }
  if (!refused(want)) {
    std::size_t own = 0, claimed = 0;
    for (const auto& [t, e] : p->people) {
      if ((part != nullptr && e.part != org) || e.state == "confirmed") continue;
      if (m_.own(actor, t)) {
        ++own;
      } else if (!back && m_.claimed(t)) {
        ++claimed;
      } else if (!back || e.state != "returned") {
        done.push_back(t);
      }
    }
    rest = own + claimed > 0;
    if (!back && claimed > 0 && !partial) want = "credits.not-all:5";
    if (!back && !refused(want)) want = done.empty() ? "=" : rest ? state : "confirmed";
    if (back && want == "=" && !done.empty()) want = "returned";
  }
  const auto got = answer(actor, [&] {
    const workflow::CreditCase which{.project = p->id, .as = as(actor, org)};
    const auto out = back ? workflow::return_credits(place_.desk, which, kReason)
                          : workflow::confirm_credits(place_.desk, which, partial);
    return out.event < 0 ? "=" : out.state;
  });
  expect(std::string{back ? "credits return " : "credits confirm "} + p->id + " " + state, actor,
         want, got);
  touched_projects_.push_back(static_cast<Id>(p - m_.projects.data()));
  if (refused(got) || got == "=") return;
  for (const Id t : done) {
    p->people[t].state = back ? "returned" : "confirmed";
    touched_.push_back(t);
    if (back) continue;
    m_.teachers[t].trainings.insert(p->id);
    m_.touch(t, true);
  }
  if (state != got) last = {actor, org};
  state = got;
}

/// Another version of what was confirmed of a project.
void Walk::correct(const Step& s) {
  Project* p = project(s);
  for (Project& other : m_.projects) {
    if (other.state == "confirmed" && s.detail % 4 != 0) p = &other;
  }
  if (p == nullptr || p->people.empty()) return add_project(s);
  auto at = p->people.begin();
  std::advance(at, s.choice % p->people.size());
  auto& [t, e] = *at;
  std::vector<Id> sides;
  for (const auto& [province, part] : p->parts) sides.push_back(province);
  if (sides.empty()) sides.push_back(p->authority);
  const Id usual = e.part != kNobody ? e.part : sides.front();
  const Id actor = choose(s, m_.managers(usual));
  const Id org = acting_for(actor, sides);
  std::string want = denied_project(actor, sides, "authority");
  const auto hours = static_cast<std::int64_t>(1 + s.detail % 30);
  const auto mine = p->parts.find(org);
  const std::string& state = mine == p->parts.end() ? p->state : mine->second.state;
  if (want.empty()) {
    want = mine != p->parts.end() && e.part != org ? "credits.not-in-project:6"
           : m_.own(actor, t)                      ? "denied.own-dossier:4"
           : e.state != "confirmed"                ? project_states().at(state, "correct")
           : hours > p->hours                      ? "project.hours:5"
           : hours == e.hours                      ? "="
                                                   : "confirmed";
  }
  const auto got = answer(actor, [&] {
    const auto out = workflow::correct_credits(
        place_.desk, {.project = p->id, .teacher = number(t), .as = as(actor, org)},
        {.hours = hours, .reason = kReason});
    return out.event < 0 ? "=" : out.state;
  });
  // Which exit too many hours have, a project says in lists and in corrections alike.
  if (want == "project.hours:5" && got.starts_with("project.hours:")) want = got;
  expect("credits correct " + p->id + " " + number(t), actor, want, got);
  if (refused(got) || got == "=") return;
  e.hours = hours;
  touched_.push_back(t);
  m_.touch(t, true);
}

void Walk::claim_credits(const Step& s) {
  const Id t = teacher(s);
  const Id actor = s.choice % 8 == 0 ? choose(s, {}) : m_.actor_of(t);
  const bool evidence = s.detail % 8 != 0;
  const Actor& a = m_.actors[actor];
  const std::string want = !m_.teaches(actor) ? "denied.role:4"
                           : evidence         ? "claimed"
                                              : "claim.no-evidence:3";
  std::string id;
  const auto got = answer(actor, [&] {
    const auto done =
        workflow::claim_credits(place_.desk, {.name = unique("自学"),
                                              .start = later(today(), -20),
                                              .end = later(today(), -1),
                                              .hours = static_cast<std::int64_t>(1 + s.detail % 30),
                                              .evidence = evidence ? "结业证 2017-118" : ""});
    id = done.id;
    return done.state;
  });
  expect("credits claim", actor, want, got);
  if (refused(got)) return;
  const Id who = a.teacher, home = m_.teachers[who].org;
  m_.teachers[who].studies.push_back({id, got, m_.authority_of(home), {actor, home}});
  touched_.push_back(who);
}

/// Withdraws a claim, hands it in again, confirms it or sends it back.
void Walk::decide_study(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  if (of.studies.empty()) return claim_credits(s);
  CreditClaim& c = of.studies[s.detail % of.studies.size()];
  constexpr std::array<const char*, 5> kSteps = {"confirm", "confirm", "return", "withdraw",
                                                 "correct"};
  const std::string step = kSteps[s.choice % kSteps.size()];
  const bool by_teacher = step == "withdraw";
  const Id actor = choose(s, by_teacher ? std::vector{m_.actor_of(t)} : m_.managers(c.authority));
  const Id org = acting_for(actor, {c.authority});
  const auto hours = static_cast<std::int64_t>(31 + s.detail % 7);
  std::string want;
  if (by_teacher) {
    want = !m_.teaches(actor)  ? "denied.role:4"
           : !m_.own(actor, t) ? "credits.not-found:6"
                               : credit_claim_states().at(c.state, step);
  } else {
    want = m_.manages(actor, "authority").empty() ? "denied.role:4"
           : m_.own(actor, t)                     ? "denied.own-dossier:4"
           : org == kNobody                       ? "denied.relation:4"
                                                  : credit_claim_states().at(c.state, step);
    if (!refused(want) && want != "=" && step != "correct" && m_.same_person(c.last, actor, org))
      want = "denied.same-person:4";
    if (!refused(want) && step == "confirm" && c.state == "claimed" && m_.claimed(t))
      want = "person.claim-open:5";
  }
  const auto got = answer(actor, [&] {
    if (by_teacher) {
      const auto done = workflow::withdraw_credit_claim(place_.desk, c.id);
      return done.unchanged ? std::string{"="} : done.state;
    }
    const workflow::CreditCase which{.claim = c.id, .as = as(actor, org)};
    const auto out =
        step == "confirm" ? workflow::confirm_credits(place_.desk, which, false)
        : step == "return"
            ? workflow::return_credits(place_.desk, which, kReason)
            : workflow::correct_credits(place_.desk, which, {.hours = hours, .reason = kReason});
    return out.event < 0 ? "=" : out.state;
  });
  if (step == "correct" && want == "confirmed" && got == "=") want = got;  // the same hours again
  expect("credits " + step + " " + c.id + " " + c.state, actor, want, got);
  if (refused(got) || got == "=") return;
  c.state = got;
  c.last = {actor, by_teacher ? of.org : org};
  if (got == "confirmed") {
    of.trainings.insert(c.id);
    m_.touch(t, true);
  }
}

}  // namespace tmis::walk
