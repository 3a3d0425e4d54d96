// A project, a part of one and a claim differ in who takes part and where their state stands; the
// rest is one way for all three (`OpenCase`).
#include "workflow/credit_confirm.h"

#include <algorithm>

#include "base/error.h"
#include "people/organisation.h"
#include "workflow/case_file.h"
#include "workflow/claim.h"
#include "workflow/credit_claim.h"
#include "workflow/credit_participants.h"
#include "workflow/credit_training.h"
#include "workflow/given.h"

namespace tmis::workflow {
namespace {

constexpr std::int64_t kHundredthsOfHour = 100;  // of a class hour

/// What the decision is about: a claim, a project, or the part of it that is one's own.
struct OpenCase {
  std::optional<CreditClaim> claim;
  std::optional<CreditProject> project;
  std::optional<CreditPart> part;

  /// As events and rights have it.
  std::string id() const { return part ? part->id() : project ? project->id() : claim->id(); }
  /// As entries and the dossier's rows have it: every province's part is of one project.
  std::string case_id() const { return project ? project->id() : claim->id(); }
  const std::string& state() const {
    return part ? part->state : project ? project->state : claim->state;
  }
  std::int64_t seq() const { return part ? part->seq : project ? project->seq : claim->seq; }
  const Machine& machine() const {
    return Machine::of(project ? "credit_project" : "credit_claim");
  }
  Machine::Facts facts() const { return project ? project->machine_facts() : Machine::Facts{}; }
};

struct AskedCase {
  OpenCase open;
  Permit permit;
};

AskedCase ask_claim_case(Desk& desk, std::string_view command, const CreditCase& which) {
  std::optional<CreditClaim> found;
  try {
    found = credit_claim(desk, which.claim);
  } catch (const Error&) {
    desk.permit(command);  // who may not at all is told that, not which ids exist
    throw;
  }
  access::Subject subject;
  if (!which.as.empty()) subject.org = people::organisation(desk, which.as).row;
  subject.teacher = found->teacher;
  subject.teacher_org = people::person(desk, found->teacher).org;
  subject.parties = {{"authority", found->authority}};
  Permit permit = desk.permit(command, subject);
  return {{std::move(found), std::nullopt, std::nullopt}, std::move(permit)};
}

std::optional<CreditPart> own_part(Desk& desk, std::int64_t project, std::int64_t org) {
  for (CreditPart& part : parts_of(desk, project)) {
    if (part.authority == org) return std::move(part);
  }
  return std::nullopt;
}

AskedCase ask_case(Desk& desk, std::string_view command, const CreditCase& which) {
  if (which.project.empty() == which.claim.empty())
    needed("", "PROJECT | --claim ID", std::string{command});
  if (!which.claim.empty()) return ask_claim_case(desk, command, which);
  auto [project, permit] = ask_project(desk, command, which.project, which.as);
  auto part = own_part(desk, project.row, permit.org());
  return {{std::nullopt, std::move(project), std::move(part)}, std::move(permit)};
}

/// The same case as it stands under the lock.
OpenCase under_lock(Desk& desk, const OpenCase& open) {
  OpenCase out;
  if (open.claim) out.claim = credit_claim(desk, open.claim->id());
  if (open.project) out.project = project(desk, open.project->row);
  if (open.part) out.part = own_part(desk, open.part->project, open.part->authority);
  return out;
}

/// A claim as a list of one participant.
std::vector<Enrolment> everyone_in(Desk& desk, const OpenCase& open) {
  if (open.claim) {
    const CreditClaim& c = *open.claim;
    return {{0, 0, c.teacher, "pass", c.hours, c.times,
             c.state == "confirmed" ? "confirmed" : "enrolled", 0}};
  }
  auto all = enrolments(desk, open.project->row);
  if (open.part) std::erase_if(all, [&](const Enrolment& e) { return e.part != open.part->row; });
  return all;
}

/// Only the participant who is named. Throws credits.not-in-project (6).
void keep_named(Desk& desk, const CreditCase& which, std::vector<Enrolment>& all) {
  if (which.teacher.empty()) return;
  const auto person = people::find_person(desk, which.teacher);
  std::erase_if(all, [&](const Enrolment& e) { return !person || e.teacher != person->row; });
  if (all.empty())
    throw Error{codes::credits_not_in_project, {arg("teacher", people::as_called(which.teacher))}};
}

void put_case_state(journal::Transaction& tx, OpenCase& open, std::string_view state,
                    const std::string& reason) {
  if (open.claim) {
    open.claim->state = state;
    open.claim->reason = reason;
    put_credit_claim(tx, *open.claim);
  } else if (open.part) {
    open.part->state = state;
    open.part->reason = reason;
    put_part(tx, *open.part);
  } else {
    open.project->state = state;
    open.project->reason = reason;
    put_project(tx, *open.project);
  }
}

CreditResult credit_result_of(const OpenCase& open, const Enrolment& e) {
  const CreditFacts& f = open.project ? open.project->facts : open.claim->facts;
  CreditResult r;
  r.teacher = e.teacher;
  r.case_id = open.case_id();
  r.end_date = open.project ? open.project->end : open.claim->end;
  r.hours = e.hours.value_or(0) * kHundredthsOfHour;
  r.category = f.category, r.mode = f.mode;
  r.course = f.course, r.activity = f.activity, r.honour = f.honour;
  r.times = e.times.value_or(1);
  r.result = e.result;
  return r;
}

/// Whether the officer's permit excludes this dossier because it is his own. Where it stands
/// doesn't matter: on one's own side of a case it may stand anywhere.
bool own_row(const Permit& permit, std::int64_t teacher) {
  return permit.refusal(teacher, 0) == &codes::denied_own_dossier;
}

Training training_in(Desk& desk, const OpenCase& open) {
  return open.project ? training_of(desk, *open.project) : training_of(desk, *open.claim);
}

/// Confirming, step by step; the transaction is open all the while.
class CaseConfirmation {
 public:
  CaseConfirmation(Desk& desk, const CreditCase& which, bool partial)
      : desk_(desk),
        which_(which),
        partial_(partial),
        asked_(ask_case(desk, "credits confirm", which)) {}

