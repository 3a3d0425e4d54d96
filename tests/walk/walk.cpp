// Which steps there are and how often, who takes them, and what is looked at after each.
#include "walk.h"

#include <algorithm>

#include "base/codes.h"

namespace tmis::walk {
namespace {

constexpr std::uint32_t kWrongActors = 6;  // one step in so many is somebody's else

}  // namespace

std::string name_of(const Code& code) {
  return std::string{code.name} + ":" + std::to_string(static_cast<int>(code.exit));
}

const std::vector<Walk::Verb>& Walk::verbs() {
  static const std::vector<Verb> all = {
      {"fill", 2, &Walk::fill},
      {"complete", 4, &Walk::complete},
      {"add_paper", 4, &Walk::add_paper},
      {"edit_paper", 6, &Walk::edit_paper},
      {"remove_paper", 3, &Walk::remove_paper},
      {"add_year", 2, &Walk::add_year},
      {"submit", 5, &Walk::submit},
      {"audit", 10, &Walk::audit},
      {"sign", 4, &Walk::sign},
      {"send", 4, &Walk::send},
      {"decide_report", 5, &Walk::decide_report},
      {"apply_transfer", 4, &Walk::apply_transfer},
      {"step_transfer", 14, &Walk::step_transfer},
      {"apply_rotation", 4, &Walk::apply_rotation},
      {"step_rotation", 8, &Walk::step_rotation},
      {"set_status", 4, &Walk::set_status},
      {"claim_person", 2, &Walk::claim_person},
      {"close_claim", 4, &Walk::close_claim},
      {"add_project", 2, &Walk::add_project},
      {"decide_project", 2, &Walk::decide_project},
      {"enrol", 7, &Walk::enrol},
      {"assess", 7, &Walk::assess},
      {"close_project", 5, &Walk::close_project},
      {"distribute", 2, &Walk::distribute},
      {"confirm_project", 6, &Walk::confirm_project},
      {"correct", 2, &Walk::correct},
      {"claim_credits", 3, &Walk::claim_credits},
      {"decide_study", 6, &Walk::decide_study},
  };
  return all;
}

void Walk::take(const Step& step) {
  if (step.next_day)
    place_.clock.set(FixedClock::on(to_iso(Day{place_.desk.today().number + 1})).now());
  touched_.clear();
  touched_projects_.clear();
  const std::size_t before = done_ + refusals_;
  (this->*verbs()[step.verb % verbs().size()].take)(step);
  if (done_ + refusals_ == before) return;  // there was nothing to do it with
  touched_.push_back(teacher(step));
  for (const Id t : touched_) check_teacher(t);
  for (const Id p : touched_projects_) check_project(m_.projects[p]);
  check_reading(step);
  if (step.detail % 8 == 0) check_lists(step.actor % m_.country.officers.size());
}

std::string Walk::answer(Id actor, const std::function<std::string()>& act) {
  const Actor& a = m_.actors[actor];
  try {
    const Id giver = a.own ? item_manager(a.teacher) : kNobody;
    const bool shut_first = !place_.masters.contains(a.login) && shut(actor);
    if (shut_first) return name_of(codes::login_required);  // no first login any more
    place_.sit(a.login, giver == kNobody ? std::string{} : m_.actors[giver].login);
    return act();
  } catch (const Error& error) {
    details_.clear();
    for (const Finding& d : error.details()) details_ += std::string{"\n  "} + d.code->name;
    return name_of(error.code());
  }
}

bool Walk::shut(Id actor) const {
  const Actor& a = m_.actors[actor];
  return a.own && m_.gone(a.teacher, today());
}

std::string Walk::unless_shut(Id actor, std::string want) const {
  return shut(actor) ? name_of(codes::login_required) : std::move(want);
}

void Walk::expect(const std::string& what, Id actor, const std::string& want,
                  const std::string& got) {
  said_ = what + " by " + m_.actors[actor].login + " on " + today() + ": " + got;
  const std::string due = unless_shut(actor, want);
  if (got != due) throw Failure{said_ + ", expected " + due + details_};
  ++(refused(got) ? refusals_ : done_);
}

Id Walk::choose(const Step& s, const std::vector<Id>& right) const {
  if (right.empty() || s.actor % kWrongActors == 0)
    return s.actor / kWrongActors %
           (s.actor % 5 == 0 ? m_.actors.size() : m_.country.officers.size());
  return right[s.actor / kWrongActors % right.size()];
}

Id Walk::acting_for(Id actor, const std::vector<Id>& sides) const {
  std::vector<Id> mine;
  for (const Id side : sides) {
    if (side != kNobody && m_.manages_in(actor, m_.org(side).kind, side)) mine.push_back(side);
  }
  return mine.empty() ? kNobody : mine.front();
}

}  // namespace tmis::walk
