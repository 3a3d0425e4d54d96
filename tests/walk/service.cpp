// Steps about the status of a person, and disputes over whose he is.
#include <algorithm>
#include <array>

#include "walk.h"
#include "workflow/claim.h"
#include "workflow/employment.h"

namespace tmis::walk {
// ------------------------------------------------------------------ status

std::string Walk::judge_status(Id t, const std::string& code, const std::string& from,
                               bool correct) const {
  const auto& line = m_.teachers[t].line;
  const std::string now = line.empty() ? "100" : line.rbegin()->second.status;
  const bool replaces = correct && !line.empty();
  std::string earliest;
  if (!line.empty() && !replaces) earliest = line.rbegin()->first;
  if (line.size() > 1 && replaces) earliest = std::next(line.rbegin())->first;
  const char was = now[0], next = code[0];
  if (code == "305") return "status.by-transfer:5";
  if (code == "101" || code == "205" || (now == "205" && next != '3'))
    return "status.by-rotation:5";
  const bool same = !line.empty() && now == code && line.rbegin()->first == from;
  const bool early = from <= earliest;
  if (was == '1' && next == '1') return correct ? "serving" : "=";
  if (was == '3') {
    if (same && next == '3') return "=";
    const bool follows = code == "303" && (now == "301" || now == "302");
    if (correct)
      return early         ? "status.out-of-order:5"
             : next == '1' ? "serving"
             : next == '2' ? "absent"
                           : "gone";
    if (!follows) return "status.final:5";
    return early ? "status.out-of-order:5" : "gone";
  }
  if (was == '2' && next == '2' && same) return "=";
  if (early) return "status.out-of-order:5";
  return next == '1' ? "serving" : next == '2' ? "absent" : "gone";
}

void Walk::set_status(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  // Gone is the end of most stories, so it comes seldom and is often taken back.
  constexpr std::array<const char*, 16> kCodes = {"203", "203", "203", "207", "207", "100",
                                                  "100", "100", "100", "100", "301", "303",
                                                  "306", "101", "205", "305"};
  std::string code = kCodes[s.choice % kCodes.size()];
  bool correct = s.detail % 8 == 0;
  if (m_.gone(t, today()) && s.detail % 2 == 0) code = "100", correct = true;
  const std::string from =
      s.detail % 5 == 0 ? later(today(), static_cast<std::int32_t>(s.detail % 7) - 3) : today();
  const Id actor = choose(s, m_.managers(of.org));
  std::string want = refused_writer(actor, t, false, true);
  if (want.empty()) want = judge_status(t, code, from, correct);
  const auto got = answer(actor, [&] {
    const auto done = workflow::set_status(place_.desk, {.teacher = number(t),
                                                         .status = code,
                                                         .from = from,
                                                         .until = "",
                                                         .reason = kReason,
                                                         .correct = correct});
    return done.unchanged ? "=" : done.state;
  });
  expect("status set " + code + " " + number(t) + " " + from + (correct ? " --correct" : ""), actor,
         want, got);
  if (refused(got) || got == "=") return;
  if (correct && !of.line.empty()) of.line.erase(std::prev(of.line.end()));
  of.line[from] = {code, "", ""};
  m_.touch(t, true);
  if (code[0] == '3') depart(t);
}

/// What ends with the employment.
void Walk::depart(Id t) {
  Teacher& of = m_.teachers[t];
  m_.end_work(t);
  if (Transfer* open = m_.open_transfer(t)) open->state = "90";
  for (Rotation& r : of.rotations) {
    if (r.open()) r.state = r.state == "applied" ? "withdrawn" : "ended";
  }
  for (CreditClaim& c : of.studies) {
    if (c.state == "claimed" || c.state == "returned") c.state = "withdrawn";
  }
}

// ------------------------------------------------------------------ disputes

void Walk::claim_person(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  std::vector<Id> right;
  for (Id a = 0; a < m_.country.officers.size(); ++a) {
    if (!m_.manages(a, "school").empty()) right.push_back(a);
  }
  const Id actor = choose(s, right);
  if (plural(actor)) return;  // he would have to say for whom
  const auto schools = m_.manages(actor, "school"), above = m_.manages(actor, "authority");
  Id claimant = schools.empty() ? kNobody : schools.front();
  if (!above.empty()) {  // for a school below
    const Id school = m_.teachers[s.detail % m_.teachers.size()].org;
    if (m_.below(school, above.front())) claimant = school;
  }
  std::string want = schools.empty() && above.empty() ? "denied.role:4"
                     : claimant == kNobody            ? "usage.missing:2"
                     : claimant == of.org             ? "claim.own:5"
                     : m_.claimed(t)                  ? "claim.already-open:5"
                                                      : "open";
  std::string id;
  const auto got = answer(actor, [&] {
    const auto done = workflow::open_claim(
        place_.desk, {.teacher = number(t),
                      .name = "王强",
                      .org = schools.empty() && claimant != kNobody ? m_.org(claimant).code : ""});
    id = done.id;
    return done.state;
  });
  expect("accounts claim " + number(t), actor, want, got);
  if (!refused(got)) of.claims.push_back({id, true, of.org, claimant});
}

void Walk::close_claim(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  if (of.claims.empty()) return claim_person(s);
  Claim& c = of.claims.back();
  const bool withdraw = s.choice % 4 == 0;
  constexpr std::array<const char*, 4> kOutcomes = {"keep", "keep", "error", "move"};
  const std::string outcome = kOutcomes[s.detail % kOutcomes.size()];
  const Id judge = m_.common_authority(c.holder, c.claimant);
  const Id actor = choose(s, m_.managers(withdraw ? c.claimant : judge));
  if (plural(actor)) return;
  const auto schools = m_.manages(actor, "school"), above = m_.manages(actor, "authority");
  std::string want;
  if (above.empty() && (!withdraw || schools.empty())) {
    want = "denied.role:4";
  } else if (withdraw) {
    const bool mine =
        above.empty() ? schools.front() == c.claimant : m_.below(c.claimant, above.front());
    want = !mine ? "claim.not-found:6" : c.open ? "closed" : "claim.wrong-step:5";
  } else if (above.front() != judge) {
    want = "denied.relation:4";
  } else if (!c.open) {
    want = "claim.wrong-step:5";
  } else if (outcome == "move") {
    const std::string status = m_.status(t, today());
    want = m_.open_transfer(t) != nullptr            ? "transfer.already-open:5"
           : status[0] == '3' && !may_return(status) ? "dossier.closed:5"
                                                     : "closed";
  } else {
    want = "closed";
  }
  std::string transfer;
  const auto got = answer(actor, [&] {
    if (withdraw) return workflow::withdraw_claim(place_.desk, c.id).state;
    const auto how = outcome == "keep"    ? workflow::ClaimOutcome::keep
                     : outcome == "error" ? workflow::ClaimOutcome::error
                                          : workflow::ClaimOutcome::move;
    const auto done = workflow::resolve_claim(place_.desk, c.id, how, kReason);
    transfer = done.transfer;
    return done.state;
  });
  expect(std::string{withdraw ? "accounts claim withdraw " : "accounts resolve "} + c.id + " of " +
             number(t) + " " + outcome,
         actor, want, got);
  if (refused(got)) return;
  c.open = false;
  if (!transfer.empty()) {
    of.transfers.push_back({transfer,
                            "20",
                            c.claimant,
                            m_.authority_of(c.claimant),
                            of.org,
                            m_.authority_of(of.org),
                            false,
                            {actor, judge}});
  }
}

}  // namespace tmis::walk
