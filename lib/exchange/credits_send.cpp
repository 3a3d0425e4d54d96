// To a school go only the rows of its own teachers, to a province those of its part; who takes part
// besides is nobody's affair there.
#include "exchange/credits_send.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "exchange/case_news.h"
#include "exchange/case_told.h"
#include "exchange/channel.h"
#include "exchange/parts.h"
#include "exchange/report_writer.h"
#include "journal/cases.h"
#include "journal/rights.h"
#include "people/organisation.h"
#include "people/person.h"
#include "workflow/case_file.h"
#include "workflow/credit_entries.h"
#include "workflow/credit_origin.h"
#include "workflow/credit_participants.h"

namespace tmis::exchange {
namespace {

using store::program_table;
using workflow::CreditPart;
using workflow::CreditProject;
using workflow::Enrolment;

class Sending {
 public:
  Sending(Desk& desk, const std::string& word, const std::string& as)
      : desk_(desk),
        asked_(workflow::ask_project(desk, "credits send", word, as)),
        parts_(workflow::parts_of(desk, asked_.project.row)) {}

  CreditsSent run(const std::string& to, const std::string& out) {
    const CreditProject& p = asked_.project;
    to_ = receiver(to);
    choose();
    if (people::works_here(desk_, to_))
      throw Error{codes::credits_here, {arg("id", p.id()), arg("org", code_of(to_))}};
    want_news();
    const News news{trains() ? kResults : kCredits,
                    "credit",
                    p.id(),
                    state(),
                    last_written(),
                    asked_.permit,
                    to_,
                    [&](Outgoing& package) { write(package); }};
    return {send_news(desk_, news, out), static_cast<std::int64_t>(theirs_.size())};
  }

 private:
  std::string code_of(std::int64_t org) { return desk_.organisations().find(org)->code; }
  bool is_school(std::int64_t org) { return desk_.organisations().find(org)->kind == "school"; }
  std::int64_t own() const { return asked_.permit.org(); }
  bool trains() const { return own() == asked_.project.trainer(); }

  /// The part that an authority confirms; nullptr: none.
  const CreditPart* part_of(std::int64_t authority) const {
    const auto found = std::find_if(parts_.begin(), parts_.end(), [&](const CreditPart& part) {
      return part.authority == authority;
    });
    return found == parts_.end() ? nullptr : &*found;
  }

  std::int64_t receiver(const std::string& to) {
    const CreditProject& p = asked_.project;
    const std::int64_t usual = own() == p.authority ? p.trainer() : p.authority;
    if (to.empty()) return usual;
    const std::int64_t org = people::organisation(desk_, to).row;
    if (org != usual && !may_hear(org))
      throw Error{codes::credits_none_there, {arg("id", p.id()), arg("org", to)}};
    return org;
  }

  /// Schools hear what was confirmed of their teachers, each province of its part; of a
  /// school-based one those where a participant went.
  bool may_hear(std::int64_t org) {
    const CreditProject& p = asked_.project;
    if (trains()) return false;
    if (p.school_based()) {
      const auto all = workflow::enrolments(desk_, p.row);
      return std::any_of(all.begin(), all.end(),
                         [&](const Enrolment& e) { return school_of(e.teacher) == org; });
    }
    if (!p.national()) return is_school(org);
    if (is_school(org)) return part_of(own()) != nullptr;
    return own() == p.authority && part_of(org) != nullptr;
  }

  /// The participants that the receiver is to have, and the part: of an authority and who trains
  /// all; a province's own; a school's own that are confirmed.
  void choose() {
    const CreditProject& p = asked_.project;
    theirs_ = workflow::enrolments(desk_, p.row);
    if (trains() || to_ == p.trainer()) return;
    if (p.national()) {
      one_ = part_of(own() == p.authority && !is_school(to_) ? to_ : own());
      std::erase_if(theirs_, [&](const Enrolment& e) { return e.part != one_->row; });
    }
    if (!is_school(to_)) return;
    std::erase_if(theirs_, [&](const Enrolment& e) {
      return e.state != "confirmed" || school_of(e.teacher) != to_;
    });
  }

  /// Where somebody is now: whoever left by a transfer, at the school that took him over.
  std::int64_t school_of(std::int64_t teacher) {
    std::int64_t out = people::person(desk_, teacher).org;
    for (const auto& file : workflow::case_files(desk_.db, kTransferTable, teacher)) {
      if (file.text("state") == kTaken && file.org("from_org") == out) out = file.org("to_org");
    }
    return out;
  }