  CreditsDone run() {
    journal::Transaction tx{desk_, asked_.permit, {.args = {{"case", Value{asked_.open.id()}}}}};
    OpenCase open = under_lock(desk_, asked_.open);
    done_.id = asked_.open.id();
    open.machine().step(open.state(), "confirm", open.facts());
    want_other_person(desk_, asked_.permit, open.seq(), open.id());
    const auto all = everyone_in(desk_, open);
    auto wanted = all;
    keep_named(desk_, which_, wanted);
    if (!which_.teacher.empty())
      tx.act().args.emplace_back("teacher",
                                 Value{people::person(desk_, wanted.front().teacher).number});
    sift(wanted);
    if (wanted.empty()) return nothing();
    std::vector<CreditResult> results;
    for (const Enrolment& e : wanted) results.push_back(credit_result_of(open, e));
    const auto confirmed = confirm_entries(tx, desk_, asked_.permit, results);
    for (std::size_t i = 0; i < wanted.size(); ++i) take(tx, open, wanted[i], confirmed[i]);
    stop_unless_partial();
    if (done_.done == 0) return nothing();
    const auto open_before = std::count_if(
        all.begin(), all.end(), [](const Enrolment& e) { return e.state != "confirmed"; });
    auto facts = open.facts();
    if (open_before > done_.done) facts.emplace_back("rest");
    const std::string next{open.machine().step(open.state(), "confirm", facts).state};
    if (next != open.state()) put_case_state(tx, open, next, "");
    done_.state = next;
    done_.event = tx.commit().seq;
    return std::move(done_);
  }

 private:
  /// Leaves those who can be confirmed.
  void sift(std::vector<Enrolment>& wanted) {
    const auto claimed = claimed_dossiers(desk_);
    std::erase_if(wanted, [&](const Enrolment& e) {
      if (e.state == "confirmed") {
        ++done_.unchanged;
        return true;
      }
      if (own_row(asked_.permit, e.teacher)) {
        skip(e, codes::denied_own_dossier, {arg("command", "credits confirm")});
        return true;
      }
      if (e.result.empty()) {  // enrolled here after the institution had the list
        skip(e, codes::project_results_missing,
             {arg("n", 1), arg("teachers", people::person(desk_, e.teacher).name)});
        return true;
      }
      if (std::binary_search(claimed.begin(), claimed.end(), e.teacher)) {
        skip(e, codes::person_claim_open,
             {arg("teacher", people::person(desk_, e.teacher).number)});
        return true;
      }
      return false;
    });
    stop_unless_partial();
  }

  void skip(const Enrolment& e, const Code& code, Args args) {
    ++done_.skipped;
    others_ = others_ || &code != &codes::denied_own_dossier;
    done_.items.push_back({people::person(desk_, e.teacher), e.result, &code, std::move(args), {}});
  }

  void take(journal::Transaction& tx, const OpenCase& open, Enrolment e,
            const ConfirmedCredits& c) {
    if (c.refusal != nullptr) {
      const auto& end = open.project ? open.project->end : open.claim->end;
      return skip(e, *c.refusal, {arg("what", people::person(desk_, e.teacher).name + ", " + end)});
    }
    ++done_.done;
    done_.items.push_back({people::person(desk_, e.teacher), e.result, nullptr, {}, c});
    write_training(desk_, tx, asked_.permit, "confirm", training_in(desk_, open), e, c.credits);
    if (e.row == 0) return;  // a claim: its own row has the state
    e.state = "confirmed";
    put_enrolment(tx, e);
  }

  /// A single one, or a batch that isn't to be done in part, ends here.
  void stop_unless_partial() {
    const bool single = !which_.teacher.empty() || !which_.claim.empty();
    if (done_.skipped == 0 || (!single && (partial_ || !others_))) return;
    Findings details;
    for (const DecidedCredits& d : done_.items) {
      if (d.refusal != nullptr)
        details.push_back({d.refusal, 0, 0, d.person.number, d.person.name, d.args});
    }
    if (single) throw Error{*details.front().code, details.front().args};
    const std::size_t n = details.size();
    throw Error{codes::credits_not_all, {arg("n", n)}}.with(std::move(details));
  }

