// Asked as of the event before: no event gives its writer the right to write it. Only the first
// one, and the first login of an account, bring their own key.
#include "journal/rights.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/error.h"
#include "base/text.h"
#include "journal/org_key.h"

namespace tmis::journal {
namespace {

using access::Subject;
using access::TableSource;

constexpr std::size_t kMostJudged = 256;
constexpr std::size_t kMostAsked = 8;

/// Kinds of events that don't bear the name of their command.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kOtherNames = {{
    {"genesis", "init"},
    {"key.activate", "passwd"},
    {"key.rotate", "passwd"},
    {"key.revoke", "accounts reset"},
    {"key.recover", "accounts recover"},
    {"password.change", "passwd"},
    {"erase", "record erase"},
}};

}  // namespace

std::string command_of(const Event& event) {
  if (renews_organisation(event)) return std::string{kRenewCommand};
  for (const auto& [name, command] : kOtherNames) {
    if (event.kind == name) return std::string{command};
  }
  std::string command = event.kind;
  std::replace(command.begin(), command.end(), '.', ' ');
  return command;
}

std::int64_t Rights::before(const Event& event) { return std::max<std::int64_t>(event.seq - 1, 0); }

Objection Rights::objection(const Code& code, const Event& event, Args more) {
  Objection out{&code,
                {arg("actor", event.actor), arg("role", event.role), arg("org", event.org),
                 arg("kind", event.kind), arg("meaning", event.meaning)}};
  std::move(more.begin(), more.end(), std::back_inserter(out.args));
  return out;
}

Rights::Rights(Desk& desk) : desk_(desk), people_(desk) { read_disputes(); }

void Rights::read_disputes() {
  for (const auto& [id, key] : people_.keys()) {
    if (key.closed == kNow) continue;
    auto row = desk_.db.statement("SELECT body FROM event WHERE seq = ?");
    row.with(key.closed);
    const auto event = row.step() ? from_body(row.blob(0)) : std::nullopt;
    if (!event) continue;
    for (const auto& [name, value] : event->args) {
      if (name == "suspect_since") disputes_[id] = {key.closed, value.text};
    }
  }
}

bool Rights::disputed(const Event& event) const {
  const auto found = disputes_.find(event.key);
  return found != disputes_.end() && event.seq < found->second.first &&
         event.t >= found->second.second;
}

const access::Matrix& Rights::matrix(const std::string& tool) {
  const auto known = matrices_.find(tool);
  return known != matrices_.end()
             ? known->second
             : matrices_.emplace(tool, access::Matrix::of_version(tool)).first->second;
}

/// The signer in the one role that the event names; nothing when it didn't hold that role.
std::optional<access::Actor> Rights::actor(const Event& event, const PeoplePast::Account& account) {
  const auto grants = people_.grants(account, before(event));
  const Grant named{event.role, people_.org(event.org)};
  if (std::find(grants.begin(), grants.end(), named) == grants.end()) return std::nullopt;
  access::Actor out;
  out.account = account.row;
  out.login = account.login;
  out.teacher = account.teacher;
  if (account.teacher) out.teacher_org = people_.teacher_org(*account.teacher, before(event));
  out.grants = {named};
  out.service = account.service;
  out.commands = account.commands;
  return out;
}

/// The same is asked again and again: events of one person follow each other.
std::optional<Permit> Rights::ask(const Event& event, const PeoplePast::Account& account,
                                  const std::string& command, const Subject& subject) {
  const access::Matrix& then = matrix(event.tool);
  auto who = actor(event, account);
  if (!who || !then.knows(command)) return std::nullopt;
  Question question{event.tool, people_.tree_number(before(event)), std::move(*who), command,
                    subject};
  const auto known = std::find_if(asked_.begin(), asked_.end(),
                                  [&](const auto& asked) { return asked.first == question; });
  if (known != asked_.end()) return known->second;
  std::optional<Permit> answer;
  try {
    answer = then.ask(people_.tree(before(event)), question.who, command, subject);
  } catch (const Error& e) {
    if (e.code().exit == Exit::internal) throw;
  }
  if (asked_.size() >= kMostAsked) asked_.pop_front();
  asked_.emplace_back(std::move(question), answer);
  return answer;
}

std::optional<Objection> Rights::against(const Event& event) {
  const auto refuse = [&](const Code& code) { return objection(code, event); };
  const PeoplePast::Key* key = people_.key(event.key);
  if (key == nullptr || key->made > event.seq || key->closed < event.seq)
    return refuse(codes::journal_key);
  if (key->recovery) {
    const bool founded = key->made == 0;  // it comes with the file or not at all
    if (founded && event.kind == "key.recover" && event.role.empty()) return std::nullopt;
    return refuse(codes::journal_permission);
  }
  const auto account = people_.account(key->account, before(event));
  if (!account || account->login != event.actor) return refuse(codes::journal_actor);
  const bool first_login = account->state == "initial" && key->made == event.seq;
  if (key->made == event.seq && event.seq > 0 &&
      !(first_login && proves_first_login(event, account->initial)))
    return refuse(codes::journal_key);
  const bool past = !account->valid_until.empty() && event.t.substr(0, 10) > account->valid_until;
  if (past || (account->state != "active" && !first_login)) return refuse(codes::journal_account);
  const std::string command = command_of(event);
  const access::Matrix& then = matrix(event.tool);
  if (!then.knows(command)) return refuse(codes::journal_permission);
  if (then.meaning(command) != event.meaning) return refuse(codes::journal_meaning);
  if (!then.needs_login(command)) {
    // Only a founder needs no role; later nobody is without one.
    if (event.seq == 0 && event.role.empty()) return std::nullopt;
    return refuse(codes::journal_permission);
  }
  if (!actor(event, *account)) return refuse(codes::journal_role);
  bool permitted = false;
  for (const auto source : {TableSource::teacher, TableSource::school}) {
    Subject subject;
    subject.source = source;
    const auto permit = ask(event, *account, command, subject);
    if (permit && !permit->lacks_reason(event.reason)) return std::nullopt;
    permitted = permitted || permit;
  }
  return refuse(permitted ? codes::journal_reason : codes::journal_permission);
}

Rights::Judged& Rights::judged(std::int64_t seq) {
  if (const auto known = judged_.find(seq); known != judged_.end()) return known->second;
  if (judged_.size() >= kMostJudged) judged_.clear();
  Judged out;
  auto row = desk_.db.statement("SELECT body FROM event WHERE seq = ?");
  row.with(seq);
  if (row.step()) out.event = from_body(row.blob(0));
  if (out.event) {
    const PeoplePast::Key* key = people_.key(out.event->key);
    const auto account =
        key == nullptr ? std::nullopt : people_.account(key->account, before(*out.event));
    out.recovery = key != nullptr && key->recovery;
    if (account) {
      out.account = *account;
    } else if (!out.recovery) {
      out.event.reset();  // the chain says so already
    }
  }
  if (out.event) {
    const auto id = argument(*out.event, kCaseArgument);
    if (!id.text.empty()) out.of = find_case(desk_.db, id.text);
  }
  return judged_.emplace(seq, std::move(out)).first->second;
}

}  // namespace tmis::journal