  const std::string& state() const { return one_ == nullptr ? asked_.project.state : one_->state; }

  /// Who trains has handed in or proposed something, who confirms has decided something.
  void want_news() {
    const CreditProject& p = asked_.project;
    const auto handed_in = [](const auto& of) { return of.state == "results"; };
    if (trains()) {
      if (!handed_in(p) && !(p.school_based() && p.state == "proposed") &&
          std::none_of(parts_.begin(), parts_.end(), handed_in))
        throw Error{codes::project_not_closed};
      return;
    }
    const bool decided = one_ == nullptr || one_->state != "distributed" ||
                         std::any_of(theirs_.begin(), theirs_.end(),
                                     [](const Enrolment& e) { return e.state != "enrolled"; });
    const bool confirms = to_ == p.authority;
    if (to_ != p.trainer() && (theirs_.empty() || (confirms && !decided)))
      throw Error{codes::credits_none_there, {arg("id", p.id()), arg("org", code_of(to_))}};
  }

  /// The last event that wrote anything of what is told.
  std::int64_t last_written() const {
    const CreditProject& p = asked_.project;
    std::int64_t last = p.seq;
    for (const CreditPart& part : parts_) {
      if (one_ == nullptr || one_->row == part.row) last = std::max(last, part.seq);
    }
    auto rows = desk_.db.statement(
        "SELECT max(seq) FROM (SELECT seq FROM credit_enrolment WHERE project = ?1 AND (?2 = 0 OR "
        "part = ?2) UNION ALL SELECT seq FROM credit_entry WHERE case_id = ?3)");
    const std::string id = p.id();
    rows.with(p.row, one_ == nullptr ? std::int64_t{0} : one_->row, std::string_view{id});
    return rows.step() ? std::max(last, rows.integer(0)) : last;
  }

  void write(Outgoing& package) {
    const CreditProject& p = asked_.project;
    PayloadWriter& out = package.payload();
    out.line(nlohmann::json{{"project", p.row}}.dump());
    ReportWriter writer{desk_, out, package.manifest};
    writer.history(program_table("credit_project"), p.row);
    std::set<std::int64_t> orgs{p.authority, p.trainer()};
    for (const CreditPart& part : parts_) {
      if (one_ != nullptr && one_->row != part.row) continue;
      writer.history(program_table("credit_part"), part.row);
      orgs.insert(part.authority);
    }
    for (const std::int64_t org : orgs) writer.history(program_table("organisation"), org);
    if (const auto origin = workflow::origin_of(desk_, workflow::kProjectOrigin, p.row))
      writer.history(program_table(workflow::kProjectOrigin.name), origin->row);
    for (const Enrolment& e : theirs_) {
      writer.history(program_table("credit_enrolment"), e.row);
      writer.history(program_table("teacher"), e.teacher);
    }
    if (!trains() && is_school(to_)) entries(writer);
    writer.chain(package.manifest.from_org);
  }

  void entries(ReportWriter& writer) {
    std::set<std::pair<std::string, std::string>> rules;
    for (const Enrolment& e : theirs_) {
      const auto entry = workflow::find_entry(desk_, e.teacher, asked_.project.id());
      if (!entry) continue;
      writer.history(program_table("credit_entry"), entry->row);
      if (!rules.emplace(entry->rule, entry->version).second) continue;
      auto rule =
          desk_.db.statement("SELECT row FROM credit_rule WHERE id = ? AND rule_version = ?");
      rule.with(std::string_view{entry->rule}, std::string_view{entry->version});
      if (rule.step()) writer.history(program_table("credit_rule"), rule.integer(0));
    }
  }

  Desk& desk_;
  workflow::AskedProject asked_;
  std::vector<CreditPart> parts_;
  const CreditPart* one_ = nullptr;  // the only part that is told
  std::int64_t to_ = 0;
  std::vector<Enrolment> theirs_;
};

}  // namespace

CreditsSent send_credits(Desk& desk, const std::string& project, const std::string& as,
                         const std::string& to, const std::string& out) {
  return Sending{desk, project, as}.run(to, out);
}

}  // namespace tmis::exchange
