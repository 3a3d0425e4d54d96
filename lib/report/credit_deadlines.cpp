// Read from the cases as they were then; a case that waits for nobody (decided, withdrawn, not yet
// ended) gives no line.
#include "report/credit_deadlines.h"

#include <algorithm>
#include <map>

#include "people/person.h"
#include "workflow/credit_claim.h"
#include "workflow/credit_project.h"

namespace tmis::report {
namespace {

using workflow::CreditClaim;
using workflow::CreditPart;
using workflow::CreditProject;

class CreditSteps {
 public:
  CreditSteps(Desk& desk, std::int64_t at, Day day)
      : desk_(desk), at_(at), day_(day), events_(desk.db) {}

  std::vector<OpenCreditStep> run() {
    for (const CreditPart& part : workflow::all_parts(desk_, at_))
      parts_[part.project].push_back(part);
    for (const CreditProject& p : workflow::all_projects(desk_, at_)) project(p);
    for (const CreditClaim& c : workflow::all_credit_claims(desk_, at_)) {
      if (c.state != "claimed") continue;
      const auto who = people::person(desk_, c.teacher);
      out_.push_back({false, c.authority, c.id(), who.name, day_of(c.seq),
                      "tmis credits confirm --claim " + c.id()});
    }
    return std::move(out_);
  }

 private:
  void project(const CreditProject& p) {
    const Day end = day_from_iso(p.end).value_or(day_);
    const std::int64_t assesses = p.school_based() ? p.school : p.institution;
    const std::string close = "tmis credits close " + p.id();
    const auto hand_in = [&](const std::string& state, Day since) {
      // Nobody may have wanted to take part: without a result there is nothing to hand in.
      if ((state == "running" || state == "returned") && end <= day_)
        out_.push_back({true, assesses, p.id(), p.name, since, close});
    };
    hand_in(p.state, p.state == "returned" ? std::max(end, day_of(p.seq)) : end);
    if (p.state == "results") {
      const std::string step = p.national() ? "distribute " : "confirm ";
      out_.push_back(
          {false, p.authority, p.id(), p.name, day_of(p.seq), "tmis credits " + step + p.id()});
    }
    for (const CreditPart& part : parts_[p.row]) {
      hand_in(part.state, std::max(end, day_of(part.seq)));
      if (part.state == "results") {
        out_.push_back({false, p.authority, p.id(), p.name, day_of(part.seq),
                        "tmis credits distribute " + p.id()});
      }
      if (part.state == "distributed") {
        out_.push_back({false, part.authority, part.id(), p.name, day_of(part.seq),
                        "tmis credits confirm " + p.id()});
      }
    }
  }

  Day day_of(std::int64_t seq) { return day_from_iso(events_.day(seq)).value_or(day_); }

  Desk& desk_;
  std::int64_t at_;
  Day day_;
  journal::Events events_;
  std::map<std::int64_t, std::vector<CreditPart>> parts_;
  std::vector<OpenCreditStep> out_;
};

}  // namespace

std::vector<OpenCreditStep> open_credit_steps(Desk& desk, std::int64_t at, Day day) {
  return CreditSteps{desk, at, day}.run();
}

}  // namespace tmis::report
