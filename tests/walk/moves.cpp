// Steps that change where a person serves: transfers and rotation.
#include <algorithm>
#include <array>

#include "walk.h"
#include "workflow/rotation.h"
#include "workflow/transfer.h"

namespace tmis::walk {
// ------------------------------------------------------------------ transfer

/// What a dossier may not have open when it leaves its school.
std::string Walk::not_free(Id t) const {
  if (m_.claimed(t)) return "person.claim-open:5";
  if (m_.in_force(t) != nullptr) return "transfer.rotation-open:5";
  if (m_.report_open(t)) return "transfer.submission-open:5";
  return {};
}

void Walk::apply_transfer(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  std::vector<Id> right;
  for (Id a = 0; a < m_.country.officers.size(); ++a) {
    if (!m_.manages(a, "school").empty() && !m_.manages_in(a, "school", of.org)) right.push_back(a);
  }
  const Id actor = choose(s, right);
  const auto schools = m_.manages(actor, "school");
  const bool wrong_school = s.detail % 16 == 0 && m_.misses[actor] < 4;
  const Id from = wrong_school ? m_.teachers[(t + 777) % m_.teachers.size()].org : of.org;
  const bool rotating = s.detail % 4 == 1;
  std::string want;
  if (schools.empty()) {
    want = "denied.role:4";
  } else if (schools.front() == from) {
    want = "transfer.same-school:2";
  } else if (from != of.org) {
    want = "teacher.not-found:6";
    if (!shut(actor)) ++m_.misses[actor];
  } else {
    if (!shut(actor)) m_.misses[actor] = 0;
    const std::string status = m_.status(t, today());
    want = status[0] == '3' && !may_return(status) ? "dossier.closed:5"
           : m_.claimed(t)                         ? "person.claim-open:5"
           : m_.open_transfer(t) != nullptr        ? "transfer.already-open:5"
                                                   : "10";
  }
  std::string id;
  const auto got = answer(actor, [&] {
    const auto done = workflow::apply_transfer(
        place_.desk, {.teacher = s.choice % 2 == 0 ? number(t) : m_.country.identities[t],
                      .from = m_.org(from).code,
                      .type = rotating ? "2" : "1",
                      .rotation_type = rotating ? "1" : "",
                      .reason = kReason});
    id = done.id;
    return done.state;
  });
  expect("transfer apply " + number(t) + " from " + m_.org(from).code, actor, want, got);
  if (refused(got)) return;
  const Id to = schools.front();
  of.transfers.push_back(
      {id, "10", to, m_.authority_of(to), from, m_.authority_of(from), rotating, {actor, to}});
}

void Walk::step_transfer(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  if (of.transfers.empty()) return apply_transfer(s);
  Transfer& tr = of.transfers.back();
  // Mostly the step whose turn it is, so that cases come to their end.
  constexpr std::array<const char*, 6> kSteps = {"confirm", "confirm", "confirm",
                                                 "take",    "reject",  "withdraw"};
  std::string step = kSteps[s.choice % kSteps.size()];
  if (s.detail % 4 != 0 && tr.open()) step = tr.state == "40" ? "take" : "confirm";
  const bool receiving = step == "take" || step == "withdraw";
  const Id turn = receiving          ? tr.to
                  : tr.state == "10" ? tr.to_authority
                  : tr.state == "20" ? tr.from
                                     : tr.from_authority;
  const Id actor = choose(s, m_.managers(turn));
  std::vector<Id> sides = receiving
                              ? std::vector<Id>{tr.to}
                              : std::vector<Id>{turn, tr.from, tr.to_authority, tr.from_authority};
  const Id org = acting_for(actor, sides);
  const auto schools = m_.manages(actor, "school"), above = m_.manages(actor, "authority");
  std::string want;
  if (schools.empty() && (receiving || above.empty())) {
    want = "denied.role:4";
  } else if (!receiving && m_.own(actor, t)) {
    want = "denied.own-dossier:4";
  } else if (org == kNobody) {
    want = "denied.relation:4";
  } else {
    want = transfer_states().at(tr.state, step);
    const bool mine = receiving || org == turn;
    if (!refused(want) && want != "=" && !mine) want = "transfer.wrong-step:5";
    if (!refused(want) && want != "=") {
      if (m_.same_person(tr.last, actor, org)) {
        want = "denied.same-person:4";
      } else if (want == "30" || want == "50") {
        if (const auto held = not_free(t); !held.empty()) want = held;
      }
    }
  }
  const auto got = answer(actor, [&] {
    const workflow::TransferStep given{tr.id, as(actor, org), "同意"};
    const auto done = step == "confirm"    ? workflow::confirm_transfer(place_.desk, given)
                      : step == "reject"   ? workflow::reject_transfer(place_.desk, given)
                      : step == "withdraw" ? workflow::withdraw_transfer(place_.desk, given)
                                           : workflow::take_transfer(place_.desk, given);
    return done.unchanged ? "=" : done.state;
  });
  expect("transfer " + step + " " + tr.id + " of " + number(t) + " at " + tr.state, actor, want,
         got);
  if (refused(got) || got == "=") return;
  tr.state = got;
  tr.last = {actor, org};
  if (got == "50") arrive(t, tr);
}

/// What follows when the new school has taken the file over.
void Walk::arrive(Id t, Transfer& tr) {
  Teacher& of = m_.teachers[t];
  of.org = tr.to;
  of.arrivals.insert(tr.id);
  if (tr.rotating) of.exchanges.insert(tr.id);
  // Who had no timeline has one from now on.
  if (of.line.empty()) of.line[today()] = {"100", "", ""};
  m_.put_status(t, "100", today(), "");
  m_.end_work(t);
  m_.touch(t, true);
  for (Rotation& r : of.rotations) {
    if (r.state == "applied") r.state = "withdrawn";
  }
  for (Actor& a : m_.actors) {
    if (a.teacher == t)
      std::erase_if(a.roles, [&](const Role& role) { return role.org == tr.from; });
  }
  for (CreditClaim& c : of.studies) {
    if ((c.state != "claimed" && c.state != "returned") || c.authority == tr.to_authority) continue;
    c.authority = tr.to_authority;
    c.last = tr.last;  // who brought it along doesn't decide it for the authority
  }
  for (Project& p : m_.projects) {
    const auto here = p.people.find(t);
    if (p.kind == "school_based" && here != p.people.end() && here->second.result.empty())
      p.people.erase(here);
  }
}

// ------------------------------------------------------------------ rotation

void Walk::apply_rotation(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  const Id actor = choose(s, m_.managers(of.org));
  const auto schools = m_.manages(actor, "school");
  const std::string from = later(today(), static_cast<std::int32_t>(s.choice % 3) * 5),
                    until = later(from, 20 + static_cast<std::int32_t>(s.detail % 40));
  const Id host = m_.teachers[(t + s.detail) % m_.teachers.size()].org;
  std::string want;
  if (schools.empty()) {
    want = "denied.role:4";
  } else if (schools.front() != of.org) {
    want = "teacher.not-found:6";
  } else if (host == of.org) {
    want = "rotation.same-unit:2";
  } else if (m_.status(t, today()) != "100") {
    want = "rotation.not-serving:5";
  } else if (m_.open_transfer(t) != nullptr) {
    want = "rotation.transfer-open:5";
  } else {
    want = "applied";
    for (const Rotation& r : of.rotations) {
      if (r.open() && from <= r.until && r.from <= until) want = "rotation.overlap:5";
    }
  }
  std::string id;
  const auto got = answer(actor, [&] {
    const auto done = workflow::apply_rotation(place_.desk, {.teacher = number(t),
                                                             .to = m_.org(host).code,
                                                             .type = "1",
                                                             .from = from,
                                                             .until = until,
                                                             .reason = kReason});
    id = done.id;
    return done.state;
  });
  expect("rotation apply " + number(t) + " " + from, actor, want, got);
  if (!refused(got))
    of.rotations.push_back(
        {id, got, from, until, of.org, m_.authority_of(of.org), host, {actor, of.org}});
}

void Walk::step_rotation(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  if (of.rotations.empty()) return apply_rotation(s);
  Rotation& r = of.rotations[s.detail % of.rotations.size()];
  constexpr std::array<const char*, 6> kSteps = {"confirm", "confirm", "end",
                                                 "end",     "reject",  "withdraw"};
  const std::string step = kSteps[s.choice % kSteps.size()];
  const bool by_school = step == "end" || step == "withdraw";
  const Id actor = choose(s, m_.managers(by_school ? r.org : r.authority));
  const Id org = acting_for(actor, {by_school ? r.org : r.authority});
  const std::string on = step == "end" && s.detail % 8 == 0 ? later(r.from, -1)
                         : today() < r.from                 ? r.from
                                                            : today();
  std::string want;
  if (m_.manages(actor, by_school ? "school" : "authority").empty()) {
    want = "denied.role:4";
  } else if (!by_school && m_.own(actor, t)) {
    want = "denied.own-dossier:4";
  } else if (org == kNobody) {
    want = "denied.relation:4";
  } else if (!by_school && m_.on_the_way(t)) {
    want = "dossier.in-transfer:5";
  } else {
    want = rotation_states().at(r.state, step);
    if (!refused(want) && want != "=") {
      if (m_.same_person(r.last, actor, org)) {
        want = "denied.same-person:4";
      } else if (want == "in_force") {
        if (m_.open_transfer(t) != nullptr) {
          want = "rotation.transfer-open:5";
        } else if (m_.status(t, today()) != "100") {
          want = "rotation.not-serving:5";
        }
      } else if (want == "ended" && on < r.from) {
        want = "rotation.days:2";
      }
    }
  }
  const auto got = answer(actor, [&] {
    const workflow::RotationStep given{r.id, as(actor, org), "同意", on};
    const auto done = step == "confirm"    ? workflow::confirm_rotation(place_.desk, given)
                      : step == "reject"   ? workflow::reject_rotation(place_.desk, given)
                      : step == "withdraw" ? workflow::withdraw_rotation(place_.desk, given)
                                           : workflow::end_rotation(place_.desk, given);
    return done.unchanged ? "=" : done.state;
  });
  expect("rotation " + step + " " + r.id + " of " + number(t) + ", " + r.state, actor, want, got);
  if (refused(got) || got == "=") return;
  r.state = got;
  r.last = {actor, org};
  if (got == "in_force") {
    of.exchanges.insert(r.id);
    m_.put_status(t, "205", r.from, r.until);
  } else if (got == "ended") {
    m_.put_status(t, "100", on, "");
  }
  if (got == "in_force" || got == "ended") m_.touch(t, true);
}

}  // namespace tmis::walk