  /// Nothing was written; the transaction is rolled back.
  CreditsDone nothing() {
    done_.state = asked_.open.state();
    return std::move(done_);
  }

  Desk& desk_;
  const CreditCase& which_;
  bool partial_;
  AskedCase asked_;
  CreditsDone done_;
  bool others_ = false;  // somebody is refused for another reason than being the officer himself
};

}  // namespace

CreditsDone confirm_credits(Desk& desk, const CreditCase& which, bool partial) {
  return CaseConfirmation{desk, which, partial}.run();
}

CreditsDone return_credits(Desk& desk, const CreditCase& which, const std::string& reason) {
  const auto asked = ask_case(desk, "credits return", which);
  journal::Transaction tx{
      desk, asked.permit, {.args = {{"case", Value{asked.open.id()}}}, .reason = reason}};
  OpenCase open = under_lock(desk, asked.open);
  CreditsDone out;
  out.id = open.id();
  auto wanted = everyone_in(desk, open);
  keep_named(desk, which, wanted);
  const auto outcome = open.machine().step(open.state(), "return", open.facts());
  if (!outcome.unchanged) want_other_person(desk, asked.permit, open.seq(), open.id());
  out.state = outcome.state;
  for (Enrolment e : wanted) {
    if (e.row == 0) continue;
    if (e.state == "confirmed" || e.state == "returned" || own_row(asked.permit, e.teacher)) {
      if (!which.teacher.empty() && e.state == "confirmed") throw Error{codes::credits_confirmed};
      if (!which.teacher.empty() && e.state != "returned")
        throw Error{codes::denied_own_dossier, {arg("command", "credits return")}};
      ++out.unchanged;
      continue;
    }
    e.state = "returned";
    put_enrolment(tx, e);
    ++out.done;
  }
  if (open.claim) ++(outcome.unchanged ? out.unchanged : out.done);
  if (outcome.unchanged && out.done == 0) return out;
  if (!outcome.unchanged) put_case_state(tx, open, outcome.state, reason);
  out.event = tx.commit().seq;
  return out;
}

CreditsDone correct_credits(Desk& desk, const CreditCase& which, const CreditChange& change) {
  constexpr const char* kCommand = "credits correct";
  if (!change.hours && change.result.empty()) needed("", "--hours N | --result R", kCommand);
  if (which.claim.empty()) needed(which.teacher, "--teacher", kCommand);
  std::string result;
  if (!change.result.empty()) {
    result = code_meant(desk.catalogue.codes("training_result"), change.result, "--result");
  }
  const auto asked = ask_case(desk, kCommand, which);
  journal::Transaction tx{
      desk, asked.permit, {.args = {{"case", Value{asked.open.id()}}}, .reason = change.reason}};
  OpenCase open = under_lock(desk, asked.open);
  auto wanted = everyone_in(desk, open);
  keep_named(desk, which, wanted);
  Enrolment e = wanted.front();
  const auto entry = find_entry(desk, e.teacher, open.case_id());
  if (entry) {  // a claim's row doesn't have the result
    e.result = entry->result.result;
    e.hours = entry->result.hours / kHundredthsOfHour;
  }
  const auto person = people::person(desk, e.teacher);
  tx.act().args.emplace_back("teacher", Value{person.number});
  if (own_row(asked.permit, e.teacher))
    throw Error{codes::denied_own_dossier, {arg("command", kCommand)}};
  // What is confirmed can be corrected while others of the project still wait.
  const std::string state = e.state == "confirmed" ? e.state : open.state();
  open.machine().step(state, "correct", open.facts());
  const std::int64_t most = open.project ? open.project->hours : 0;
  if (most > 0 && change.hours.value_or(0) > most)
    throw Error{codes::project_hours, {arg("hours", *change.hours), arg("most", most)}};
  CreditsDone out;
  out.id = open.id();
  out.state = state;
  if ((!change.hours || change.hours == e.hours) && (result.empty() || result == e.result)) {
    out.unchanged = 1;
    return out;
  }
  if (change.hours) e.hours = change.hours;
  if (!result.empty()) e.result = result;
  CreditCorrection correction{entry ? entry->row : 0, std::nullopt, result};
  if (change.hours) correction.hours = *change.hours * kHundredthsOfHour;
  const auto credits = correct_entry(tx, desk, asked.permit, correction);
  if (credits.refusal != nullptr) throw Error{*credits.refusal, {arg("what", person.name)}};
  write_training(desk, tx, asked.permit, "correct", training_in(desk, open), e, credits.credits);
  if (e.row != 0) put_enrolment(tx, e);
  if (open.claim) {
    open.claim->hours = e.hours.value_or(0);
    put_case_state(tx, open, open.claim->state, open.claim->reason);
  }
  out.done = 1;
  out.items.push_back({person, e.result, nullptr, {}, credits});
  out.event = tx.commit().seq;
  return out;
}

Permit credits_permit(Desk& desk, std::string_view command, const CreditCase& which) {
  return ask_case(desk, command, which).permit;
}

}  // namespace tmis::workflow
