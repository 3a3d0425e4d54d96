// Cases with several sides: a forged confirmation is one that its signer's side could not give
// then.
#include <algorithm>
#include <array>

#include "journal/rights.h"

namespace tmis::journal {

using access::Subject;

namespace {

/// Tables of cases.
constexpr std::string_view kTransfers = "transfer_case", kProjects = "credit_project",
                           kClaims = "credit_claim";
/// The command that takes a person over with what is open of him.
constexpr std::string_view kMoves = "transfer take";
/// The one that brings what another file decided.
constexpr std::string_view kReads = "package read";
/// Those that open and decide disputes over a person.
constexpr std::string_view kClaim = "accounts claim", kResolve = "accounts resolve";
/// Those that decide about credits: of a national project's part by its own case.
constexpr std::string_view kConfirms = "credits confirm", kCorrects = "credits correct",
                           kReturns = "credits return";
/// Those that write participants of a project, whoever decides.
constexpr std::array<std::string_view, 4> kTrains = {"credits enrol", "credits assess",
                                                     "credits close", "credits distribute"};

}  // namespace

/// A step of a case is taken by the party whose turn it is, and leads where the process says; no
/// person takes two steps in a row for two organisations. Other commands end it where it follows
/// from what they decide about the person.
std::optional<Objection> Rights::against_case(Judged& by, const store::TableDef& table,
                                              const RowVersion& row, const Values& columns) {
  const Event& event = *by.event;
  const CaseKind& kind = *case_kind(table.name);
  const CaseRow here = case_row(kind, row.record, columns);
  const std::string command = command_of(event);
  const auto refuse = [&](const Code& code) { return std::optional{objection(code, event)}; };
  const auto all = versions(desk_.db, table, row.record);
  const auto version = std::find_if(all.begin(), all.end(),
                                    [&](const auto& v) { return v.row.version == row.version; });
  if (version == all.end()) return std::nullopt;  // its commitment is the rows' affair
  std::string before_state = "none";
  if (version != all.begin()) {
    const auto& last = (version - 1)->columns;
    before_state = last[table.column("state")].text;
    const bool moved = kind.follows && command == kMoves;
    for (const PartyColumn& party : kind.parties) {
      if (!moved && last[table.column(party.column)] != columns[table.column(party.column)])
        return refuse(codes::journal_case);
    }
    if (moved && by.of && by.of->teacher == here.teacher &&
        before_state == columns[table.column("state")].text)
      return std::nullopt;
  }
  if (command == kReads) return std::nullopt;          // its proofs are checked when it is read
  if (came_along(by, here, row)) return std::nullopt;  // and those of a sealed dossier
  const Machine& process = Machine::of(kind.process);
  const std::string& state = columns[table.column("state")].text;
  const auto leads = [&](std::string_view step, const Machine::Facts& parts) {
    // What else the step depends on was looked at when it was taken.
    const auto holds = [&](std::string_view fact) {
      return !kind.has_part(fact) || std::find(parts.begin(), parts.end(), fact) != parts.end();
    };
    return process.leads(before_state, step, state, holds, parts);
  };
  const bool of_whole = by.of && !kind.parent.empty() && by.of->kind->table == kind.parent_table &&
                        by.of->row == columns[table.column(kind.parent)].number;
  if (!of_whole && (!by.of || by.of->row != row.record || by.of->kind != &kind)) {
    const auto steps = process.automatic_steps();
    const bool follows = std::any_of(steps.begin(), steps.end(),
                                     [&](std::string_view step) { return leads(step, {}); });
    return follows ? std::nullopt : refuse(codes::journal_case);
  }
  Subject subject;
  subject.parties = of_whole ? by.of->parties : here.parties;
  if (here.teacher) {
    subject.teacher = here.teacher;
    subject.teacher_org = people_.teacher_org(*here.teacher, before(event));
  }
  const auto permit = ask(event, by.account, command, subject);
  if (!permit) return refuse(codes::journal_reach);
  // Some commands ask for one's own organisation where it is a party of the case.
  const auto is_mine = [&](const access::Party& party) { return party.org == permit->org(); };
  if (!permit->own() && std::none_of(subject.parties.begin(), subject.parties.end(), is_mine))
    return refuse(codes::journal_reach);
  if (permit->lacks_reason(event.reason)) return refuse(codes::journal_reason);
  const std::string step = command.substr(command.rfind(' ') + 1);
  const auto steps = process.steps();
  const bool known = std::find(steps.begin(), steps.end(), step) != steps.end();
  if (!known || !leads(step, here.facts(people_.org(event.org))))
    return refuse(codes::journal_case);
  if (permit->own()) return std::nullopt;  // one's own claim, after a transfer from another school
  const auto last = event_before(table, row);
  if (last && last->org != event.org && same_person(*last, event))
    return refuse(codes::journal_same_person);
  return std::nullopt;
}

/// The person whom the event takes over from another file: his dossier came sealed.
std::optional<std::int64_t> Rights::newcomer(const Judged& by) {
  if (!by.of || by.of->kind->table != kTransfers || command_of(*by.event) != kMoves)
    return std::nullopt;
  auto sealed = desk_.db.statement(
      "SELECT 1 FROM transfer_dossier d JOIN transfer_case c ON c.id = d.transfer WHERE c.row = ?");
  sealed.with(by.of->row);
  return sealed.step() ? by.of->teacher : std::nullopt;
}

/// Whether a case of credits, or another version of a claim, came with such a person.
bool Rights::came_along(const Judged& by, const CaseRow& here, const RowVersion& row) {
  const auto who = newcomer(by);
  if (!who) return false;
  const bool claim = here.kind->table == kClaims;
  if (claim ? here.teacher != who : row.version > 1) return false;
  if (row.version > 1) return true;
  if (!claim && here.kind->table != kProjects && here.kind->parent_table != kProjects) return false;
  auto origin = desk_.db.statement(claim ? "SELECT 1 FROM credit_claim_origin WHERE claim = ?"
                                         : "SELECT 1 FROM credit_origin WHERE project = ?");
  origin.with(here.whole.value_or(here.row));
  return origin.step();
}

/// Whether what an organisation decides is decided in this file.
bool Rights::decides_here(std::int64_t org, std::int64_t seq) {
  auto other = desk_.db.statement("SELECT 1 FROM trusted_key WHERE org = ?");
  other.with(org);
  return !other.step() && people_.staffed(org, seq);
}

/// Participants and confirmed credits are written by the steps of the case that the event names, by
/// no other and for no other; those of who is taken over come along, unless the one who confirms
/// works here. (How much of an entry counts changes with any case of its teacher.)
std::optional<Objection> Rights::against_credits(Judged& by, const store::TableDef& table,
                                                 const RowVersion& row, Op op,
                                                 const Values& columns) {
  const bool entry = table.name == "credit_entry";
  if (!entry && table.name != "credit_enrolment") return std::nullopt;
  const std::string command = command_of(*by.event);
  const bool decides = command == kConfirms || command == kCorrects || command == kReturns;
  const std::optional<CaseRow> of = by.of;  // judging another event may drop this one
  const std::int64_t project = of ? of->whole.value_or(of->row) : 0;
  const bool of_project = of && (of->whole || of->kind->table == kProjects);
  const auto who = newcomer(by);
  const bool comes = who && columns[table.column("teacher")].number == *who;
  bool right = false;
  if (entry) {
    const std::string id = !of ? std::string{}
                           : of_project
                               ? "project#" + std::to_string(project)
                               : std::string{of->kind->table} + "#" + std::to_string(of->row);
    const bool its_case = of && id == columns[table.column("case_id")].text;
    const bool counted =
        row.version > 1 && same(table, row,
                                {"teacher", "entry", "case_id", "end_day", "hours", "category",
                                 "mode", "course", "activity", "honour", "times", "result", "org"});
    const bool brought =
        comes && !decides_here(columns[table.column("org")].number, before(*by.event));
    right = op == Op::insert ? brought || (its_case && (command == kConfirms || command == kReads))
            : op == Op::update ? brought ||
                                     (counted && (comes || command == kConfirms ||
                                                  command == kCorrects || command == kReads)) ||
                                     (its_case && (command == kCorrects || command == kReads))
                               : false;
  } else if (op == Op::withdraw) {
    right = command == kMoves || (command == kReads && of && of->kind->table == kTransfers);
  } else {
    const Value& part = columns[table.column("part")];
    const bool trains = std::find(kTrains.begin(), kTrains.end(), command) != kTrains.end();
    const bool its_part = of && (part.is_null() ? !of->whole : of->whole && of->row == part.number);
    right = comes || (of_project && project == columns[table.column("project")].number &&
                      (command == kReads || (trains && !of->whole) || (decides && its_part)));
  }
  return right ? std::nullopt : std::optional{objection(codes::journal_case, *by.event)};
}

/// The event that made the version of a row before this one.
std::optional<Event> Rights::event_before(const store::TableDef& table, const RowVersion& row) {
  for (const auto& version : versions(desk_.db, table, row.record)) {
    if (version.row.version + 1 != row.version) continue;
    const Judged& by = judged(version.seq);
    return by.event;
  }
  return std::nullopt;
}

/// A dispute is opened and withdrawn on the claimant's side, ended on the holder's by another
/// number, decided by whoever reaches both: about nobody's own dossier, or one's own claim.
std::optional<Objection> Rights::against_claim(Judged& by, const store::TableDef& table,
                                               const RowVersion& row, const Values& columns) {
  const Event& event = *by.event;
  const std::string command = command_of(event);
  const auto reaches = [&](std::string_view side) {
    Subject subject;
    subject.org = columns[table.column(side)].number;
    const auto permit = ask(event, by.account, command, subject);
    return permit && !permit->lacks_reason(event.reason);
  };
  const bool claims = reaches("claimant"), holds = reaches("holder");
  const bool may = command == kClaim     ? claims
                   : command == kResolve ? claims && holds && row.version > 1
                   : row.version == 1    ? claims
                                         : holds;
  if (!may) return objection(codes::journal_reach, event);
  if (command != kResolve) return std::nullopt;
  if (by.account.teacher == columns[table.column("dossier")].number)
    return objection(codes::journal_own_dossier, event);
  const auto claimed = event_before(table, row);
  if (claimed && claimed->org != event.org && same_person(*claimed, event))
    return objection(codes::journal_same_person, event);
  return std::nullopt;
}

/// Whether one human signed both: by one account, or by two that belong to one dossier.
bool Rights::same_person(const Event& one, const Event& other) {
  const auto account = [&](const Event& event) -> std::optional<PeoplePast::Account> {
    const PeoplePast::Key* key = people_.key(event.key);
    return key == nullptr ? std::nullopt : people_.account(key->account, before(event));
  };
  const auto a = account(one), b = account(other);
  if (!a || !b) return false;
  return a->row == b->row || (a->teacher && a->teacher == b->teacher);
}

}  // namespace tmis::journal
