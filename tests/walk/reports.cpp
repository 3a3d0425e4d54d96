// Signatures and reports upward. They are followed as long as nothing but hands wrote the dossier;
// after a business it is only asked that nothing unaudited is signed or sent.
#include <algorithm>
#include <array>

#include "walk.h"
#include "workflow/signature.h"
#include "workflow/submission.h"

namespace tmis::walk {
void Walk::sign(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  const std::string set = kSigned[s.choice % kSigned.size()];
  constexpr std::array<const char*, 3> kSteps = {"confirm", "record", "refuse"};
  const std::string step = kSteps[s.detail % kSteps.size()];
  const bool in_ink = step == "record";
  const Id actor = in_ink ? choose(s, m_.managers(of.org)) : m_.actor_of(t);
  std::string want = in_ink ? refused_writer(actor, t, false, true) : "";
  if (!in_ink && m_.on_the_way(t)) want = "dossier.in-transfer:5";
  bool all = true;
  for (const auto& [id, item] : of.items) {
    if (sign_set(item) == set && item.state != "audited") all = false;
  }
  const auto got = answer(actor, [&] {
    const auto done = in_ink ? workflow::record_signature(place_.desk, number(t), set, "7")
                      : step == "refuse" ? workflow::refuse(place_.desk, set, kReason)
                                         : workflow::confirm(place_.desk, set);
    return done.unchanged ? "=" : done.state;
  });
  // Which content was signed, the file alone knows; but nothing unaudited is ever agreed to.
  if (want.empty()) want = got == "signed" && !all ? "sign.not-audited:5" : got;
  expect("sign " + step + " " + set + " " + number(t), actor, want, got);
  if (refused(got)) return;
  if (got != "=") of.signatures[set] = got;
  if (got != "=" && of.complete == Known::yes) of.complete = Known::maybe;
}

void Walk::send(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  const Id actor = choose(s, m_.managers(of.org));
  std::string want;
  const bool school = m_.manages_in(actor, "school", of.org);
  if (!school && (!m_.manages(actor, "authority").empty() || plural(actor))) return;  // sends on
  const Report* last = nullptr;
  for (const Report& r : of.reports) {
    if (r.from == of.org) last = &r;
  }
  const std::string state = last == nullptr ? "none" : last->state;
  if (m_.manages(actor, "school").empty()) {
    want = "denied.role:4";
  } else if (!school) {
    want = "teacher.not-found:6";
  } else if (m_.on_the_way(t)) {
    want = "dossier.in-transfer:5";
  } else if (state == "sent" || (state == "accepted" && !last->changed)) {
    want = "=";
  } else if (m_.claimed(t)) {
    want = "person.claim-open:5";
  } else if (of.complete == Known::no && state != "accepted") {
    want = "submission.incomplete:5";
  }
  std::string id;
  const auto got = answer(actor, [&] {
    const auto done = workflow::send(
        place_.desk, {.teacher = number(t), .org = plural(actor) ? m_.org(of.org).code : ""});
    id = done.id;
    return std::string{done.done > 0 ? "sent" : "="};
  });
  if (want.empty() || (want == "person.claim-open:5" && state == "accepted")) {
    // Whether what changed made it incomplete, or nothing at all, is more than the model follows.
    const bool fits = got == "sent" || got == "submission.incomplete:5" ||
                      (got == "=" && state == "accepted") || got == want;
    want = fits && (want.empty() || got != "sent") ? got : want;
  }
  expect("submission send " + number(t), actor, want, got);
  if (got != "sent") return;
  of.reports.push_back({id, "sent", of.org, m_.authority_of(of.org)});
}

void Walk::decide_report(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  if (of.reports.empty()) return send(s);
  Report& report = of.reports.back();
  constexpr std::array<const char*, 3> kSteps = {"accept", "return", "recall"};
  const std::string step = kSteps[s.choice % kSteps.size()];
  const Id side = step == "recall" ? report.from : report.to;
  const Id actor = choose(s, m_.managers(side));
  if (plural(actor)) return;
  const bool any = !m_.manages(actor, "authority").empty() ||
                   (step == "recall" && !m_.manages(actor, "school").empty());
  std::string want = !any ? "denied.role:4"
                     : !m_.manages_in(actor, m_.org(side).kind, side)
                         ? "denied.relation:4"
                         : submission_states().at(report.state, step);
  const auto got = answer(actor, [&] {
    const auto done = step == "accept"   ? workflow::accept(place_.desk, report.id, "")
                      : step == "return" ? workflow::give_back(place_.desk, report.id, "", kReason)
                                         : workflow::recall(place_.desk, report.id, "");
    return done.done == 0 ? "=" : done.state;
  });
  expect("submission " + step + " " + report.id, actor, want, got);
  if (!refused(got) && got != "=") report.state = got;
}

}  // namespace tmis::walk
