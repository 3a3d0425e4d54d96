// Asked as of the event before: no event gives its writer the right to write it. Only the first
// one, and the first login of an account, bring their own key.
#include "journal/rights.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"
#include "journal/org_key.h"

namespace tmis::journal {
namespace {

using access::Subject;
using access::TableSource;

constexpr std::size_t kMostJudged = 256;

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

/// Commands that reach as far as another one: an authority sends on what came from below.
constexpr std::array<std::pair<std::string_view, std::string_view>, 1> kReaches = {{
    {"submission send", "submission list"},
}};

std::string reach_of(const Event& event) {
  std::string command = command_of(event);
  for (const auto& [name, other] : kReaches) {
    if (command == name) return std::string{other};
  }
  return command;
}

std::int64_t before(const Event& event) { return std::max<std::int64_t>(event.seq - 1, 0); }

/// Turning back what another wrote: the rows get states that only he could give.
bool turns_back(const Event& event) { return event.kind == "journal.undo"; }

bool has_column(const store::TableDef& table, std::string_view name) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const auto& column) { return column.name == name; });
}

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

std::optional<Permit> Rights::ask(const Event& event, const PeoplePast::Account& account,
                                  const std::string& command, const Subject& subject) {
  const access::Matrix& then = matrix(event.tool);
  const auto who = actor(event, account);
  if (!who || !then.knows(command)) return std::nullopt;
  try {
    return then.ask(people_.tree(before(event)), *who, command, subject);
  } catch (const Error& e) {
    if (e.code().exit == Exit::internal) throw;
    return std::nullopt;
  }
}

std::optional<Objection> Rights::against(const Event& event) {
  const auto objection = [&](const Code& code) {
    return Objection{&code,
                     {arg("actor", event.actor), arg("role", event.role), arg("org", event.org),
                      arg("kind", event.kind), arg("meaning", event.meaning)}};
  };
  const PeoplePast::Key* key = people_.key(event.key);
  if (key == nullptr || key->made > event.seq || key->closed < event.seq)
    return objection(codes::journal_key);
  if (key->recovery) {
    const bool founded = key->made == 0;  // it comes with the file or not at all
    if (founded && event.kind == "key.recover" && event.role.empty()) return std::nullopt;
    return objection(codes::journal_permission);
  }
  const auto account = people_.account(key->account, before(event));
  if (!account || account->login != event.actor) return objection(codes::journal_actor);
  const bool first_login = account->state == "initial" && key->made == event.seq;
  if (key->made == event.seq && event.seq > 0 &&
      !(first_login && proves_first_login(event, account->initial)))
    return objection(codes::journal_key);
  const bool past = !account->valid_until.empty() && event.t.substr(0, 10) > account->valid_until;
  if (past || (account->state != "active" && !first_login))
    return objection(codes::journal_account);
  const std::string command = command_of(event);
  const access::Matrix& then = matrix(event.tool);
  if (!then.knows(command)) return objection(codes::journal_permission);
  if (then.meaning(command) != event.meaning) return objection(codes::journal_meaning);
  if (!then.needs_login(command)) {
    // Only a founder needs no role; later nobody is without one.
    if (event.seq == 0 && event.role.empty()) return std::nullopt;
    return objection(codes::journal_permission);
  }
  if (!actor(event, *account)) return objection(codes::journal_role);
  for (const auto source : {TableSource::teacher, TableSource::school}) {
    Subject subject;
    subject.source = source;
    if (ask(event, *account, command, subject)) return std::nullopt;
  }
  return objection(codes::journal_permission);
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
    if (account) {
      out.account = *account;
    } else {
      out.event.reset();  // the chain says so already
    }
  }
  return judged_.emplace(seq, std::move(out)).first->second;
}

bool Rights::reaches(Judged& by, TableSource source, std::int64_t teacher) {
  const Event& event = *by.event;
  const std::string command = reach_of(event);
  const std::int64_t org = people_.teacher_org(teacher, before(event));
  auto known = by.permits.find(source);
  if (known == by.permits.end()) {
    Subject open;
    open.source = source;
    known = by.permits.emplace(source, ask(event, by.account, command, open)).first;
  }
  if (known->second && known->second->refusal(teacher, org) == nullptr) return true;
  Subject subject;
  subject.teacher = teacher;
  subject.teacher_org = org;
  subject.source = source;
  return ask(event, by.account, command, subject).has_value();
}

/// Whether the writer may give roles and new passwords at this organisation.
bool Rights::rules_account(Judged& by, std::int64_t org, const std::string& role) {
  const Event& event = *by.event;
  Subject subject;
  subject.org = org;
  subject.account_role = role;
  if (ask(event, by.account, "accounts staff", subject)) return true;
  const auto who = actor(event, by.account);
  return who && matrix(event.tool)
                    .allows(people_.staffed_tree(before(event)), *who, "accounts staff", subject);
}

TableSource Rights::source_of(std::int64_t table) const {
  for (const schema::FieldSet& set : desk_.catalogue.all()) {
    if (set.number == table) return set.from_school() ? TableSource::school : TableSource::teacher;
  }
  return TableSource::any;
}

std::int64_t Rights::teacher_of(std::int64_t table, std::int64_t record) {
  for (const schema::FieldSet& set : desk_.catalogue.all()) {
    if (set.number != table) continue;
    auto live = desk_.db.statement("SELECT teacher FROM \"" + set.id + "\" WHERE row = ?");
    live.with(record);
    return live.step() ? live.integer(0) : journal::teacher_of(desk_.db, desk_.table(set), record);
  }
  return 0;
}

