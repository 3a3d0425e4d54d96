// In a national project that was distributed the same steps are taken by its parts: those that a
// province has sent back are handed in and given out again, the others stay as they are.
#include "workflow/credit_results.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "people/person.h"
#include "workflow/case_file.h"
#include "workflow/credit_participants.h"

namespace tmis::workflow {
namespace {

using store::program_table;

constexpr std::size_t kNamedWithout =
    5;  // of those without result, in the message; the details have all

const Machine& project_machine() { return Machine::of("credit_project"); }

/// Throws project.results-missing when somebody's result is wanted and isn't there.
void want_results(Desk& desk, const std::vector<Enrolment>& wanted) {
  Findings details;
  std::vector<std::string> names;
  for (const Enrolment& e : wanted) {
    if (!e.result.empty()) continue;
    const auto person = people::person(desk, e.teacher);
    if (names.size() < kNamedWithout) names.push_back(person.name);
    details.push_back({&codes::project_results_missing,
                       0,
                       0,
                       person.number,
                       person.name,
                       {arg("n", 1), arg("teachers", person.name)}});
  }
  if (details.empty()) return;
  if (details.size() > names.size()) names.emplace_back("…");
  const std::string list = joined(names, text("state.list-separator"));
  const std::size_t n = details.size();
  throw Error{codes::project_results_missing, {arg("n", n), arg("teachers", list)}}.with(
      std::move(details));
}

/// Those in `states` that can take `step`, in their next state.
std::vector<CreditPart> moved_parts(const std::vector<CreditPart>& parts, std::string_view step,
                                    const CreditProject& p) {
  std::vector<CreditPart> out;
  for (const CreditPart& part : parts) {
    const auto outcome = project_machine().look(part.state, step, p.machine_facts());
    if (outcome.refusal != nullptr || outcome.unchanged) continue;
    out.push_back(part);
    out.back().state = outcome.state;
    out.back().reason.clear();
  }
  return out;
}

/// What came back and is handed in again counts as it stands.
void hand_in_again(journal::Transaction& tx, const std::vector<Enrolment>& all) {
  for (Enrolment e : all) {
    if (e.state != "returned") continue;
    e.state = "enrolled";
    put_enrolment(tx, e);
  }
}

}  // namespace

CaseDone close_project(Desk& desk, const std::string& word, const std::string& as) {
  const auto asked = ask_project(desk, "credits close", word, as);
  journal::Transaction tx{desk, asked.permit, {.args = {{"case", Value{asked.project.id()}}}}};
  CreditProject p = project(desk, asked.project.row);  // under the lock
  const auto parts = moved_parts(parts_of(desk, p.row), "close", p);
  auto wanted = enrolments(desk, p.row);
  if (parts.empty()) {
    const std::string now = state_for(desk, p, "close");
    const auto outcome = project_machine().step(now, "close", p.machine_facts());
    if (outcome.unchanged) return {p.id(), now, -1, true};
    p.state = outcome.state;
    p.reason.clear();
  }
  if (to_iso(desk.today()) < p.end) throw Error{codes::project_not_ended, {arg("end", p.end)}};
  std::erase_if(wanted, [&](const Enrolment& e) {
    const bool moves = std::any_of(parts.begin(), parts.end(),
                                   [&](const CreditPart& part) { return part.row == e.part; });
    return e.state == "confirmed" || (!parts.empty() && !moves);
  });
  want_results(desk, wanted);
  if (parts.empty()) want_other_person(desk, asked.permit, p.seq, p.id());
  for (const CreditPart& part : parts) want_other_person(desk, asked.permit, part.seq, part.id());
  hand_in_again(tx, wanted);
  for (const CreditPart& part : parts) put_part(tx, part);
  if (parts.empty()) put_project(tx, p);
  return {p.id(), parts.empty() ? p.state : parts.front().state, tx.commit().seq, false};
}

Distributed distribute_project(Desk& desk, const std::string& word) {
  const auto asked = ask_project(desk, "credits distribute", word);
  journal::Transaction tx{desk, asked.permit, {.args = {{"case", Value{asked.project.id()}}}}};
  CreditProject p = project(desk, asked.project.row);  // under the lock
  Distributed out;
  const auto all = enrolments(desk, p.row);
  const auto again = moved_parts(parts_of(desk, p.row), "distribute", p);
  if (!again.empty()) {
    for (const CreditPart& part : again) {
      want_other_person(desk, asked.permit, part.seq, part.id());
      put_part(tx, part);
      out.participants += std::count_if(all.begin(), all.end(),
                                        [&](const Enrolment& e) { return e.part == part.row; });
    }
    out.parts = static_cast<std::int64_t>(again.size());
    out.done = {p.id(), p.state, tx.commit().seq, false};
    return out;
  }
  const auto outcome = project_machine().step(p.state, "distribute", p.machine_facts());
  out.done = {p.id(), std::string{outcome.state}, -1, outcome.unchanged};
  if (outcome.unchanged) return out;
  want_other_person(desk, asked.permit, p.seq, p.id());
  std::map<std::int64_t, std::vector<Enrolment>> by_province;
  for (const Enrolment& e : all) {
    const std::int64_t org = people::person(desk, e.teacher).org;
    by_province[province_of(desk.organisations(), org)->row].push_back(e);
  }
  for (auto& [province, own] : by_province) {
    const auto& table = program_table("credit_part");
    const CreditPart part{tx.next_record(table),      p.row, province,
                          std::string{outcome.state}, "",    -1};
    tx.insert(table, part_columns(part));
    for (Enrolment& e : own) {
      e.part = part.row;
      put_enrolment(tx, e);
    }
    ++out.parts;
    out.participants += static_cast<std::int64_t>(own.size());
  }
  p.state = outcome.state;
  put_project(tx, p);
  out.done.event = tx.commit().seq;
  return out;
}

}  // namespace tmis::workflow
