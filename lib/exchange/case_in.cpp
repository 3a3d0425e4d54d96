// Others decide for themselves, nobody for a side that works in this file: that is the whole of
// check 13. A case that is closed here or has gone on stays as it is, so that news that crossed on
// the way stops no channel.
#include "exchange/case_in.h"

#include <algorithm>

#include "access/machine.h"
#include "base/error.h"
#include "base/text.h"
#include "exchange/case_news.h"
#include "exchange/kept_lines.h"
#include "people/organisation.h"
#include "people/person.h"

namespace tmis::exchange {

void CaseIn::run(const Permit& permit, const std::vector<std::string>& own,
                 const std::vector<Leg>& origins, PackageRead& out) {
  journal::Transaction tx{desk_, permit,
                          p_.act({{std::string{journal::kCaseArgument}, Value{told_.id}},
                                  {"state", Value{told_.text("state")}}})};
  known_ = workflow::case_file(desk_.db, told_.kind->table, std::string_view{told_.id});
  look();
  const bool moves = findings_.empty() && !gone_on() && may_follow();
  if (!findings_.empty()) reject(std::move(findings_));
  if (moves) look_inside();
  const std::int64_t package = keep_news(tx, p_, own);
  for (const Leg& origin : origins) keep_lines(tx, package, std::nullopt, origin.lines);
  if (moves) {
    store(tx);
    out.rows += follow(tx, permit);
  }
  out.result = moves ? told_.text("state") : known_->text("state");
  ++(moves ? out.rows : out.unchanged);
  out.event = tx.commit().seq;
}

void CaseIn::find(const Code& code, Args args) {
  args.push_back(arg("id", shown(told_.id)));
  args.push_back(arg("process", told_.kind->process));
  findings_.push_back({&code, 0, 0, "", "", std::move(args)});
}

bool CaseIn::is_ours(std::int64_t org) const { return people::works_here(desk_, org); }

std::int64_t CaseIn::org(std::string_view column) const {
  for (std::size_t i = 0; i < orgs_.size(); ++i) {
    if (told_.kind->parties[i].column == column) return orgs_[i];
  }
  bug("party");
}

bool CaseIn::fits(std::string_view school, std::string_view authority) const {
  const auto* above = desk_.organisations().authority_of(org(school));
  return !is_ours(org(school)) || (above != nullptr && above->row == org(authority));
}

/// The same sides and person as are known here, or can be.
void CaseIn::look() {
  const auto& tree = desk_.organisations();
  for (const std::string& code : told_.parties) {
    const auto* org = code.empty() ? nullptr : tree.find(std::string_view{code});
    if (org == nullptr && !code.empty()) {
      find(codes::transfer_unknown_party, {arg("code", shown(code))});
    } else {
      orgs_.push_back(org == nullptr ? 0 : org->row);
    }
  }
  if (!findings_.empty()) return;
  const auto is_party = [&](std::int64_t org) {
    return std::find(orgs_.begin(), orgs_.end(), org) != orgs_.end();
  };
  if (!is_party(p_.to) || !is_party(p_.from.org) || !is_known_case())
    return find(codes::transfer_other_parties, {});
  find_person();
  look_closer();
}

bool CaseIn::is_known_case() const {
  if (!known_) return true;
  if (!told_.same_facts(known_->columns)) return false;
  const auto columns = told_.kind->parties;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (known_->org(columns[i].column) != orgs_[i]) return false;
  }
  return true;
}

/// Whom it is about, where this file knows more of him than his number.
void CaseIn::find_person() {
  const auto found = people::find_person(desk_, told_.text("number"));
  if (found && found->number == told_.text("number") && found->org == home()) teacher_ = found->row;
  if (known_ && known_->is.teacher) teacher_ = known_->is.teacher;
}

/// Whether steps lead from one state to another; `theirs`: only of sides with files of their own.
bool CaseIn::leads(const std::string& from, const std::string& to, bool theirs) const {
  const auto columns = told_.kind->parties;
  const auto holds = [&](std::string_view fact) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].fact == fact && orgs_[i] != 0) return !theirs || !is_ours(orgs_[i]);
    }
    return false;
  };
  const auto may = [&](std::string_view step) { return !theirs || is_theirs(step); };
  return Machine::of(told_.kind->process).reaches(from, to, may, holds);
}

/// Old news: closed here, or told of a state that this file has left behind.
bool CaseIn::gone_on() const {
  return known_ && (known_->text("state") == told_.text("state") || workflow::is_closed(*known_) ||
                    leads(told_.text("state"), known_->text("state"), false));
}

bool CaseIn::may_follow() {
  if (leads(before(), told_.text("state"), true)) return true;
  const Machine& machine = Machine::of(told_.kind->process);
  find(codes::transfer_not_theirs, {arg("before", machine.state_text(before())),
                                    arg("state", machine.state_text(told_.text("state")))});
  return false;
}

void CaseIn::store(journal::Transaction& tx) {
  Values columns = told_.columns;
  for (std::size_t i = 0; i < orgs_.size(); ++i) {
    columns[told_.table().column(told_.kind->parties[i].column)] =
        orgs_[i] == 0 ? Value{} : Value{orgs_[i]};
  }
  columns[told_.table().column("teacher")] = or_null(teacher_);
  if (known_) {
    tx.update(told_.table(), known_->is.row, columns);
  } else {
    tx.insert(told_.table(), columns);
  }
}

}  // namespace tmis::exchange