std::optional<Objection> Rights::against_row(std::int64_t seq, const store::TableDef& table,
                                             const RowVersion& row, const Values& columns) {
  Judged& by = judged(seq);
  if (!by.event || seq == 0) return std::nullopt;
  const Objection beyond{
      &codes::journal_reach,
      {arg("actor", by.event->actor), arg("role", by.event->role), arg("org", by.event->org)}};
  if (auto objection = against_people(by, table, row, columns)) return objection;
  if (table.number == store::program_table("item_state").number) {
    const std::int64_t teacher = teacher_of(columns[0].number, columns[1].number);
    if (teacher != 0 && !reaches(by, source_of(columns[0].number), teacher)) return beyond;
    return against_state(by, columns);
  }
  if (table.number == store::program_table("teacher").number)
    return reaches(by, TableSource::teacher, row.record) ? std::nullopt : std::optional{beyond};
  if (!has_column(table, "teacher") || has_column(table, "login")) return std::nullopt;
  const Value& teacher = columns[table.column("teacher")];
  if (teacher.is_null()) return std::nullopt;
  TableSource source = source_of(table.number);
  if (source == TableSource::any) source = TableSource::teacher;
  if (reaches(by, source, teacher.number)) return std::nullopt;
  return beyond;
}

std::optional<Objection> Rights::against_erasure(std::int64_t seq, const store::TableDef& table,
                                                 std::int64_t record) {
  Judged& by = judged(seq);
  if (!by.event) return std::nullopt;
  const Objection none{&codes::journal_erased, {}};
  if (by.event->kind != kErase || source_of(table.number) == TableSource::any) return none;
  const std::int64_t teacher = teacher_of(table.number, record);
  if (teacher == 0 || reaches(by, source_of(table.number), teacher)) return std::nullopt;
  return Objection{
      &codes::journal_reach,
      {arg("actor", by.event->actor), arg("role", by.event->role), arg("org", by.event->org)}};
}

/// Nobody passes an item while filling in.
std::optional<Objection> Rights::against_state(Judged& by, const Values& columns) {
  const auto& table = store::program_table("item_state");
  const Event& event = *by.event;
  const bool fills = event.meaning.empty() || event.meaning == "fill";
  if (columns[table.column("state")].text != "audited" || !fills || turns_back(event))
    return std::nullopt;
  Subject subject;
  subject.teacher = teacher_of(columns[0].number, columns[1].number);
  if (subject.teacher == 0) return std::nullopt;  // the row was erased: nobody can tell any more
  subject.teacher_org = people_.teacher_org(*subject.teacher, before(event));
  if (ask(event, by.account, "audit pass", subject)) return std::nullopt;
  return Objection{&codes::journal_reach,
                   {arg("actor", event.actor), arg("role", event.role), arg("org", event.org)}};
}

/// Whether this version of an account lets in whom the one before let in.
bool Rights::same_access(const store::TableDef& table, const RowVersion& row) {
  const auto all = versions(desk_.db, table, row.record);
  const auto here = std::find_if(all.begin(), all.end(),
                                 [&](const auto& v) { return v.row.version == row.version; });
  if (here == all.begin() || here == all.end() || here->gone) return false;
  const auto same = [&](std::string_view name) {
    const std::size_t column = table.column(name);
    return here->columns[column] == (here - 1)->columns[column];
  };
  return same("state") && same("initial");
}

/// Keys come from their owners, roles and new accounts from those who may give them.
std::optional<Objection> Rights::against_people(Judged& by, const store::TableDef& table,
                                                const RowVersion& row, const Values& columns) {
  const Event& event = *by.event;
  const Objection beyond{
      &codes::journal_reach,
      {arg("actor", event.actor), arg("role", event.role), arg("org", event.org)}};
  const auto value = [&](std::string_view name) { return columns[table.column(name)]; };
  const auto role_of = [&](std::int64_t account) {
    return std::string{people_.holds(account, "sysadmin", event.seq) ? "sysadmin" : ""};
  };
  if (table.name == "grant_role") {
    if (!rules_account(by, value("org").number, value("role").text)) return beyond;
  } else if (table.name == "account_key") {
    const std::int64_t owner = value("account").number;
    if (owner == by.account.row) return std::nullopt;
    const auto account = people_.account(owner, event.seq);
    // A service can't make its own key: it comes with the account.
    const bool with_service = account && account->service && account->made == event.seq;
    if (!account || (row.version == 1 && !with_service) ||
        !rules_account(by, account->org, role_of(owner)))
      return beyond;
  } else if (table.name == "account") {
    if (row.record == by.account.row || (row.version > 1 && same_access(table, row)))
      return std::nullopt;
    if (!rules_account(by, value("org").number, role_of(row.record))) return beyond;
  } else if (table.name == "organisation") {
    return against_organisation(by, row);
  }
  return std::nullopt;
}

/// Another key of an organisation comes from its own administrator, with the word of the key
/// before.
std::optional<Objection> Rights::against_organisation(Judged& by, const RowVersion& row) {
  if (row.version == 1) return std::nullopt;
  const Event& event = *by.event;
  const auto all = renewals(desk_, row.record);
  const bool same_key =
      std::none_of(all.begin(), all.end(), [&](const Renewal& r) { return r.seq == event.seq; });
  if (same_key) return std::nullopt;
  Subject subject;
  subject.org = row.record;
  if (renews_organisation(event) && renewed_by(all, event.seq) &&
      ask(event, by.account, std::string{kRenewCommand}, subject))
    return std::nullopt;
  return Objection{&codes::journal_org_key, {arg("actor", event.actor), arg("org", event.org)}};
}

}  // namespace tmis::journal
